import PosProtocol
import PosTransport
import Synchronization

@testable import PosDriver

/// A reader and a tiny terminal on one loop, joined by memory lines; each opening makes a new one.
final class Bench: Sendable {
  let loop: LineLoop
  let terminal: TinyTerminal
  let reader: Reader
  private let openings: Opening

  static let request = PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr)

  /// What happens when the reader opens its line.
  final class Opening: Sendable {
    let count = Atomic(0)
    let failure = Mutex<TransportError?>(nil)
    let gate = Mutex<Gate?>(nil)
  }

  /// - Parameters:
  ///   - scale: of every time limit. A test that waits for none gets ten times the usual, so that a busy
  ///     machine meets none either; even two seconds for keeping a record can pass when others compute.
  ///   - wrap: stands between the reader and the line.
  init(
    _ framing: ZVT.Framing = .tcp, eventLimit: Int = 256, scale: Double = 10, trace: TraceSink? = nil,
    wrap: @escaping @Sendable (any Line) -> any Line = { $0 },
    configure: (inout ReaderConfiguration) -> Void = { _ in }
  ) {
    let (loop, openings) = (LineLoop.next(), Opening())
    let terminal = TinyTerminal(framing, on: loop, scale: scale)
    let address: LineAddress =
      framing == .tcp
      ? .tcp(host: "memory", port: 1) : .serial(path: "/memory", settings: SerialSettings())
    var configuration = ReaderConfiguration(password: 123_456)
    configuration.timeScale = scale
    configuration.eventLimit = eventLimit
    configure(&configuration)
    let settings = configuration
    (self.loop, self.terminal, self.openings) = (loop, terminal, openings)
    reader = Reader(
      address: address, configuration: settings, on: loop, machine: { settings.machine(for: address) },
      open: { loop throws(TransportError) in
        openings.count.add(1, ordering: .relaxed)
        await openings.gate.withLock { $0 }?.pass()
        if let failure = openings.failure.withLock({ $0 }) { throw failure }
        let (here, there) = MemoryLine.pair(on: loop)
        loop.execute { terminal.serve(there) }
        let line = wrap(here)
        return trace?.tracing(line, address) ?? line
      })
  }

  var openingCount: Int { openings.count.load(ordering: .relaxed) }

  func failToOpen(_ error: TransportError?) { openings.failure.withLock { $0 = error } }

  /// Opening waits there until it may go on.
  func holdOpenings(at gate: Gate) { openings.gate.withLock { $0 = gate } }

  func set(_ manner: TinyTerminal.Manner) async { await terminal.read { $0.manner = manner } }

  /// Pays, and notes in `kept` what was shown before it was acknowledged.
  func pay(_ kept: Kept = Kept()) async -> PaymentOutcome {
    await reader.pay(Self.request) { kept.note($0) }
  }

  /// Turns of the loop: enough for everything that is on its way to arrive.
  func settle() async { for _ in 0..<20 { await terminal.read { _ in } } }
}

/// The records that were handed over to be kept.
final class Kept: Sendable {
  private let all = Mutex<[TransactionRecord]>([])

  func note(_ record: TransactionRecord) { all.withLock { $0.append(record) } }

  var records: [TransactionRecord] { all.withLock { $0 } }
}

/// Waits until it is opened.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  func pass() async {
    guard !isOpen else { return }
    await withCheckedContinuation { waiting.append($0) }
  }
}

/// A line that is cut after so many bytes, one way or both together.
///
/// Unchecked: touched on the loop only.
final class CutLine: Line, LineClient, @unchecked Sendable {
  var loop: LineLoop { line.loop }
  private let line: any Line
  private var left: Int
  private var client: (any LineClient)?
  private var isOver = false

  init(_ line: any Line, after count: Int) { (self.line, left) = (line, count) }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  func write(_ bytes: [UInt8]) -> Bool {
    guard !isOver, left > 0 else {
      cut()
      return false
    }
    let part = Array(bytes.prefix(left))
    left -= part.count
    let hasLeft = line.write(part)
    if left == 0 { cut() }
    return hasLeft
  }

  func lineReceived(_ bytes: [UInt8]) {
    guard !isOver else { return }
    let part = Array(bytes.prefix(left))
    left -= part.count
    if !part.isEmpty { client?.lineReceived(part) }
    if left == 0 { cut() }
  }

  func lineClosed(_ reason: LineClosure) { tell(reason) }
  func dropInput() { line.dropInput() }

  func close() {
    line.close()
    tell(.closedHere)
  }

  private func cut() {
    guard !isOver else { return }
    isOver = true
    line.close()
    loop.execute { self.tell(.disconnected) }
  }

  private func tell(_ reason: LineClosure) {
    isOver = true
    let client = client
    self.client = nil
    client?.lineClosed(reason)
  }
}
