import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct TurnoverMemoryTests {
  private func turnover(_ sequence: UInt64, trace number: UInt32, receipt: UInt32, _ state: Turnover.State)
    -> Turnover
  {
    var record = TransactionRecord()
    record.receiptNumber = ReceiptNumber(receipt)
    return Turnover(
      sequence: sequence, kind: .payment, state: state, record: record, trace: trace(number), amount: rial(1),
      currency: .irr)
  }

  @Test func countersWrapToOne() {
    let memory = TurnoverMemory(restoring: [turnover(7, trace: 999_999, receipt: 9999, .committed)])
    #expect(memory.nextTrace == trace(1) && memory.nextReceipt == receipt(1) && memory.nextSequence == 8)
    #expect(TurnoverMemory().nextTrace == trace(1) && TurnoverMemory().nextReceipt == receipt(1))
  }

  @Test func theNewestSnapshotCounts() {
    let memory = TurnoverMemory(restoring: [
      turnover(1, trace: 1, receipt: 1, .asked), turnover(2, trace: 2, receipt: 2, .asked),
      turnover(1, trace: 1, receipt: 1, .committed),
    ])
    #expect(memory.transactions.map(\.state) == [.committed, .asked])
    #expect(memory.nextTrace == trace(3) && memory.unfinished?.sequence == 2)
  }

  @Test func forgetsTheOldestButNothingOpen() {
    var memory = TurnoverMemory(limit: 3)
    memory.apply(turnover(1, trace: 1, receipt: 1, .approved))
    for number in 2...9 {
      memory.apply(turnover(UInt64(number), trace: UInt32(number), receipt: 1, .committed))
    }
    #expect(memory.transactions.map(\.sequence) == [1, 8, 9])
  }

  @Test func findsTheNewestOfTwoPaymentsWithOneNumber() {
    let memory = TurnoverMemory(restoring: [
      turnover(1, trace: 1, receipt: 5, .committed), turnover(2, trace: 2, receipt: 5, .committed),
    ])
    #expect(memory.payment(receipt: receipt(5))?.sequence == 2)
    #expect(memory.payment(receipt: receipt(6)) == nil)
  }
}
