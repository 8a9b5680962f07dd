import PosProtocol
import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a reader's trace goes: one line for each frame that passed its lines, card numbers masked.
///
/// A file begins each connection with a line `# pos-trace 1 ADDRESS FRAMING`; ``TraceEntry/line`` says what
/// follows. What cannot be written is left out: a trace never stops a payment.
public final class TraceSink: Sendable {
  private let write: @Sendable (TraceEntry) -> Void
  private let begin: @Sendable (String) -> Void

  /// Creates or extends the file at `path`.
  ///
  /// - Parameter body: gets each entry too, on the line's loop.
  public init(
    path: String, _ body: @escaping @Sendable (TraceEntry) -> Void = { _ in }
  ) throws(TraceError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw TraceError(path: path, code: errno) }
    let file = TraceFile(descriptor)
    write = {
      file.append($0.line)
      body($0)
    }
    begin = { file.append($0) }
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
    begin("# pos-trace 1 \(address) \(framing)")
    return TracingLine(line, observer: TraceObserver(framing, since: line.loop.now, write))
  }
}

/// Why a trace cannot be written.
public struct TraceError: Error, Hashable, Sendable {
  public let path: String
  /// The system's error number (errno).
  public let code: Int32
}

/// Whole lines in a file, whoever else writes to it.
private final class TraceFile: Sendable {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  func append(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = systemWrite(descriptor, bytes, bytes.count)
  }
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

/// `write`, where a type has a function of the same name.
private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
