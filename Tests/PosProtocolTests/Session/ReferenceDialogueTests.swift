import PosProtocol
import Testing

/// A registration and a payment, byte for byte, as the specification tells it (PA00P015 §2.1, §2.2), over
/// TCP.
@Suite struct ReferenceDialogueTests {
  static let record = """
    04 0F 1F 27 00 04 00 00 00 00 12 50 0B 00 00 42 0C 13 45 01 0D 07 22 29 12 34 56 78 49 09 78 87 00 42
    """

  static var expected: TransactionRecord {
    var record = TransactionRecord()
    (record.result, record.isApproval) = (zvt(0), true)
    (record.amount, record.currency) = (Amount(minorUnits: 1250), .eur)
    (record.traceNumber, record.receiptNumber) = (TraceNumber(42), ReceiptNumber(42))
    record.clock = ClockReading(month: 7, day: 22, hour: 13, minute: 45, second: 1)
    record.terminalID = TerminalID(12_345_678)
    return record
  }

  static var capabilities: Capabilities {
    var capabilities = Capabilities()
    (capabilities.terminalID, capabilities.currency) = (TerminalID(12_345_678), .eur)
    return capabilities
  }

  @Test func registerSpeaksIt() {
    var register = RegisterBench()
    #expect(register.put(.command(.register)) == [write("06 00 06 00 00 00 3E 09 78")])
    #expect(register.hears("80 00 00") == [.event(.accepted)])
    #expect(
      register.hears("06 0F 0A 19 00 29 12 34 56 78 49 09 78")
        == [write("80 00 00"), .end(.answered(.registered(Self.capabilities)))])

    #expect(register.put(.command(.pay(twelveFifty))) == [write("06 01 0A 04 00 00 00 00 12 50 49 09 78")])
    #expect(register.hears("80 00 00") == [.event(.accepted)])
    #expect(
      register.hears("04 FF 01 0A") == [.event(.progress(code: 0x0A, texts: [])), write("80 00 00")])
    #expect(
      register.hears("04 FF 01 04") == [.event(.progress(code: 0x04, texts: [])), write("80 00 00")])
    #expect(register.hears(Self.record) == [.record(Self.expected)])
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.approved(Self.expected)))])
    #expect(register.machine.isIdle)
    #expect(register.machine.deadline == nil)
  }

  @Test func terminalSpeaksIt() {
    var terminal = TerminalBench()
    let asked = RegistrationRequest(
      password: 0, currency: .eur, printsPaymentReceipts: true, wantsProgress: true, wantsPrintLines: false,
      takesPrintBlocks: false)
    #expect(terminal.hears("06 00 06 00 00 00 3E 09 78") == [.command(.register(asked))])
    #expect(terminal.says(.accept) == [writes("80 00 00")])
    #expect(
      terminal.says(.complete(.registered(Self.capabilities)))
        == [writes("06 0F 0A 19 00 29 12 34 56 78 49 09 78")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted), .ended])

    let payment = TerminalCommand.pay(twelveFifty, PaymentOptions())
    #expect(terminal.hears("06 01 0A 04 00 00 00 00 12 50 49 09 78") == [.command(payment)])
    #expect(terminal.says(.accept) == [writes("80 00 00")])
    #expect(terminal.says(.progress(code: 0x0A, texts: [], minutes: nil)) == [writes("04 FF 01 0A")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    #expect(terminal.says(.progress(code: 0x04, texts: [], minutes: nil)) == [writes("04 FF 01 04")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    #expect(terminal.says(.record(Self.expected)) == [writes(Self.record)])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    #expect(terminal.says(.complete(.plain)) == [writes("06 0F 00")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted), .ended])
    #expect(terminal.machine.deadline == nil)
  }

  /// The first bytes of the same over a serial line: each frame is acknowledged before it is answered.
  @Test func serialFramesAreAcknowledged() {
    var register = RegisterBench(.serial) { $0.config = [] }
    #expect(
      register.put(.command(.logOff)) == [write("10 02 06 02 00 10 03 B9 CC")])
    #expect(register.hears("06") == [])
    #expect(
      register.hears("10 02 80 00 00 10 03 F5 1F")
        == [write("06"), .event(.accepted), .end(.answered(.loggedOff))])
  }
}
