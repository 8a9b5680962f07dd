import PosProtocol
import Testing

/// What a technician asks: the clock, the way to the host, open pre-authorizations. Both sides, on TCP.
@Suite struct ServiceTests {
  static let clock = ClockReading(year: 2023, month: 4, day: 5, hour: 22, minute: 56, second: 55)!

  /// The answer of a real terminal, from others' capture.
  static let answer =
    "06 0F 89 F0F4F0 4745522D4150502D76322E302E393B635330322E30312E30312D31302E31302D322D323B43433236 00"
    + "065B1F440452523535E4431F400A6356454E4420706C75671F41284745522D4150502D76322E302E393B635330322E30312E3031"
    + "2D31302E31302D322D323B434332361F420417FD1E3C1F430100340D1F0E04202304051F0F03225655"

  @Test func statusTellsTheClockIfThatIsAsked() {
    var register = RegisterBench.registered { $0.asksForClock = true }
    #expect(register.put(.command(.status)) == [write("05 01 05 00 00 00 03 04")])
    _ = register.hears("80 00 00")
    guard case .end(.answered(.status(let status)))? = register.hears(Self.answer).last else {
      return #expect(Bool(false))
    }
    #expect(status.isReady && status.clock == Self.clock)
  }

  @Test func aTerminalTellsItsClockOnlyToWhoAsks() {
    var terminal = TerminalBench()
    let status = TerminalStatus(code: 0, clock: Self.clock)
    #expect(
      terminal.hears("05 01 05 00 00 00 03 04") == [.command(.status(password: 0, wantsClock: true))])
    _ = terminal.says(.accept)
    #expect(
      terminal.says(.complete(.status(status)))
        == [writes("06 0F 12 00 06 0F 34 0D 1F 0E 04 20 23 04 05 1F 0F 03 22 56 55")])
    _ = terminal.hears("80 00 00")
    #expect(
      terminal.hears("05 01 05 00 00 00 03 00") == [.command(.status(password: 0, wantsClock: false))])
  }

  @Test(
    arguments: [
      ("06 1E 04 B8 87 FF FF", []), ("06 1E 04 B8 87 02 31", [231]),
      ("06 1E 10 B8 87 02 31 06 0A 23 08 08 02 02 31 08 02 02 32", [231, 232]),
      ("06 1E 0A B8 87 FF FF 06 04 23 02 08 00", []),
    ] as [(String, [UInt32])])
  func openPreauthorizationsAreTheAbortsOwnAnswer(_ lastWord: String, _ numbers: [UInt32]) {
    var register = RegisterBench.registered()
    #expect(register.put(.command(.openPreauthorizations)) == [write("06 23 03 87 FF FF")])
    _ = register.hears("80 00 00")
    let open = numbers.compactMap { ReceiptNumber($0) }
    #expect(
      register.hears(lastWord) == [write("80 00 00"), .end(.answered(.openPreauthorizations(open)))])
  }

  @Test(arguments: [
    ("06 1E 01 B8", CommandEnd.answered(.declined(zvt(0xB8), nil))),
    ("06 1E 01 6C", .answered(.declined(zvt(0x6C), nil))), ("06 0F 00", .failed(.contradiction, nil)),
  ])
  func whatNamesNoneIsNoAnswer(_ lastWord: String, _ end: CommandEnd) {
    var register = RegisterBench.registered()
    _ = register.put(.command(.openPreauthorizations))
    _ = register.hears("80 00 00")
    #expect(register.hears(lastWord) == [write("80 00 00"), .end(end)])
  }

  /// Only the question is one: with a receipt of its own or an amount it would move money.
  @Test(arguments: [
    ("06 23 03 87 FF FF", true), ("06 23 03 87 02 31", false),
    ("06 23 0A 87 FF FF 04 00 00 00 00 00 01", false),
    ("06 23 00", false),
  ])
  func aTerminalTakesNothingButTheEnquiry(_ command: String, _ isTaken: Bool) {
    var terminal = TerminalBench()
    #expect(terminal.hears(command) == [isTaken ? .command(.openPreauthorizations) : writes("84 83 00")])
    guard isTaken else { return }
    _ = terminal.says(.accept)
    let open = [231, 232].compactMap { ReceiptNumber($0) }
    #expect(
      terminal.says(.openPreauthorizations(open))
        == [writes("06 1E 10 B8 87 02 31 06 0A 23 08 08 02 02 31 08 02 02 32")])
  }

  @Test func aDiagnosisTriesTheLineAloneAndTellsTheClock() {
    var register = RegisterBench.registered { $0.asksForClock = true }
    #expect(register.put(.command(.diagnose)) == [write("06 70 05 06 03 1B 01 01")])
    _ = register.hears("80 00 00")
    #expect(register.hears("04 01 08 AA 23 04 05 0C 22 56 55") == [write("80 00 00")])
    #expect(
      register.hears("06 0F 00") == [write("80 00 00"), .end(.answered(.diagnosed(Self.clock)))])
  }

  /// A date that is none is refused like any message without business here, and the diagnosis goes on.
  @Test func aClockThatShowsNoDateIsNone() {
    var register = RegisterBench.registered()
    _ = register.put(.command(.diagnose))
    _ = register.hears("80 00 00")
    #expect(register.hears("04 01 08 AA 23 13 05 0C 22 56 55").last == write("84 83 00"))
    #expect(register.hears("06 0F 00").last == .end(.answered(.diagnosed(nil))))
  }

  @Test func noOtherCommandTakesAClock() {
    var register = RegisterBench.paying()
    #expect(register.hears("04 01 08 AA 23 04 05 0C 22 56 55").last == write("84 83 00"))
  }

  /// A terminal says 04 01 only to a register whose list of commands has it.
  @Test(arguments: [
    ("06 00 14 00 00 00 BE 09 78 03 01 06 0A 26 08 0A 02 06 D3 0A 02 04 01", true),
    ("06 00 10 00 00 00 BE 09 78 03 01 06 06 26 04 0A 02 06 D3", false),
  ])
  func aClockIsToldToWhoListsIt(_ registration: String, _ isTold: Bool) {
    var terminal = TerminalBench()
    _ = terminal.hears(registration)
    _ = terminal.says(.accept)
    _ = terminal.says(.complete(.registered(Capabilities())))
    _ = terminal.hears("80 00 00")
    #expect(terminal.hears("06 70 00") == [.command(.diagnose)])
    _ = terminal.says(.accept)
    #expect(
      terminal.says(.clock(Self.clock))
        == [isTold ? writes("04 01 08 AA 23 04 05 0C 22 56 55") : .answered(.accepted)])
  }

  @Test func theRegistrationListsTheClockOnlyWhereItIsAskedFor() {
    var register = RegisterBench(.tcp) {
      ($0.config, $0.asksForClock) = (ZVT.RegisterConfiguration.lines, true)
    }
    #expect(
      register.put(.command(.register))
        == [write("06 00 14 00 00 00 BE 09 78 03 01 06 0A 26 08 0A 02 06 D3 0A 02 04 01")])
  }

  @Test func aClockIsSet() {
    var register = RegisterBench.registered { $0.password = 123_456 }
    let setting = "06 91 0B 12 34 56 AA 23 04 05 0C 22 56 55"
    #expect(register.put(.command(.setClock(Self.clock))) == [write(setting)])
    _ = register.hears("80 00 00")
    #expect(register.hears("06 0F 00").last == .end(.answered(.clockSet)))
    var terminal = TerminalBench()
    #expect(terminal.hears(setting) == [.command(.setClock(Self.clock, password: 123_456))])
  }

  @Test(arguments: [
    "06 91 0B 12 34 56 AA 23 13 05 0C 22 56 55", "06 91 07 12 34 56 AA 23 04 05", "06 91 03 12 34 56",
  ])
  func aClockThatIsNoneIsMalformed(_ command: String) {
    var terminal = TerminalBench()
    #expect(terminal.hears(command) == [writes("84 9A 00")])
  }

  /// Without a date it cannot be said; nothing leaves.
  @Test func aClockWithoutADateIsNotSent() {
    var register = RegisterBench.registered()
    let clock = ClockReading(month: nil, day: nil, hour: 1, minute: 2, second: 3)!
    guard case .end(.failed(let failure, nil))? = register.put(.command(.setClock(clock))).first else {
      return #expect(Bool(false))
    }
    #expect(!failure.mayHaveActed)
  }
}
