/// Where a reader is in its life. docs/reader-life.md draws it.
public enum ReaderState: Hashable, Sendable {
  /// There is no line, and nobody is about to open one.
  case disconnected(DisconnectReason)
  /// There is no line; the next attempt begins by itself after this time, or earlier if something was plugged
  /// in.
  case waiting(Duration, DisconnectReason)
  /// The line is being opened.
  case connecting
  /// The line is open, and the terminal is told who is there.
  case registering
  /// Registered, and nothing runs.
  case ready
  /// A command runs.
  case working
}
