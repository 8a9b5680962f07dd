import PosProtocol
import Testing

/// The commit point: what the terminal hears about an approval, and when.
@Suite struct CommitTests {
  static let approval = "04 0F 09 27 00 04 00 00 00 00 12 50"

  static var record: TransactionRecord {
    var record = TransactionRecord()
    (record.result, record.isApproval, record.amount) = (zvt(0), true, twelveFifty.amount)
    return record
  }

  @Test func nothingIsAcknowledgedBeforeItIsKept() {
    var register = RegisterBench.paying()
    #expect(register.hears(Self.approval) == [.record(Self.record)])
    #expect(register.waits(.milliseconds(1999)) == [])
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
  }

  @Test func slowKeepingAsksTheTerminalToWait() {
    var register = RegisterBench.paying()
    _ = register.hears(Self.approval)
    #expect(register.waits(.seconds(2)) == [write("84 9C 00")])
    #expect(register.hears(Self.approval) == [])
    #expect(register.waits(.seconds(2)) == [write("84 9C 00")])
    #expect(register.put(.commit(.accept)) == [])
    #expect(register.hears(Self.approval) == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.approved(Self.record)))])
  }

  @Test func keptWhileTheTerminalAsksAgainIsAcknowledgedAtOnce() {
    var register = RegisterBench.paying()
    _ = register.hears(Self.approval)
    _ = register.waits(.seconds(2))
    _ = register.hears(Self.approval)
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
  }

  @Test func whatCannotBeKeptIsRefused() {
    var register = RegisterBench.paying()
    _ = register.hears(Self.approval)
    #expect(register.put(.commit(.refuse)) == [write("84 A0 00")])
    #expect(register.hears(Self.approval) == [write("84 A0 00")])
    #expect(
      register.hears("06 1E 01 6C")
        == [write("80 00 00"), .end(.answered(.declined(zvt(0x6C), Self.record)))])
  }

  @Test func terminalThatGivesUpWaitingHasDeclined() {
    var register = RegisterBench.paying()
    _ = register.hears(Self.approval)
    _ = register.waits(.seconds(2))
    #expect(register.hears("04 0F 02 27 6C") == [write("80 00 00")])
    var reversed = TransactionRecord()
    reversed.result = zvt(0x6C)
    #expect(
      register.hears("06 1E 01 6C")
        == [write("80 00 00"), .end(.answered(.declined(zvt(0x6C), reversed)))])
    #expect(register.put(.commit(.accept)) == [])
  }

  /// A terminal that completes what it was asked to wait for is not believed.
  @Test func completionOfAnUnacceptedRecordIsViolation() {
    var register = RegisterBench.paying()
    _ = register.hears(Self.approval)
    _ = register.waits(.seconds(2))
    let violation = ProtocolViolation(blame: .terminal, control: 0x060F)
    #expect(
      register.hears("06 0F 00") == [.end(.failed(.violation(violation), Self.record)), .close])
  }

  @Test func secondApprovalBesideAnUndecidedOneIsRefused() {
    var register = RegisterBench.paying()
    _ = register.hears(Self.approval)
    _ = register.waits(.seconds(2))
    #expect(register.hears("04 0F 0D 27 00 04 00 00 00 00 12 50 0B 00 00 09") == [write("84 A0 00")])
  }

  @Test func decisionWithoutAQuestionIsNothing() {
    var register = RegisterBench.paying()
    #expect(register.put(.commit(.accept)) == [])
    #expect(register.hears(Self.approval) == [.record(Self.record)])
  }

  @Test func reversalIsKeptToo() {
    var register = RegisterBench.registered()
    let request = ReversalRequest(receiptNumber: ReceiptNumber(42)!, amount: twelveFifty.amount)
    #expect(
      register.put(.command(.reverse(request)))
        == [write("06 30 0D 00 00 00 87 00 42 04 00 00 00 00 12 50")])
    _ = register.hears("80 00 00")
    #expect(register.hears(Self.approval) == [.record(Self.record)])
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.approved(Self.record)))])
  }
}
