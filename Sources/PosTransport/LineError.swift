/// Why something asked of an open line was not done.
public enum LineError: Error, Hashable, Sendable {
  /// The line has ended.
  case closed(LineClosure)
  case timedOut
  /// The task that asked was cancelled.
  case cancelled
}
