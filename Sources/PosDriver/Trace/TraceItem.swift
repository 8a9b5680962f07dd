/// What a trace file holds, line by line.
public enum TraceItem: Hashable, Sendable {
  /// A headline: what follows passed this line.
  case connection(TraceConnection)
  case entry(TraceEntry)
  /// A line that cannot be read. It is left out; what follows it is read.
  case unread(TraceWarning)
}
