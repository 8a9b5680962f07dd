import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

@Suite(.timeLimit(.minutes(1))) struct DisconnectReasonTests {
  static let errors: [(TransportError, DisconnectReason)] = [
    (.notFound("x"), .notFound), (.noPermission("x"), .permission), (.refused("x"), .refused),
    (.timedOut("x"), .timedOut), (.inUse("x"), .busy(holder: nil)),
    (.inUse("/dev/ttyUSB0, held by process 1234 (pos)"), .busy(holder: "1234 (pos)")),
    (.notSerial("x"), .other(.notSerial("x"))), (.badAddress("x"), .other(.badAddress("x"))),
    (.unsupported("x"), .other(.unsupported("x"))),
    (.system(code: 5, doing: "x"), .other(.system(code: 5, doing: "x"))),
  ]

  @Test(arguments: errors)
  func aLineThatCannotBeOpenedSaysWhy(error: TransportError, reason: DisconnectReason) async {
    let bench = Bench()
    bench.failToOpen(error)
    await #expect(throws: ReaderError.transport(error)) { try await bench.reader.connect() }
    #expect(await bench.reader.state == .disconnected(reason))
  }

  @Test func aLineThatEndsSaysWhy() {
    let (serial, usb) = (
      LineAddress.serial(path: "/x", settings: SerialSettings()), try? LineAddress.parse("usb:")
    )
    let tcp = LineAddress.tcp(host: "x", port: 1)
    func reason(_ closure: LineClosure, _ address: LineAddress?, _ isWorking: Bool) -> DisconnectReason? {
      address.map { DisconnectReason(closure, of: $0, isWorking: isWorking) }
    }
    for isWorking in [false, true] {
      #expect(reason(.disconnected, serial, isWorking) == .unplugged)
      #expect(reason(.disconnected, usb, isWorking) == .unplugged)
      #expect(reason(.closedHere, tcp, isWorking) == .closedHere)
      #expect(reason(.failed(7), serial, isWorking) == .other(.system(code: 7, doing: "using \(serial)")))
    }
    #expect(reason(.disconnected, tcp, true) == .resetByTerminal)
    #expect(reason(.disconnected, tcp, false) == .idleDrop)
  }

  @Test func aTerminalThatDoesNotTakeThisRegisterIsNamedWithItsCode() async {
    let (bench, wrongPassword) = (Bench(), ResultCode(.zvt, 0x37))
    await bench.terminal.read { $0.registrationRefusal = wrongPassword }
    await #expect(throws: ReaderError.self) { try await bench.reader.connect() }
    #expect(await bench.reader.state == .disconnected(.registrationRefused(wrongPassword)))
  }

  @Test func aCablePulledInAPaymentIsUnplugged() async {
    let bench = Bench(.serial)
    await bench.set(.waitsForCard)
    async let outcome = bench.pay()
    while await !bench.terminal.read(\.sawPayment) { await bench.settle() }
    await bench.terminal.read { $0.hangUp() }
    #expect(await outcome == .unknown(.failure(.lineLost(commandLeft: true)), nil))
    #expect(await bench.reader.state == .disconnected(.unplugged))
  }

  @Test func whoBreaksTheProtocolIsLeft() async {
    let bench = Bench { GarbledLine($0) }
    await #expect(throws: ReaderError.self) { try await bench.reader.connect() }
    #expect(await bench.reader.state == .disconnected(.protocolFault))
  }

  @Test func whoNeverAnswersIsTimedOut() async {
    let mute = MuteLine.Switch()
    mute.isMute = true
    let bench = Bench(scale: 0.02) { MuteLine($0, mute) }
    await #expect(throws: ReaderError.registration(.noAnswer)) { try await bench.reader.connect() }
    #expect(await bench.reader.state == .disconnected(.timedOut))
  }

  static let reasons: [DisconnectReason] = [
    .notYetConnected, .unplugged, .resetByTerminal, .idleDrop, .refused, .permission, .busy(holder: nil),
    .busy(holder: "1234 (pos)"), .notFound, .timedOut, .protocolFault, .closedHere,
    .registrationRefused(ResultCode(.zvt, 0x37)), .other(.notSerial("x")),
  ]

  @Test(arguments: reasons)
  func everyReasonHasItsTexts(reason: DisconnectReason) {
    for language in [ReaderTexts.Language.english, .persian] {
      let texts = ReaderTexts.explanation(reason, language)
      #expect(texts.message.hasSuffix(".") && texts.advice.hasSuffix("."))
      if case .busy(let holder?) = reason { #expect(texts.message.contains(holder)) }
    }
    #expect(reason.word.allSatisfy { $0 == "_" || $0.isASCII && $0.isLowercase })
  }
}

/// Accepts a command, and ends it with a message that is cut short.
private final class GarbledLine: Line, @unchecked Sendable {
  var loop: LineLoop { line.loop }
  private let line: any Line
  /// Touched on the loop only.
  private var client: (any LineClient)?

  init(_ line: any Line) { self.line = line }

  func start(_ client: any LineClient) { self.client = client }

  func write(_ bytes: [UInt8]) -> Bool {
    let client = client
    loop.execute {
      client?.lineReceived([0x80, 0x00, 0x00])
      client?.lineReceived([0x06, 0x0F, 0x03, 0x00, 0x29, 0x12])
    }
    return true
  }

  func dropInput() {}

  func close() {
    client?.lineClosed(.closedHere)
    client = nil
    line.close()
  }
}
