import PosProtocol
import Testing

/// The register's timers, on TCP unless the link is what is asked about.
@Suite struct RegisterTimerTests {
  @Test func commandWithoutAnswerEndsAfterT3() {
    var register = RegisterBench.registered()
    _ = register.put(.command(.pay(twelveFifty)))
    #expect(register.waits(.milliseconds(4999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noAnswer, nil)), .close])
  }

  /// On a serial line T3 starts with the link's acknowledgement, and the line stays open.
  @Test func t3StartsAtTheAcknowledgement() {
    var register = RegisterBench(.serial)
    _ = register.put(.command(.status))
    _ = register.waits(.seconds(4))
    #expect(register.hears("06") == [])
    #expect(register.waits(.milliseconds(4999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noAnswer, nil))])
  }

  /// Half a frame of the old dialogue must not swallow the acknowledgement of the next command.
  @Test func nextCommandBeginsOnACleanLine() {
    var register = RegisterBench(.serial)
    _ = register.put(.command(.status))
    _ = register.hears("06")
    _ = register.waits(.milliseconds(4950))
    _ = register.hears("10 02 80")
    #expect(register.waits(.milliseconds(50)) == [.end(.failed(.noAnswer, nil))])
    _ = register.put(.command(.status))
    _ = register.hears("06")
    #expect(register.waits(.milliseconds(4999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noAnswer, nil))])
  }

  /// T4 ends in a request to stop; the terminal gets twice T3 more for its last word.
  @Test func silentTerminalIsAskedToStopAfterT4() {
    var register = RegisterBench.paying()
    #expect(register.waits(.milliseconds(179_999)) == [])
    #expect(register.waits(.milliseconds(1)) == [write("06 B0 00")])
    #expect(register.waits(.milliseconds(9999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noCompletion, nil)), .close])
  }

  @Test func lastWordAfterT4Counts() {
    var register = RegisterBench.paying()
    _ = register.waits(.seconds(180))
    #expect(register.hears("80 00 00") == [])
    #expect(
      register.hears("06 1E 01 6C") == [write("80 00 00"), .end(.answered(.declined(zvt(0x6C), nil)))])
  }

  @Test(arguments: ["04 FF 01 0A", "04 0F 02 27 05"])
  func t4StartsAnew(with message: String) {
    var register = RegisterBench.paying()
    _ = register.waits(.seconds(179))
    _ = register.hears(message)
    #expect(register.waits(.milliseconds(179_999)) == [])
    #expect(register.waits(.milliseconds(1)) == [write("06 B0 00")])
  }

  @Test func printLinesDoNotRestartT4() {
    var register = RegisterBench.paying()
    _ = register.waits(.seconds(179))
    _ = register.hears("06 D1 01 00")
    #expect(register.waits(.seconds(1)) == [write("06 B0 00")])
  }

  /// The second byte of 04 FF is T4 in decimal minutes, from there on.
  @Test func terminalSetsT4() {
    var register = RegisterBench.paying()
    _ = register.hears("04 FF 02 0A 05")
    #expect(register.waits(.milliseconds(299_999)) == [])
    _ = register.hears("04 FF 01 0A")
    #expect(register.waits(.milliseconds(299_999)) == [])
    #expect(register.waits(.milliseconds(1)) == [write("06 B0 00")])
  }

  @Test func nothingLastsLongerThanTheLimit() {
    var register = RegisterBench.paying()
    for _ in 0..<8 {
      _ = register.waits(.seconds(100))
      _ = register.hears("04 FF 01 0A")
    }
    #expect(register.waits(.milliseconds(99_999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noCompletion, nil)), .close])
  }

  /// Each 04 FF restarts T4, so only a limit of its own ends a registration that never comes to its point.
  @Test(arguments: [ReaderCommand.register, .status])
  func aQuestionIsNotHeldUpByATerminalThatKeepsTelling(command: ReaderCommand) {
    var register = RegisterBench()
    _ = register.put(.command(command))
    _ = register.hears("80 00 00")
    for _ in 0..<5 {
      _ = register.waits(.seconds(10))
      _ = register.hears("04 FF 01 0A")
    }
    #expect(register.waits(.milliseconds(9999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noCompletion, nil)), .close])
  }

  /// A doctor's short limit holds for its questions too.
  @Test func aQuestionTakesNoLongerThanTheLimitOfAll() {
    var register = RegisterBench.registered { $0.limit = .seconds(10) }
    _ = register.put(.command(.status))
    _ = register.hears("80 00 00")
    _ = register.waits(.seconds(6))
    _ = register.hears("04 FF 01 0A")
    #expect(register.waits(.milliseconds(3999)) == [])
    #expect(register.waits(.milliseconds(1)) == [.end(.failed(.noCompletion, nil)), .close])
  }

  @Test func scaledTimersAreShorter() {
    var register = RegisterBench.registered { $0 = $0.scaled(by: 0.01) }
    _ = register.put(.command(.pay(twelveFifty)))
    #expect(register.waits(.milliseconds(50)) == [.end(.failed(.noAnswer, nil)), .close])
  }
}
