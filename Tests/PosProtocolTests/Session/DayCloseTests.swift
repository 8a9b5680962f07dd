import PosProtocol
import Testing

/// The end of a day between register and terminal.
@Suite struct DayCloseTests {
  private static let totals = DayTotalsTests.totals
  private static let told = DayTotalsTests.captured

  private func closing(_ command: ReaderCommand = .closeDay) -> RegisterBench {
    var register = RegisterBench.registered()
    _ = register.put(.command(command))
    _ = register.hears("80 00 00")
    return register
  }

  @Test func asksForTheEndOfTheDay() {
    var register = RegisterBench.registered { $0.password = 123_456 }
    // The bytes of EVerest's, ecrterm's and wirelane's registers.
    #expect(register.put(.command(.closeDay)) == [write("06 50 03 12 34 56")])
    #expect(register.hears("80 00 00") == [.event(.accepted)])
    #expect(register.hears(Self.told) == [.totals(Self.totals)])
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.dayClosed([Self.totals])))])
  }

  @Test func asksForTheTurnover() {
    var register = RegisterBench.registered { $0.password = 123_456 }
    #expect(register.put(.command(.turnover)) == [write("06 10 03 12 34 56")])
    _ = register.hears("80 00 00")
    #expect(register.hears(Self.told) == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.turnover([Self.totals])))])
  }

  @Test func aStrangerIsNotAsked() {
    for command in [ReaderCommand.closeDay, .turnover] {
      var register = RegisterBench()
      #expect(register.put(.command(command)) == [.end(.failed(.notRegistered, nil))])
    }
  }

  /// The terminal's last word, after 80 00 00, without totals.
  @Test(arguments: [
    ("06 1E 01 77", ReaderCommand.closeDay, CommandEnd.answered(.declined(zvt(0x77), nil))),
    ("06 1E 01 00", .closeDay, .failed(.contradiction, nil)),
    ("06 0F 00", .closeDay, .answered(.dayClosed([]))),
    ("06 0F 02 27 77", .closeDay, .failed(.contradiction, nil)),
    ("06 1E 01 83", .turnover, .answered(.declined(zvt(0x83), nil))),
    ("06 0F 00", .turnover, .failed(.contradiction, nil)),
  ])
  func lastWords(_ word: String, _ command: ReaderCommand, _ end: CommandEnd) {
    var register = closing(command)
    #expect(register.hears(word) == [write("80 00 00"), .end(end)])
  }

  @Test(arguments: [
    (ReaderCommand.closeDay, CommandEnd.answered(.declined(zvt(0x83), nil))),
    (.turnover, .failed(.refused(zvt(0x83)), nil)),
  ])
  func refusal(_ command: ReaderCommand, _ end: CommandEnd) {
    var register = RegisterBench.registered()
    _ = register.put(.command(command))
    #expect(register.hears("84 83 00") == [.end(end)])
  }

  @Test func aResultOtherThanYesIsNoEndOfDay() {
    var register = closing()
    #expect(register.hears("04 0F 02 27 77") == [write("80 00 00")])
    #expect(
      register.hears("06 1E 01 77") == [write("80 00 00"), .end(.answered(.declined(zvt(0x77), nil)))])
    register = closing()
    _ = register.hears("04 0F 02 27 77")
    #expect(register.hears("06 0F 00") == [write("80 00 00"), .end(.failed(.contradiction, nil))])
  }

  @Test func totalsAndThenAnAbortAreNoAnswer() {
    var register = closing()
    _ = register.hears(Self.told)
    _ = register.put(.commit(.accept))
    #expect(register.hears("06 1E 01 6C") == [write("80 00 00"), .end(.failed(.contradiction, nil))])
  }

  /// The record of a payment that was given up arrives now: accepting it would make it final.
  @Test(arguments: [ReaderCommand.closeDay, .turnover])
  func aLateApprovalIsNoTotal(_ command: ReaderCommand) {
    var register = closing(command)
    #expect(register.hears(RegisterCommandTests.approval) == [write("84 A0 00")])
    #expect(register.hears(Self.told).isEmpty == false)
  }

  @Test func whatIsNotKeptIsClosedAllTheSame() {
    var register = closing()
    _ = register.hears(Self.told)
    #expect(register.put(.commit(.refuse)) == [write("84 A0 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.dayClosed([Self.totals])))])
  }

  @Test func whoKeepsSlowlyLetsTheTerminalWait() {
    var register = closing()
    _ = register.hears(Self.told)
    #expect(register.waits(.seconds(2)) == [write("84 9C 00")])
    #expect(register.hears(Self.told) == [])
    #expect(register.put(.commit(.accept)) == [write("80 00 00")])
    // It did not hear that, and asks again: it is not shown again.
    #expect(register.hears(Self.told) == [write("80 00 00")])
  }

  /// One message a currency; of one currency the last counts.
  @Test func keepsEachCurrency() {
    var register = closing()
    _ = register.hears(Self.told)
    _ = register.put(.commit(.accept))
    var rial = DayTotals()
    (rial.amount, rial.currency) = (Amount(minorUnits: 7), .irr)
    let second = "04 0F 45 27 00 04 00 00 00 00 00 07 60 F0 F5 F3" + String(repeating: "00", count: 53)
    #expect(register.hears(second + "49 03 64") == [.totals(rial)])
    _ = register.put(.commit(.accept))
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.dayClosed([Self.totals, rial])))])
  }

  @Test func aLineThatGoesLeavesItUnknown() {
    var register = closing()
    let lost = ReaderFailure.lineLost(commandLeft: true)
    #expect(lost.mayHaveActed)
    #expect(register.put(.lineLost) == [.end(.failed(lost, nil))])
  }

  /// A terminal that lost its power between two copies refuses the second: it may have obeyed the first.
  @Test func aRefusalOfARepeatIsNoRefusal() {
    var register = RegisterBench(.serial)
    _ = register.put(.command(.register))
    for frame in ["06", "10 02 80 00 00 10 03 F5 1F", "10 02 06 0F 00 10 03 C6 33", "06"] {
      _ = register.hears(frame)
    }
    _ = register.put(.command(.closeDay))
    _ = register.hears("15")
    _ = register.hears("06")
    let actions = register.hears("10 02 84 83 00 10 03 91 8E")
    #expect(actions.last == .end(.failed(.send(.unconfirmed), nil)), "\(actions)")
  }

  @Test func theTerminalHearsAndTells() {
    var terminal = TerminalBench()
    #expect(terminal.hears("06 10 03 12 34 56") == [.command(.turnover(password: 123_456))])
    _ = terminal.says(.refuse(zvt(0x83)))
    #expect(terminal.hears("06 50 03 12 34 56") == [.command(.closeDay(password: 123_456))])
    #expect(terminal.says(.accept) == [writes("80 00 00")])
    let message = ZVT.StatusInformation(Self.totals, namesCurrency: false).encoded()
    #expect(terminal.says(.totals(Self.totals)) == [.write(message)])
    #expect(terminal.hears("84 9C 00") == [])
    #expect(terminal.waits(.seconds(2)) == [.write(message)])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    #expect(terminal.says(.complete(.plain)) == [writes("06 0F 00")])
  }
}
