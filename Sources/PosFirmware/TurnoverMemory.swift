public import PosProtocol

/// What a terminal remembers when the power is gone: the transactions since its last end of day, oldest
/// first, and with them its counters.
public struct TurnoverMemory: Hashable, Sendable {
  /// Oldest first, at most `limit` and those that are open.
  public private(set) var transactions: [Turnover] = []
  /// The last transaction of the day that was closed last: a register may still ask for it.
  public private(set) var carriedOver: Turnover?
  /// The end of day that was last.
  public private(set) var lastClose: Turnover?
  /// What those come to that made room.
  private(set) var madeRoom: [DayTotals] = []
  /// How many of them are open: mostly none, and then nobody looks through all of them.
  private var openCount = 0
  private var lastSequence: UInt64 = 0
  private var lastTrace: UInt32 = 0
  private var lastReceipt: UInt32 = 0
  private let limit: Int

  /// Empty, or what the snapshots of an earlier life come to.
  public init(restoring snapshots: [Turnover] = [], limit: Int = 500) {
    self.limit = max(1, limit)
    for snapshot in snapshots { apply(snapshot) }
  }

  /// Takes a snapshot that is safely on flash.
  public mutating func apply(_ snapshot: Turnover) {
    if snapshot.sequence <= lastSequence,
      let index = transactions.lastIndex(where: { $0.sequence == snapshot.sequence })
    {
      count(transactions[index], snapshot)
      transactions[index] = snapshot
    } else {
      count(nil, snapshot)
      transactions.append(snapshot)
      makeRoom()
    }
    if snapshot.kind == .reversal, snapshot.state == .committed { undoPayment(of: snapshot) }
    if snapshot.kind == .dayClose, snapshot.state == .committed { beginDay(after: snapshot) }
    guard snapshot.sequence >= lastSequence else { return }
    (lastSequence, lastTrace) = (snapshot.sequence, snapshot.trace.value)
    if let receipt = snapshot.record.receiptNumber { lastReceipt = receipt.value }
  }

  /// The newest payment or reversal, of the day before if this one has none.
  public var newest: Turnover? { transactions.last { $0.kind != .dayClose } ?? carriedOver }

  /// The newest payment that stands, of the day before if this one has none.
  public var lastPaid: Turnover? {
    let last = transactions.last { $0.kind == .payment && $0.state == .committed }
    guard last == nil, let carriedOver else { return last }
    return carriedOver.kind == .payment && carriedOver.state == .committed ? carriedOver : nil
  }

  /// Nothing was paid, declined or reversed since the last end of day.
  public var isDayEmpty: Bool { madeRoom.isEmpty && !transactions.contains { $0.kind != .dayClose } }

  /// The newest payment with this number on its receipt.
  public func payment(receipt: ReceiptNumber) -> Turnover? {
    transactions.last { $0.kind == .payment && $0.record.receiptNumber == receipt }
  }

  /// What a power cut left to be done: a reversal to ask for again, or a payment to reverse.
  public var unfinished: Turnover? { openCount == 0 ? nil : transactions.last { $0.isOpen } }

  /// Who began a reversal: only the register undoes what was final.
  func cause(of reversal: Turnover) -> Job.Cause {
    let payment = transactions.last {
      $0.kind == .payment && $0.sequence < reversal.sequence && $0.trace == reversal.record.originalTrace
    }
    return payment?.state == .committed ? .ordered : .automatic(.stopped)
  }

  var nextSequence: UInt64 { lastSequence + 1 }

  /// 1...999_999, then 1 again.
  var nextTrace: TraceNumber? { TraceNumber(lastTrace % 999_999 + 1) }

  /// 1...9999, then 1 again.
  var nextReceipt: ReceiptNumber? { ReceiptNumber(lastReceipt % 9999 + 1) }

  private mutating func undoPayment(of reversal: Turnover) {
    let index = transactions.lastIndex {
      $0.kind == .payment && $0.sequence < reversal.sequence && $0.trace == reversal.record.originalTrace
    }
    guard let index else { return }
    let before = transactions[index]
    transactions[index].state = .reversed
    count(before, transactions[index])
  }

  private mutating func beginDay(after close: Turnover) {
    (carriedOver, lastClose, madeRoom) = (newest, close, [])
    transactions.removeAll { !$0.isOpen }
  }

  private mutating func count(_ old: Turnover?, _ new: Turnover) {
    if old?.isOpen == true { openCount -= 1 }
    if new.isOpen { openCount += 1 }
  }

  private mutating func makeRoom() {
    while transactions.count > limit, let index = transactions.firstIndex(where: { !$0.isOpen }) {
      transactions.remove(at: index).add(to: &madeRoom)
    }
  }
}
