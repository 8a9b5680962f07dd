import PosTransport

/// A file that gets a line for each frame that passes a reader's lines. Card numbers are masked.
public final class TraceSink: Sendable {
  /// Creates or extends the file at `path`.
  public init(path: String) throws(TraceError) {}

  func tracing(_ line: any Line, _ address: LineAddress) -> any Line { line }
}

/// Why a trace cannot be written.
public struct TraceError: Error, Hashable, Sendable {
  public let path: String
  /// The system's error number (errno).
  public let code: Int32
}
