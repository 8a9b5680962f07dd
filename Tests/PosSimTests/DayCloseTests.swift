import PosDriver
import PosFirmware
import PosProtocol
import Synchronization
import Testing

@testable import PosSim

/// The end of a day between a reader and the simulator, over both kinds of line.
@Suite struct DayCloseTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test(arguments: Counter.Way.allCases)
  func closesAndAgreesWithTheHost(_ way: Counter.Way) async throws {
    let counter = try await Counter(way, in: folder)
    for amount: UInt64 in [1_000_000, 500_000, 66_051_000] { _ = await counter.pay(amount) }
    let reader = counter.reader
    let kept = Mutex<[DayTotals]>([])
    let before = try await reader.turnover()
    #expect(before.map(\.amount) == [Amount(minorUnits: 1_500_000)] && before.map(\.count) == [2])
    let outcome = await reader.closeDay { totals in kept.withLock { $0.append(totals) } }
    guard case .closed(let totals) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(totals == kept.withLock { $0 } && totals.map(\.amount) == before.map(\.amount))
    #expect(totals.first?.firstReceipt?.value == 1 && totals.first?.lastReceipt?.value == 3)
    #expect(await reader.closeDay { _ in } == .declined(.dayCannotBeClosed))
    #expect(try await reader.turnover().map(\.amount) == [.zero])
    #expect(try await reader.lastTransaction()?.receiptNumber?.value == 3)
    await reader.disconnect()
    let ledger = await counter.terminal.ledger
    let settled = ledger.filter { $0.event == .settled }
    #expect(settled.map(\.amount) == [1_500_000] && settled.map(\.count) == [2])
    #expect(settled.map(\.claimed) == [1_500_000])
    await counter.close()
  }

  /// Two payments come to an amount that means something.
  @Test(
    arguments: [
      UInt64(66_102_000), 66_104_000, 66_105_000, 66_107_000, 66_109_000, 66_110_000, 66_111_000,
    ], Counter.Way.allCases)
  func whateverFailsItIsClosedOnce(_ total: UInt64, _ way: Counter.Way) async throws {
    let counter = try await Counter(way, in: folder)
    for amount in [30_000_000, total - 30_000_000] { _ = await counter.pay(amount) }
    let reader = counter.reader
    let outcome = await reader.closeDay { _ in }
    await reader.disconnect()
    switch outcome {
    case .closed(let totals): #expect(totals.map(\.amount) == [Amount(minorUnits: total)])
    case .unknown(let error, _): #expect(error.mayHaveActed)
    case .declined, .notSent: Issue.record("it is closed: \(outcome)")
    }
    _ = try await counter.recover()
    #expect(await counter.terminal.memory?.isDayEmpty == true)
    #expect(await counter.terminal.ledger.filter { $0.event == .settled }.map(\.amount) == [total])
    await counter.close()
  }

  @Test func aHostThatSaysNoLeavesTheDayOpen() async throws {
    let counter = try await Counter(.tcp, in: folder)
    for amount: UInt64 in [66_000_000, 51_000] { _ = await counter.pay(amount) }
    let reader = counter.reader
    #expect(await reader.closeDay { _ in } == .declined(.dayCannotBeClosed))
    #expect(try await reader.turnover().map(\.count) == [2])
    await reader.disconnect()
    await counter.close()
  }

  /// What a file comes to is the same before and after closed days are left out of it.
  @Test func compactingForgetsNothingThatIsNeeded() async throws {
    let path = folder.file("turnover.jsonl")
    var written: [Turnover] = []
    do {
      let counter = try await Counter(.tcp, in: folder) { $0.terminal.receiptsStartAnew = true }
      for _ in 0..<2 {
        for amount: UInt64 in [1_000, 66_051_000, 2_000] { _ = await counter.pay(amount) }
        let reader = counter.reader
        _ = await reader.closeDay { _ in }
        await reader.disconnect()
      }
      _ = await counter.pay(3_000)
      let memory = try #require(await counter.terminal.memory)
      await counter.close()
      written = memory.transactions
      let text = try folder.text("turnover.jsonl")
      #expect(text.split(separator: "\n").count == 6, "two ends of days, the last of a day, and three steps")
      for _ in 0..<100 {
        guard let again = try? TurnoverFile(path) else {
          try await Task.sleep(for: .milliseconds(20))
          continue
        }
        #expect(TurnoverMemory(restoring: try again.restore()) == memory)
        break
      }
    }
    #expect(written.map(\.record.receiptNumber) == [ReceiptNumber(1)])
  }

  @Test func aFileThatWasBeingReplacedIsWhole() throws {
    let path = folder.file("turnover.jsonl")
    var days: [Turnover] = []
    for number: UInt64 in 1...4 {
      let kind: Turnover.Kind = number % 2 == 0 ? .dayClose : .payment
      days.append(
        Turnover(
          sequence: number, kind: kind, state: .committed, record: TransactionRecord(),
          trace: TraceNumber(UInt32(number))!, amount: .zero, currency: .irr))
    }
    // What a crash left.
    try folder.write("half a li", to: "turnover.jsonl.new")
    do {
      let file = try TurnoverFile(path)
      for turnover in days { try file.append(turnover) }
      #expect(try file.restore().map(\.sequence) == [2, 3, 4])
      #expect(throws: SimulatorError.inUse(path: path)) { try TurnoverFile(path) }
    }
    #expect(try TurnoverFile(path).restore().map(\.sequence) == [2, 3, 4])
    #expect(
      TurnoverMemory(restoring: TurnoverFile.needed(of: days)) == TurnoverMemory(restoring: days))
  }
}
