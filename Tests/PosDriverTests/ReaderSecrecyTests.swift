import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

/// What logs and metrics are told, and what they are never told.
@Suite(.timeLimit(.minutes(1))) struct ReaderSecrecyTests {
  static let card = "6037991234567893", password = "123456"

  @Test func logsAndMetricsTellAReadersLife() async {
    let recorder = Recorder()
    let bench = Bench(configure: { ($0.logger, $0.metrics) = (recorder.logger, recorder) })
    _ = await bench.pay()
    await bench.set(.declines)
    _ = await bench.pay()
    await bench.terminal.read { $0.hangUp() }
    await bench.settle()
    bench.failToOpen(.inUse("memory, held by process 1234 (till)"))
    _ = await bench.pay()
    let (lines, reader) = (recorder.lines, "reader=tcp:memory:1")
    for line in [
      "pos_reader_connects_total{\(reader)} +1",
      "pos_reader_disconnects_total{\(reader),reason=idle_drop} +1",
      "pos_reader_connect_failures_total{\(reader),reason=busy} +1",
      "pos_reader_payments_total{\(reader),outcome=approved} +1",
      "pos_reader_payments_total{\(reader),outcome=declined} +1",
      "pos_reader_payments_total{\(reader),outcome=not_sent} +1",
      "pos_reader_exchange_seconds{\(reader),command=pay} timed",
      "pos_reader_exchange_seconds{\(reader),command=register} timed",
      "warning reader disconnected reader=tcp:memory:1 reason=idle_drop",
      "warning reader not connected attempt=1 holder=1234 (till) reader=tcp:memory:1 reason=busy",
      "info payment ended outcome=approved reader=tcp:memory:1",
    ] {
      #expect(lines.contains(line), "\(line) is missing")
    }
  }

  @Test func damagedFramesAndRepeatsAreCounted() async {
    let recorder = Recorder()
    let bench = Bench(.serial) {
      BitFlippingLine($0)
    } configure: {
      ($0.logger, $0.metrics) = (recorder.logger, recorder)
    }
    _ = await bench.pay()
    #expect(recorder.lines.contains { $0.hasPrefix("pos_reader_frames_damaged_total") })
    #expect(recorder.lines.contains { $0.hasPrefix("debug line trouble") && $0.hasSuffix("trouble=damaged") })
  }

  /// A terminal that puts the clear card number wherever a text or a number can be put.
  @Test func noCardNumberAndNoPasswordIsTold() async throws {
    let recorder = Recorder()
    var configuration = ReaderConfiguration(password: 123_456)
    (configuration.logger, configuration.metrics) = (recorder.logger, recorder)
    configuration.reconnect.staleAfter = .zero
    let settings = configuration
    let address = LineAddress.tcp(host: "memory", port: 1)
    let reader = Reader(
      address: address, configuration: settings, machine: { settings.machine(for: address) },
      open: { loop throws(TransportError) in IndiscreetLine(loop) })
    let request = PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr)
    for _ in 0..<2 {
      let outcome = await reader.pay(request) { _ in }
      guard case .approved = outcome else { return #expect(Bool(false), "\(outcome)") }
    }
    _ = try? await reader.lastTransaction()
    await reader.disconnect()
    let told = recorder.lines.joined(separator: "\n")
    #expect(told.contains("pos_reader_payments_total") && told.contains("debug command ended"))
    // Any seven digits of the number that are not shown by masking, and the password.
    let digits = Array(Self.card)
    for start in 0...(digits.count - 7) {
      #expect(!told.contains(String(digits[start..<(start + 7)])))
    }
    #expect(!told.contains(Self.password))
  }
}

/// Damages the second piece that comes, once.
private final class BitFlippingLine: Line, LineClient, @unchecked Sendable {
  var loop: LineLoop { line.loop }
  private let line: any Line
  /// Touched on the loop only.
  private var client: (any LineClient)?
  private var count = 0

  init(_ line: any Line) { self.line = line }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  func write(_ bytes: [UInt8]) -> Bool { line.write(bytes) }
  func dropInput() { line.dropInput() }
  func close() { line.close() }

  func lineReceived(_ bytes: [UInt8]) {
    var bytes = bytes
    count += bytes.count > 6 ? 1 : 0
    if bytes.count > 6, count == 1 { bytes[bytes.count - 1] ^= 0x40 }
    client?.lineReceived(bytes)
  }

  func lineClosed(_ reason: LineClosure) { client?.lineClosed(reason) }
}

/// A terminal as bytes, which tells the card number in clear in every message.
private final class IndiscreetLine: Line, @unchecked Sendable {
  let loop: LineLoop
  /// Touched on the loop only.
  private var client: (any LineClient)?
  private var script: [[UInt8]] = []

  init(_ loop: LineLoop) { self.loop = loop }

  func start(_ client: any LineClient) { self.client = client }
  func dropInput() {}

  func close() {
    client?.lineClosed(.closedHere)
    client = nil
  }

  func write(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0x06, 0x00), (0x05, 0x01): script = [[0x80, 0, 0], message(0x06, 0x0F, [0x00] + field(0x3C))]
    case (0x06, 0x01): script = payment
    case (0x06, 0x20): script = [[0x80, 0, 0], status, message(0x06, 0x0F, [])]
    default: break
    }
    if bytes.count > 3 { sayNext() }
    if !script.isEmpty { sayNext() }
    return true
  }

  private func sayNext() {
    guard !script.isEmpty else { return }
    let (next, client) = (script.removeFirst(), client)
    loop.execute { client?.lineReceived(next) }
  }

  private var digits: [UInt8] { Array(ReaderSecrecyTests.card.utf8) }

  private var payment: [[UInt8]] {
    let display: [UInt8] = [0x24, UInt8(digits.count + 2), 0x07, UInt8(digits.count)] + digits
    return [
      [0x80, 0, 0], message(0x04, 0xFF, [0x0A, 0x01, 0x06, UInt8(display.count)] + display),
      message(0x06, 0xD1, [0x00] + digits), status, message(0x06, 0xD1, [0x00] + digits),
      message(0x06, 0x0F, field(0x3C)),
    ]
  }

  /// 04 0F with the number as PAN (22), as track 2 (23), in the texts (3C, 8B) and as merchant (2A).
  private var status: [UInt8] {
    let packed = stride(from: 0, to: digits.count, by: 2).map { (digits[$0] - 48) << 4 | digits[$0 + 1] - 48 }
    return message(
      0x04, 0x0F,
      [0x27, 0x00, 0x04, 0x00, 0x00, 0x01, 0x50, 0x00, 0x00, 0x49, 0x03, 0x64]
        + [0x22, 0xF0, 0xF8] + packed + [0x87, 0x00, 0x17] + field(0x3C)
        + [0x8B, 0xF1, 0xF6] + digits + [0x2A] + digits.prefix(15))
  }

  /// LLLVAR.
  private func field(_ tag: UInt8) -> [UInt8] { [tag, 0xF0, 0xF1, 0xF6] + digits }

  private func message(_ first: UInt8, _ second: UInt8, _ data: [UInt8]) -> [UInt8] {
    [first, second, UInt8(data.count)] + data
  }
}
