import PosProtocol
import Testing

/// Each command but the payment, and what the terminal may say outside of one.
@Suite struct RegisterCommandTests {
  static let approval = "04 0F 09 27 00 04 00 00 00 00 12 50"

  @Test func registrationListsPrintBlocks() {
    var register = RegisterBench(.tcp) {
      ($0.config, $0.password) = (ZVT.RegisterConfiguration.lines, 123_456)
    }
    #expect(
      register.put(.command(.register))
        == [write("06 00 10 12 34 56 BE 09 78 03 01 06 06 26 04 0A 02 06 D3")])
  }

  @Test func wrongCurrencyRefusesTheRegistration() {
    var register = RegisterBench()
    _ = register.put(.command(.register))
    #expect(register.hears("84 1E 03 6F 09 78") == [.end(.failed(.refused(zvt(0x6F)), nil))])
    #expect(
      register.put(.command(.pay(twelveFifty))) == [.end(.failed(.notRegistered, nil))])
  }

  @Test func statusIsAnswered() {
    var register = RegisterBench()
    #expect(register.put(.command(.status)) == [write("05 01 05 00 00 00 03 00")])
    _ = register.hears("80 00 00")
    let status = TerminalStatus(code: 0x9C, softwareVersion: WireText("1.0"))
    #expect(
      register.hears("06 0F 07 F0 F0 F3 31 2E 30 9C")
        == [write("80 00 00"), .end(.answered(.status(status)))])
  }

  @Test func logOffEndsWithItsAnswer() {
    var register = RegisterBench.registered()
    #expect(register.put(.command(.logOff)) == [write("06 02 00")])
    #expect(register.hears("80 00 00") == [.event(.accepted), .end(.answered(.loggedOff))])
    #expect(
      register.put(.command(.lastTransaction)) == [.end(.failed(.notRegistered, nil))])
  }

  @Test func lastTransactionIsNotKept() {
    var register = RegisterBench.registered()
    #expect(register.put(.command(.lastTransaction)) == [write("06 20 05 00 00 00 03 03")])
    _ = register.hears("80 00 00")
    #expect(register.hears(Self.approval) == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00")
        == [write("80 00 00"), .end(.answered(.lastTransaction(CommitTests.record)))])
  }

  /// 83 says that there is nothing to repeat; any other code, and a completion without a record, say nothing.
  @Test(arguments: [
    ("06 1E 01 83", CommandEnd.answered(.lastTransaction(nil))),
    ("06 1E 01 6C", .answered(.declined(zvt(0x6C), nil))),
    ("06 0F 00", .failed(.contradiction, nil)),
  ])
  func noLastTransaction(_ lastWord: String, _ end: CommandEnd) {
    var register = RegisterBench.registered()
    _ = register.put(.command(.lastTransaction))
    _ = register.hears("80 00 00")
    #expect(register.hears(lastWord) == [write("80 00 00"), .end(end)])
  }

  @Test func receiptNumberTheWireCannotCarryIsNotSent() {
    var register = RegisterBench.registered()
    let request = ReversalRequest(receiptNumber: ReceiptNumber(10_000)!)
    let actions = register.put(.command(.reverse(request)))
    #expect(actions == [.end(.failed(.refused(zvt(0xB5)), nil))])
  }

  @Test func secondCommandIsBusy() {
    var register = RegisterBench.paying()
    #expect(register.put(.command(.status)) == [.end(.failed(.busy, nil))])
    #expect(
      register.hears("06 1E 01 6C") == [write("80 00 00"), .end(.answered(.declined(zvt(0x6C), nil)))])
  }

  /// Late or unasked: an approval is never accepted, an end is, everything else is refused.
  @Test(arguments: [
    (approval, "84 A0 00"), ("04 0F 02 27 05", "84 A0 00"), ("06 0F 00", "80 00 00"),
    ("06 1E 01 6C", "80 00 00"), ("04 FF 01 0A", "84 83 00"), ("06 D1 01 00", "84 83 00"),
    ("06 01 00", "84 83 00"),
  ])
  func unaskedMessages(_ message: String, _ answer: String) {
    var register = RegisterBench.registered()
    let noise = RegisterAction.event(.noise(.unexpected(hex(message))))
    #expect(register.hears(message) == [noise, write(answer)])

    _ = register.put(.command(.pay(twelveFifty)))
    #expect(register.hears(message) == [noise, write(answer)])
    #expect(register.hears("80 00 00") == [.event(.accepted)])
  }

  @Test func unaskedAnswersAreSkipped() {
    var register = RegisterBench.paying()
    #expect(register.hears("80 00 00") == [.event(.noise(.unexpected(hex("80 00 00"))))])
    #expect(register.hears("84 83 00") == [.event(.noise(.unexpected(hex("84 83 00"))))])
    #expect(!register.machine.isIdle)
  }

  @Test func unknownMessageIsRefusedAndThePaymentGoesOn() {
    var register = RegisterBench.paying()
    #expect(
      register.hears("04 0D 02 06 00")
        == [.event(.noise(.unexpected(hex("04 0D 02 06 00")))), write("84 83 00")])
    #expect(register.hears("04 FF 01 0A").last == write("80 00 00"))
  }

  @Test func printedLinesAreEvents() {
    var register = RegisterBench.paying()
    var line = PrintedLine(text: WireText("Total"))
    line.isCentred = true
    #expect(
      register.hears("06 D1 06 40 54 6F 74 61 6C") == [.event(.printed(line)), write("80 00 00")])
  }

  @Test func recordThatCannotBeReadEndsThePayment() {
    var register = RegisterBench.paying()
    let actions = register.hears("04 0F 04 27 00 04 00")
    #expect(actions.last == .close)
    guard case .end(.failed(.unreadable, nil))? = actions.first else {
      Issue.record("\(actions)")
      return
    }
    #expect(register.machine.isIdle)
  }

  /// The register sees to it that a record is answered before the terminal goes on.
  @Test func secondMessageBeforeTheAnswerIsViolation() {
    var register = RegisterBench.paying()
    let violation = ProtocolViolation(blame: .terminal, control: 0x04FF)
    #expect(register.hears(Self.approval).count == 1)
    #expect(
      register.hears("04 FF 01 0A") == [.end(.failed(.violation(violation), CommitTests.record)), .close])
  }
}
