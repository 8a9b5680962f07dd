import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct DayCloseTests {
  private static let close = TerminalCommand.closeDay(password: 123_456)

  private static func totals(
    _ amount: UInt64, _ count: Int, _ first: UInt32, _ last: UInt32, closedUnder number: UInt32? = nil
  ) -> DayTotals {
    var totals = DayTotals()
    (totals.amount, totals.currency) = (rial(amount), .irr)
    (totals.firstReceipt, totals.lastReceipt) = (ReceiptNumber(first), ReceiptNumber(last))
    totals.groups = count > 0 ? [DayTotals.Group(.other, count: count, amount: rial(amount))] : []
    totals.traceNumber = number.flatMap { TraceNumber($0) }
    return totals
  }

  private func day(_ change: (inout TerminalSettings) -> Void = { _ in }) -> Bench {
    var settings = TerminalSettings()
    change(&settings)
    var bench = Bench(settings)
    bench.register()
    bench.pay(1_000_000)
    bench.pay(500_000)
    _ = bench.questions()
    return bench
  }

  /// Up to the question to the acquirer.
  private func asked(_ bench: inout Bench) {
    bench.asked(Self.close)
    bench.hears(.answered(.accepted))
  }

  private func closeWhole(_ bench: inout Bench) {
    asked(&bench)
    bench.after(.answered(.settled, bench.lastTrace))
    bench.hears(.answered(.accepted))
    bench.hears(.answered(.accepted))
    bench.hears(.ended)
  }

  @Test func settlesThenEmptiesItsMemoryThenTells() {
    var bench = day()
    let before = Self.totals(1_500_000, 2, 1, 2)
    #expect(bench.asked(Self.close) == [.accept, .progress(code: 0x04, texts: [], minutes: nil)])
    let question = AcquirerRequest.Question(
      terminalID: TerminalID(12_345_678), trace: trace(3), amount: rial(1_500_000), currency: .irr, card: nil)
    #expect(bench.questions() == [.settle(question, [before])])
    #expect(bench.flash.last?.kind == .dayClose && bench.flash.last?.state == .asked)
    #expect(!bench.terminal.memory.isDayEmpty && bench.terminal.status == .approved)
    #expect(bench.hears(.answered(.accepted)) == [])
    #expect(
      bench.after(.answered(.settled, trace(3)))
        == [.totals(Self.totals(1_500_000, 2, 1, 2, closedUnder: 3))])
    #expect(bench.flash.last?.state == .committed && bench.terminal.memory.isDayEmpty)
    #expect(bench.hears(.answered(.accepted)) == [.complete(.plain)])
    bench.hears(.answered(.accepted))
    bench.hears(.ended)
    #expect(bench.terminal.status == .approved)
  }

  @Test func howTheRegisterTakesItChangesNothing() {
    for reply in [RegisterReply.refused(ResultCode(.zvt, 0xA0)), .none] {
      var bench = day()
      asked(&bench)
      bench.after(.answered(.settled, trace(3)))
      #expect(bench.hears(.answered(reply)) == [.complete(.plain)])
      #expect(bench.terminal.memory.isDayEmpty)
    }
  }

  @Test func aNewDayHasNothingToUndoButCanTellOfTheLast() {
    var bench = day()
    closeWhole(&bench)
    let order = ReversalRequest(receiptNumber: receipt(2))
    #expect(
      bench.asked(.reverse(order, password: 123_456)) == [.accept, .abort(.cannotReverse)])
    bench.hears(.ended)
    let last = bench.asked(.lastTransaction(password: 123_456, sendRecord: true, print: false))
    guard case .record(let record)? = last.last else { return #expect(last == []) }
    #expect(record.isApproval && record.receiptNumber == receipt(2) && record.amount == rial(500_000))
    bench.hears(.answered(.accepted))
    bench.hears(.ended)
    let (before, memory) = (bench.terminal.memory, TurnoverMemory(restoring: bench.flash))
    #expect(memory == before)
    #expect(bench.asked(Self.close) == [.accept, .abort(.dayCannotBeClosed)])
  }

  @Test(arguments: [(false, UInt32(3)), (true, 1)])
  func receiptNumbersStartAnewWhereTheyAreSaidTo(_ anew: Bool, _ next: UInt32) {
    var bench = day { $0.receiptsStartAnew = anew }
    closeWhole(&bench)
    bench.powerCut()
    bench.register()
    bench.pay()
    #expect(bench.terminal.memory.newest?.record.receiptNumber == receipt(next))
    #expect(bench.terminal.memory.newest?.trace == trace(4))
  }

  @Test func aHostThatSaysNoLeavesTheDayOpen() {
    var bench = day()
    asked(&bench)
    #expect(bench.after(.answered(.declined(5), trace(3))) == [.abort(.dayCannotBeClosed)])
    bench.hears(.ended)
    #expect(bench.terminal.memory.totals == [Self.totals(1_500_000, 2, 1, 2)])
    #expect(bench.terminal.status == .approved)
  }

  @Test func asksUntilTheHostAnswers() {
    var bench = day()
    asked(&bench)
    let first = bench.questions()
    #expect(bench.later(.seconds(5)) == [.progress(code: 0x04, texts: [], minutes: nil)])
    #expect(bench.questions() == first && first.count == 1)
    #expect(bench.asked(.abort) == [.refuse(.notPossible)])
  }

  /// Between the question and the answer nobody knows what the host did: the same question again, until it is
  /// known.
  @Test func afterAPowerCutTheSameQuestionIsAsked() {
    var bench = day()
    asked(&bench)
    let before = bench.questions()
    bench.powerCut()
    #expect(bench.questions() == before && bench.terminal.status == .busy)
    #expect(bench.after(.answered(.settled, trace(3))) == [])
    #expect(bench.terminal.memory.isDayEmpty && bench.terminal.status == .approved)
    // The commitment was written: nothing is left to be asked.
    bench.powerCut()
    #expect(bench.questions().isEmpty && bench.terminal.memory.isDayEmpty)
  }

  @Test func theDayIsClosedOnlyWhenItIsOnFlash() {
    var bench = day()
    asked(&bench)
    bench.terminal.wire.said = []
    var (next, stored) = (FirmwareInput.answered(.settled, trace(3)), false)
    while let output = bench.terminal.handle(next, at: bench.now) {
      if case .store = output { stored = true }
      next = .proceed
    }
    #expect(stored && bench.terminal.wire.said.isEmpty && !bench.terminal.memory.isDayEmpty)
  }

  @Test func whatWasUndoneCountsForNothing() {
    var bench = day()
    bench.asked(.reverse(ReversalRequest(receiptNumber: receipt(2)), password: 123_456))
    bench.hears(.answered(.accepted))
    bench.hears(.answered(.accepted))
    bench.after(.answered(.reversed, trace(3)))
    #expect(bench.terminal.memory.totals == [Self.totals(1_000_000, 1, 1, 3)])
  }

  @Test func whatMadeRoomStillCounts() {
    var bench = Bench()
    bench.register()
    var memory = TurnoverMemory(limit: 2)
    for _ in 0..<5 {
      bench.pay(1000)
      for snapshot in bench.flash.suffix(3) { memory.apply(snapshot) }
    }
    #expect(memory.transactions.count == 2 && memory.totals == [Self.totals(5000, 5, 1, 5)])
  }

  @Test func aDayThatIsDueTakesNoPayment() {
    var bench = day { $0.dayLimit = 2 }
    #expect(bench.terminal.status == .reconciliationNeeded)
    let payment = TerminalCommand.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions())
    #expect(bench.asked(payment) == [.accept, .abort(.reconciliationNeeded)])
    bench.hears(.ended)
    let last = bench.asked(.lastTransaction(password: 123_456, sendRecord: true, print: false))
    #expect(last.first == .accept && last.count == 2)
    bench.hears(.answered(.accepted))
    bench.hears(.ended)
    closeWhole(&bench)
    #expect(bench.terminal.status == .approved)
    bench.pay()
    #expect(bench.terminal.memory.transactions.count == 1)
  }

  @Test func aDayEndsAtMidnightWhereItIsSaidTo() {
    var settings = TerminalSettings()
    settings.closesDaily = true
    var bench = Bench(settings)
    bench.register()
    bench.put(.clock(ClockReading(month: 11, day: 27, hour: 23, minute: 59, second: 0)))
    bench.pay()
    #expect(bench.terminal.status == .approved)
    bench.put(.clock(ClockReading(month: 11, day: 28, hour: 0, minute: 0, second: 0)))
    #expect(bench.terminal.status == .reconciliationNeeded)
  }

  @Test func aTerminalLockedForItsEndOfDayIsOpenAfterIt() {
    var settings = TerminalSettings()
    settings.lock = .reconciliationNeeded
    var bench = Bench(settings)
    bench.register()
    #expect(bench.terminal.status == .reconciliationNeeded)
    closeWhole(&bench)
    #expect(bench.terminal.status == .approved)
  }

  @Test func printsWhatItTells() {
    var bench = Bench()
    bench.register(lines: true)
    bench.payUntilReported()
    for _ in 0..<4 { bench.hears(.answered(.accepted)) }
    bench.hears(.ended)
    asked(&bench)
    bench.after(.answered(.settled, trace(2)))
    let said = bench.hears(.answered(.accepted))
    guard case .print(let lines)? = said.last else { return #expect(said == []) }
    #expect(lines.allSatisfy { $0.receipt == .administration } && lines.filter(\.isLast) == lines.suffix(1))
    #expect(lines.last?.text == WireText("TOTAL      1,500,000 IRR"))
  }

  @Test func needsThePassword() {
    var bench = day()
    #expect(bench.asked(.closeDay(password: 1)) == [.refuse(.wrongPassword)])
    #expect(bench.asked(.turnover(password: 1)) == [.refuse(.wrongPassword)])
    #expect(bench.asked(.turnover(password: 123_456)).last == .totals(Self.totals(1_500_000, 2, 1, 2)))
  }
}
