import PosProtocol
import PosTransport

/// Where a reader's trace goes: one line for each frame that passed its lines, card numbers masked.
///
/// A file begins each connection with a line `# pos-trace 1 ADDRESS FRAMING`; ``TraceEntry/line`` says what
/// follows. What cannot be written is left out: a trace never stops a payment.
public final class TraceSink: Sendable {
  private let write: @Sendable (TraceEntry) -> Void
  private let begin: @Sendable (TraceConnection) -> Void

  /// Creates or extends the file at `path`.
  ///
  /// - Parameters:
  ///   - limit: how large the file may become before it is turned over; nil: it is never.
  ///   - body: gets each entry too, on the line's loop.
  public init(
    path: String, limit: TraceLimit? = nil, _ body: @escaping @Sendable (TraceEntry) -> Void = { _ in }
  ) throws(TraceError) {
    let file = try TraceFile(path: path, limit: limit)
    write = {
      file.append($0.line)
      body($0)
    }
    begin = { file.begin($0) }
  }

  /// Hands each entry to `body`, on the line's loop.
  public init(_ body: @escaping @Sendable (TraceEntry) -> Void) {
    write = body
    begin = { _ in }
  }

  /// `line`, watched.
  func tracing(
    _ line: any Line, _ address: LineAddress, _ framing: ZVT.Framing? = nil
  ) -> any Line {
    let framing = framing ?? ZVT.Framing(address)
    begin(TraceConnection(address: "\(address)", framing: framing))
    return TracingLine(line, observer: TraceObserver(framing, since: line.loop.now, write))
  }
}

/// Why a trace cannot be written.
public struct TraceError: Error, Hashable, Sendable {
  public let path: String
  /// The system's error number (errno).
  public let code: Int32
}

/// Watches one line. Unchecked: touched on the line's loop only.
private final class TraceObserver: LineObserver, @unchecked Sendable {
  private var sent: TraceCutter
  private var received: TraceCutter
  private let start: Duration
  private let write: @Sendable (TraceEntry) -> Void

  init(_ framing: ZVT.Framing, since start: Duration, _ write: @escaping @Sendable (TraceEntry) -> Void) {
    (sent, received) = (TraceCutter(framing), TraceCutter(framing))
    (self.start, self.write) = (start, write)
  }

  func lineSent(_ bytes: [UInt8], at time: Duration) { tell(sent.feed(bytes), .sent, time) }

  func lineReceived(_ bytes: [UInt8], at time: Duration) { tell(received.feed(bytes), .received, time) }

  func lineClosed(_ reason: LineClosure, at time: Duration) {
    tell(sent.finish(), .sent, time)
    tell(received.finish(), .received, time)
    write(
      TraceEntry(
        time: time - start, wallMilliseconds: WallClock.now(), direction: .line, kind: .closed, bytes: [],
        isMasked: false, apdu: [], closure: reason))
  }

  private func tell(_ pieces: [TraceCutter.Piece], _ direction: TraceEntry.Direction, _ time: Duration) {
    for piece in pieces {
      write(
        TraceEntry(
          time: time - start, wallMilliseconds: WallClock.now(), direction: direction, kind: piece.kind,
          bytes: piece.bytes, isMasked: piece.isMasked, apdu: piece.apdu, closure: nil))
    }
  }
}
