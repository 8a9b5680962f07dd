import Foundation
import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

/// The end of day: never closed twice blindly, and compared receipt by receipt.
@Suite struct DayCloseTests {
  static func totals(_ rial: UInt64, _ count: Int, _ first: UInt32, _ last: UInt32) -> DayTotals {
    var totals = DayTotals()
    (totals.amount, totals.currency) = (Amount(minorUnits: rial), .irr)
    (totals.firstReceipt, totals.lastReceipt) = (ReceiptNumber(first), ReceiptNumber(last))
    totals.groups = [DayTotals.Group(.other, count: count, amount: Amount(minorUnits: rial)!)]
    return totals
  }

  /// A counter whose reader took one fee with receipt 42.
  static func bench() async throws -> CounterBench {
    let bench = try CounterBench()
    let counter = try bench.counter()
    _ = try await counter.register(.aggregate, as: CounterBench.id)
    _ = try await counter.handle(.pay, CounterBench.id, on: bench.reader)
    return bench
  }

  static func close(_ bench: CounterBench) async throws -> DayReport {
    let days = LedgerFlows(try bench.scratch.ledger())
    return try await bench.counter().closeDay(of: bench.reader, in: days)
  }

  @Test func everyEventHasOneRowWhereItCanHappen() {
    typealias Event = DayTable.Event
    let possible: [(DayClose.Stage?, [Event])] = [
      (nil, [.close]), (.closed, [.close]), (.notClosed, [.close]),
      (.closing, [.close, .closed, .refused, .silent]), (.doubtful, [.close, .empty, .filled, .unheard]),
    ]
    for (stage, events) in possible {
      for event in Event.allCases {
        let rows = DayTable.rows.filter { $0.stage == stage && $0.event == event }
        #expect(rows.count == (events.contains(event) ? 1 : 0), "\(String(describing: stage)) \(event)")
      }
    }
    let rows: [(DayClose.Stage?, Event, DayClose.Stage, DayTable.Act)] = [
      (nil, .close, .closing, .close), (.closed, .close, .closing, .close),
      (.notClosed, .close, .closing, .close),
      (.closing, .closed, .closed, .none), (.closing, .refused, .notClosed, .none),
      (.closing, .silent, .doubtful, .none), (.closing, .close, .doubtful, .ask),
      (.doubtful, .close, .doubtful, .ask), (.doubtful, .empty, .closed, .none),
      (.doubtful, .filled, .notClosed, .none), (.doubtful, .unheard, .doubtful, .none),
    ]
    for (stage, event, next, act) in rows {
      let row = DayTable.row(stage, event)
      #expect(row?.next == next && row?.act == act, "\(String(describing: stage)) \(event)")
    }
    for row in DayTable.rows where row.act == .close {
      #expect(row.next == .closing && row.stage != .closing && row.stage != .doubtful)
    }
  }

  @Test func closesAndAgrees() async throws {
    let bench = try await Self.bench()
    await bench.reader.set(day: .closed([Self.totals(175_000, 1, 42, 42)]))
    let day = try await Self.close(bench)
    #expect(day.close.stage == .closed && day.close.number == 1)
    let irr = try #require(day.reconciliations[.irr])
    #expect(irr.isClean && irr.matched == [key("flow.1")])
    // The next day has nothing of this one.
    await bench.reader.set(day: .closed([Self.totals(0, 0, 0, 0)]))
    let next = try await Self.close(bench)
    #expect(next.close.number == 2)
    #expect(next.reconciliations[.irr]?.count == 0)
  }

  @Test func listsWhatTheReaderHasMore() async throws {
    let bench = try await Self.bench()
    await bench.reader.set(day: .closed([Self.totals(275_000, 2, 42, 43)]))
    let irr = try #require(try await Self.close(bench).reconciliations[.irr])
    #expect(
      irr.differences == [
        .onlyAtReader(receipt: 43),
        .amount(reader: Amount(minorUnits: 275_000)!, journal: Amount(minorUnits: 175_000)!),
        .count(reader: 2, journal: 1),
      ])
  }

  @Test func aRefusalLeavesTheDayOpen() async throws {
    let bench = try await Self.bench()
    let day = try await Self.close(bench)
    #expect(day.close.stage == .notClosed && day.reconciliations.isEmpty && day.result != nil)
    await bench.reader.set(day: .closed([Self.totals(175_000, 1, 42, 42)]))
    let again = try await Self.close(bench)
    #expect(again.close.number == 2 && again.reconciliations[.irr]?.isClean == true)
  }

  @Test func silenceIsAskedForAndNotClosedAgain() async throws {
    let bench = try await Self.bench()
    await bench.reader.set(day: .unknown(FakeReader.silence, []), turnover: nil)
    #expect(try await Self.close(bench).close.stage == .doubtful)
    #expect(try await Self.close(bench).close.stage == .doubtful)
    #expect(await bench.reader.dayCloses == 1)
    // Its day has begun anew, so it was closed; its totals are not known.
    await bench.reader.set(day: .unknown(FakeReader.silence, []), turnover: [])
    let day = try await Self.close(bench)
    #expect(day.close.stage == .closed && day.close.totals == nil)
    #expect(day.reconciliations[.irr]?.count == 1 && day.reconciliations[.irr]?.matched.isEmpty == true)
    #expect(await bench.reader.dayCloses == 1)
  }

  @Test func aDayThatGoesOnIsClosedAgain() async throws {
    let bench = try await Self.bench()
    await bench.reader.set(
      day: .unknown(FakeReader.silence, []), turnover: [Self.totals(175_000, 1, 42, 42)])
    #expect(try await Self.close(bench).close.stage == .doubtful)
    #expect(try await Self.close(bench).close.stage == .notClosed)
    await bench.reader.set(day: .closed([Self.totals(175_000, 1, 42, 42)]))
    #expect(try await Self.close(bench).close.stage == .closed)
  }

  @Test func aDeadProcessIsNoReasonToCloseTwice() async throws {
    let bench = try await Self.bench()
    let days = LedgerFlows(try bench.scratch.ledger())
    try await days.keep(
      DayClose(
        reader: bench.reader.name, number: 1, started: Date(), stage: .closing,
        totals: [DayClose.CurrencyFigures(Self.totals(175_000, 1, 42, 42))]))
    let day = try await Self.close(bench)
    #expect(day.close.stage == .closed && day.reconciliations[.irr]?.isClean == true)
    #expect(await bench.reader.dayCloses == 0)
  }

  @Test func doubtsAreCarriedOver() async throws {
    let bench = try CounterBench(FakeReader(.silentAfterAcknowledgement))
    let counter = try bench.counter()
    _ = try await counter.register(.aggregate, as: CounterBench.id)
    _ = try await counter.handle(.pay, CounterBench.id, on: bench.reader)
    await bench.reader.set(newest: .earlier)
    await bench.reader.set(lastError: FakeReader.silence)
    await bench.reader.set(day: .closed([]))
    let day = try await Self.close(bench)
    #expect(day.reconciliations[.irr]?.doubtful == [key("flow.1")])
    #expect(try await Self.close(bench).carriedOver == [key("flow.1")])
  }
}
