import PosProtocol
import Testing

/// The terminal's machine, on TCP unless the link is what is asked about.
@Suite struct TerminalMachineTests {
  static let record = ReferenceDialogueTests.expected
  static let recordBytes = ReferenceDialogueTests.record

  @Test func unknownCommandIsRefusedHere() {
    var terminal = TerminalBench()
    #expect(terminal.hears("06 93 03 12 34 56") == [writes("84 83 00")])
    #expect(terminal.hears("0F 99 00") == [writes("84 83 00")])
    #expect(terminal.hears("06 02 00") == [.command(.logOff)])
  }

  @Test(arguments: ["06 01 03 04 00 00", "06 01 00", "06 30 03 00 00 00", "06 00 01 00"])
  func malformedCommandIsRefusedHere(_ command: String) {
    var terminal = TerminalBench()
    #expect(terminal.hears(command) == [writes("84 9A 00")])
    #expect(terminal.hears("06 02 00") == [.command(.logOff)])
  }

  @Test func unknownFieldRefusesTheCommand() {
    var terminal = TerminalBench()
    #expect(terminal.hears("06 01 09 04 00 00 00 00 12 50 EE 00") == [writes("84 83 00")])
  }

  @Test func commandsAreRead() {
    var terminal = TerminalBench()
    var options = PaymentOptions()
    (options.namedCurrency, options.maximumWaits) = (false, 3)
    #expect(
      terminal.hears("06 01 09 04 00 00 00 00 12 50 02 03") == [.command(.pay(twelveFifty, options))])
    _ = terminal.says(.refuse(zvt(0x83)))
    #expect(
      terminal.hears("06 20 05 12 34 56 03 03")
        == [.command(.lastTransaction(password: 123_456, sendRecord: true, print: false))])
    _ = terminal.says(.refuse(zvt(0x83)))
    let reversal = ReversalRequest(receiptNumber: ReceiptNumber(42)!)
    #expect(
      terminal.hears("06 30 06 12 34 56 87 00 42") == [.command(.reverse(reversal, password: 123_456))])
    _ = terminal.says(.refuse(zvt(0x83)))
    #expect(terminal.hears("05 01 00") == [.command(.status(password: nil))])
    _ = terminal.says(.refuse(zvt(0x83)))
    #expect(terminal.hears("06 B0 00") == [.command(.abort)])
    #expect(terminal.says(.accept) == [writes("80 00 00"), .ended])
  }

  @Test func refusedCommandIsOver() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 02 00")
    #expect(terminal.says(.refuse(zvt(0x9A))) == [writes("84 9A 00"), .ended])
  }

  @Test func wrongCurrencyNamesTheRightOne() {
    var terminal = TerminalBench { $0.currency = .eur }
    _ = terminal.hears("06 00 06 00 00 00 3E 03 64")
    #expect(terminal.says(.refuse(zvt(0x6F))) == [writes("84 1E 03 6F 09 78"), .ended])
    _ = terminal.hears("06 01 0A 04 00 00 00 00 12 50 49 03 64")
    _ = terminal.says(.accept)
    #expect(terminal.says(.abort(zvt(0x6F))) == [writes("06 1E 03 6F 09 78")])
  }

  @Test func registerThatAsksToWaitGetsTheRecordAgain() {
    var terminal = TerminalBench.paying()
    #expect(terminal.says(.record(Self.record)) == [writes(Self.recordBytes)])
    #expect(terminal.hears("84 9C 00") == [])
    #expect(terminal.waits(.milliseconds(1999)) == [])
    #expect(terminal.waits(.milliseconds(1)) == [writes(Self.recordBytes)])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
  }

  @Test func registerMayAskToWaitAsOftenAsItSaid() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 01 0C 04 00 00 00 00 12 50 49 09 78 02 01")
    _ = terminal.says(.accept)
    _ = terminal.says(.record(Self.record))
    #expect(terminal.hears("84 9C 00") == [])
    #expect(terminal.waits(.seconds(2)).count == 1)
    #expect(terminal.hears("84 9C 00") == [.answered(.refused(zvt(0x6C)))])
    var reversed = TransactionRecord()
    reversed.result = zvt(0x6C)
    #expect(terminal.says(.record(reversed)) == [writes("04 0F 02 27 6C")])
  }

  @Test(arguments: [
    ("80 00 00", RegisterReply.accepted), ("84 00 00", .accepted), ("84 A0 00", .refused(zvt(0xA0))),
    ("84 9D 07 04 00 00 00 00 10 00", .partly(Amount(minorUnits: 1000)!)), ("84 9D 00", .refused(zvt(0x9A))),
  ])
  func answersToTheRecord(_ answer: String, _ reply: RegisterReply) {
    var terminal = TerminalBench.paying()
    _ = terminal.says(.record(Self.record))
    #expect(terminal.hears(answer) == [.answered(reply)])
  }

  @Test func missingAnswerEndsTheConnection() {
    var terminal = TerminalBench.paying()
    _ = terminal.says(.record(Self.record))
    #expect(terminal.waits(.milliseconds(4999)) == [])
    #expect(terminal.waits(.milliseconds(1)) == [.answered(.none), .ended, .close])
    #expect(terminal.hears("80 00 00") == [.noise(.unexpected(hex("80 00 00")))])
  }

  /// On a serial line an answer that did not come may come late, and be taken for the next one's: no approval
  /// any more.
  @Test func noApprovalAfterAMissingAnswer() {
    var terminal = TerminalBench(.serial)
    _ = terminal.put(.bytes(frame("06 01 0A 04 00 00 00 00 12 50 49 09 78")))
    _ = terminal.says(.accept)
    _ = terminal.hears("06")
    _ = terminal.says(.print([PrintedLine(text: WireText("Total"))]))
    _ = terminal.hears("06")
    #expect(terminal.waits(.seconds(5)) == [.answered(.none)])
    #expect(terminal.says(.record(Self.record)) == [.answered(.none)])
    var reversed = TransactionRecord()
    reversed.result = zvt(0x6C)
    #expect(terminal.says(.record(reversed)) == [.write(frame("04 0F 02 27 6C"))])
  }

  @Test func abortIsTheFirmwaresWhileItWorks() {
    var terminal = TerminalBench.paying()
    #expect(terminal.hears("06 B0 00") == [.command(.abort)])
    #expect(terminal.says(.accept) == [writes("80 00 00")])
    #expect(terminal.says(.abort(zvt(0x6C))) == [writes("06 1E 01 6C")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted), .ended])
  }

  @Test func abortMayCrossAMessage() {
    var terminal = TerminalBench.paying()
    _ = terminal.says(.print([PrintedLine(text: WireText("Total"))]))
    #expect(terminal.hears("06 B0 00") == [.command(.abort)])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    #expect(terminal.says(.refuse(zvt(0x83))) == [writes("84 83 00")])
  }

  @Test func abortIsTooLateOnceARecordIsOut() {
    var terminal = TerminalBench.paying()
    _ = terminal.says(.record(Self.record))
    #expect(terminal.hears("06 B0 00") == [writes("84 83 00")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    _ = terminal.says(.complete(.plain))
    #expect(terminal.hears("06 B0 00") == [writes("84 83 00")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted), .ended])
  }

  @Test func commandOutOfOrderIsRefused() {
    var terminal = TerminalBench.paying()
    let payment = "06 01 0A 04 00 00 00 00 12 50 49 09 78"
    #expect(terminal.hears(payment) == [.noise(.unexpected(hex(payment))), writes("84 9A 00")])
    _ = terminal.says(.record(Self.record))
    #expect(terminal.hears("05 01 00") == [.noise(.unexpected(hex("05 01 00"))), writes("84 9A 00")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
  }

  @Test func whatTheRegisterDoesNotWantIsNotSent() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 00 06 00 00 00 06 09 78")
    _ = terminal.says(.accept)
    _ = terminal.says(.complete(.registered(Capabilities())))
    _ = terminal.hears("80 00 00")
    _ = terminal.hears("06 01 0A 04 00 00 00 00 12 50 49 09 78")
    _ = terminal.says(.accept)
    #expect(terminal.says(.progress(code: 0x0A, texts: [], minutes: nil)) == [.answered(.accepted)])
    #expect(terminal.says(.print([PrintedLine(text: WireText("Total"))])) == [.answered(.accepted)])
    #expect(terminal.says(.record(Self.record)) == [writes(Self.recordBytes)])
  }

  @Test func linesGoOneByOneWithoutBlocks() {
    var terminal = TerminalBench.paying()
    let lines = [PrintedLine(text: WireText("A")), PrintedLine(text: WireText("B"))]
    #expect(terminal.says(.print(lines)) == [writes("06 D1 02 00 41")])
    #expect(terminal.hears("80 00 00") == [writes("06 D1 02 00 42")])
    #expect(terminal.hears("80 00 00") == [.answered(.accepted)])
    _ = terminal.says(.print(lines))
    #expect(terminal.hears("84 CC 00") == [.answered(.refused(zvt(0xCC)))])
  }

  @Test func linesGoAsABlockToARegisterThatListsIt() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 00 10 12 34 56 BE 09 78 03 01 06 06 26 04 0A 02 06 D3")
    _ = terminal.says(.accept)
    _ = terminal.says(.complete(.registered(Capabilities())))
    _ = terminal.hears("80 00 00")
    _ = terminal.hears("06 01 0A 04 00 00 00 00 12 50 49 09 78")
    _ = terminal.says(.accept)
    let lines = [PrintedLine(text: WireText("A")), PrintedLine(text: WireText("B"))]
    #expect(terminal.says(.print(lines)) == [writes("06 D3 0A 06 08 25 06 07 01 41 07 01 42")])
  }

  @Test func lostLineAnswersWhatWasOut() {
    var terminal = TerminalBench.paying()
    _ = terminal.says(.record(Self.record))
    #expect(terminal.put(.lineLost) == [.answered(.none), .ended])
    #expect(terminal.says(.abort(zvt(0x6C))) == [])
    #expect(terminal.put(.lineLost) == [])
    #expect(terminal.hears("06 02 00") == [.command(.logOff)])
  }

  /// The register did not hear that its command was acknowledged and sends it again: it is executed once.
  @Test func repeatedCommandIsExecutedOnce() {
    var terminal = TerminalBench(.serial)
    let payment = frame("06 01 0A 04 00 00 00 00 12 50 49 09 78")
    #expect(terminal.put(.bytes(payment)) == [writes("06"), .command(.pay(twelveFifty, PaymentOptions()))])
    #expect(terminal.put(.bytes(payment)) == [writes("06"), .noise(.repeated)])
    #expect(terminal.says(.accept) == [.write(frame("80 00 00"))])
    #expect(terminal.put(.bytes(payment)) == [writes("06"), .noise(.repeated)])
  }

  /// A serial frame, as a link of its own would write it.
  private func frame(_ apdu: String) -> [UInt8] {
    var link = ZVT.Link(.serial)
    let now = Instant(sinceStart: .zero)
    link.send(hex(apdu), at: now)
    guard case .write(let bytes)? = link.next(at: now) else { return [] }
    return bytes
  }
}
