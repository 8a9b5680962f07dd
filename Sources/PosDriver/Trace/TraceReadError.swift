/// Why a trace file cannot be read at all.
public enum TraceReadError: Error, Hashable, Sendable {
  /// It does not begin with a headline.
  case notATrace(line: Int)
  /// A headline of another version, or one without address and framing.
  case headline(line: Int)
  /// The system's error number (errno).
  case unreadable(path: String, code: Int32)
}
