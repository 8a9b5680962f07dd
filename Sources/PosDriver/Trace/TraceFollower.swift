/// Reads what is appended to a trace file, and goes on in the next file when it was turned over.
public struct TraceFollower {
  private let path: String
  private var source: TraceSource?
  private var reader = TraceReader()

  /// Keeps the file open between two reads.
  private final class TraceSource {
    var bytes: TraceBytes
    init(_ path: String) throws(TraceReadError) { bytes = try TraceBytes(path) }
  }

  /// A file that is not there yet is waited for.
  public init(_ path: String) { self.path = path }

  /// Hands on what has come since the last call. Blocks while it reads.
  public mutating func read(_ body: (TraceItem) -> Void) throws(TraceReadError) {
    while true {
      guard let source = try opened() else { return }
      let isLeft = source.bytes.isLeft
      while let bytes = try source.bytes.next() { try reader.feed(bytes, body) }
      guard isLeft else { return }
      try reader.finish(body)
      (self.source, reader) = (nil, TraceReader())
    }
  }

  private mutating func opened() throws(TraceReadError) -> TraceSource? {
    if let source { return source }
    do throws(TraceReadError) {
      source = try TraceSource(path)
    } catch {
      guard case .unreadable(_, 2) = error else { throw error }
    }
    return source
  }
}
