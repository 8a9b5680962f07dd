import PosProtocol
import Testing

/// A request to stop: 06 B0, while the terminal is master. The command ends with the terminal's last word all
/// the same.
@Suite struct CancelTests {
  static let stopped = CommandEnd.answered(.declined(zvt(0x6C), nil))

  @Test func asksTheTerminalToStop() {
    var register = RegisterBench.paying()
    #expect(register.put(.cancel) == [write("06 B0 00")])
    #expect(register.hears("80 00 00") == [])
    #expect(register.hears("06 1E 01 6C") == [write("80 00 00"), .end(Self.stopped)])
  }

  @Test func waitsUntilTheTerminalIsMaster() {
    var register = RegisterBench.registered()
    _ = register.put(.command(.pay(twelveFifty)))
    #expect(register.put(.cancel) == [])
    #expect(register.hears("80 00 00") == [.event(.accepted), write("06 B0 00")])
  }

  @Test func refusedRequestChangesNothing() {
    var register = RegisterBench.paying()
    _ = register.put(.cancel)
    #expect(register.hears("84 83 00") == [])
    #expect(register.hears(CommitTests.approval) == [.record(CommitTests.record)])
    _ = register.put(.commit(.accept))
    #expect(
      register.hears("06 0F 00")
        == [write("80 00 00"), .end(.answered(.approved(CommitTests.record)))])
  }

  @Test func messagesMayCrossTheRequest() {
    var register = RegisterBench.paying()
    _ = register.put(.cancel)
    #expect(register.hears("04 FF 01 0A").last == write("80 00 00"))
    #expect(register.hears("80 00 00") == [])
    #expect(register.hears("06 1E 01 6C") == [write("80 00 00"), .end(Self.stopped)])
  }

  /// The terminal had ended when it read the request: the end waits for its answer, so that no later command
  /// takes it.
  @Test(arguments: ["84 83 00", "80 00 00"])
  func requestMayCrossTheEnd(_ answer: String) {
    var register = RegisterBench.paying()
    _ = register.put(.cancel)
    #expect(register.hears("06 1E 01 6C") == [write("80 00 00")])
    #expect(!register.machine.isIdle)
    #expect(register.hears(answer) == [.end(Self.stopped)])
  }

  @Test func unansweredRequestHoldsNothingUp() {
    var register = RegisterBench.paying()
    _ = register.put(.cancel)
    _ = register.hears("06 1E 01 6C")
    #expect(register.waits(.milliseconds(4999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(Self.stopped)])
  }

  @Test func tooLateOnceAnApprovalIsThere() {
    var register = RegisterBench.paying()
    _ = register.hears(CommitTests.approval)
    #expect(register.put(.cancel) == [])
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
    #expect(register.put(.cancel) == [])
  }

  @Test func nothingToCancelIsNothing() {
    var register = RegisterBench.registered()
    #expect(register.put(.cancel) == [])
    #expect(register.put(.command(.pay(twelveFifty))).count == 1)
    #expect(register.hears("80 00 00") == [.event(.accepted)])
  }
}
