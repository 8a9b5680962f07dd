import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

@Suite struct ReaderDayCloseTests {
  private static func totals(_ units: UInt64, _ currency: Currency) -> DayTotals {
    var totals = DayTotals()
    (totals.amount, totals.currency) = (Amount(minorUnits: units), currency)
    return totals
  }

  private static let both = [totals(1_500_000, .irr), totals(1_250, .eur)]

  private func bench() async -> Bench {
    let bench = Bench()
    await bench.terminal.read { $0.totals = Self.both }
    return bench
  }

  @Test func handsOverTheTotalsBeforeItAcknowledges() async throws {
    let bench = await bench()
    let kept = Mutex<[DayTotals]>([])
    let outcome = await bench.reader.closeDay { totals in
      let replies = await bench.terminal.read { $0.replies.count }
      // The first is the registration's.
      #expect(replies == kept.withLock { $0.count } + 1)
      kept.withLock { $0.append(totals) }
    }
    #expect(outcome == .closed(Self.both) && kept.withLock { $0 } == Self.both)
    #expect(try await bench.reader.turnover() == Self.both)
  }

  private struct DiskFull: Error {}

  @Test func whatCannotBeKeptIsClosedAllTheSame() async {
    let bench = await bench()
    #expect(await bench.reader.closeDay { _ in throw DiskFull() } == .closed(Self.both))
    #expect(await bench.terminal.read { $0.replies.contains(.refused(ResultCode(.zvt, 0xA0))) })
  }

  @Test func aLineThatGoesLeavesItUnknownAndItIsNotSentAgain() async {
    let bench = await bench()
    let outcome = await bench.reader.closeDay { _ in await bench.terminal.read { $0.hangUp() } }
    #expect(outcome == .unknown(.failure(.lineLost(commandLeft: true)), [Self.both[0]]))
    await bench.settle()
    #expect(await bench.terminal.read { $0.commands.count { $0.word == "close day" } } == 1)
  }

  @Test func aReaderThatCannotBeReachedWasNotAsked() async {
    let bench = await bench()
    bench.failToOpen(.timedOut("memory"))
    #expect(await bench.reader.closeDay { _ in } == .notSent(.transport(.timedOut("memory"))))
  }
}
