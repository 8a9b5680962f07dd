/// Why a line of a trace file was left out.
public struct TraceWarning: Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable {
    /// Not columns of a time, a wall time, a direction and a kind.
    case columns
    /// A kind of entry that this version does not know.
    case kind
    /// No pairs of hexadecimal digits with a space between.
    case bytes
    /// No whole frame or message, or a checksum that is wrong.
    case frame
    /// `closed` without a known word.
    case closure
    /// Longer than any line of a trace.
    case tooLong
    /// The file ends within the line.
    case cut
  }

  /// Of the file, from 1 on.
  public let line: Int
  public let reason: Reason
}
