public import PosProtocol

/// A reader's day beside the journal's, receipt by receipt.
public struct DayReconciliation: Hashable, Sendable {
  /// What does not agree. Nothing is corrected: a person looks at each.
  public enum Difference: Hashable, Sendable {
    case amount(reader: Amount, journal: Amount)
    case count(reader: Int, journal: Int)
    /// The reader gave this number, and the journal knows of nothing with it: another till's, or one that was
    /// lost here.
    case onlyAtReader(receipt: UInt32)
    /// Approved here, with a number that is not among the reader's of this day.
    case onlyInJournal(AttemptKey, receipt: UInt32)
    /// Approved here without a receipt number, as by a person's word: there is nothing to compare.
    case withoutReceipt(AttemptKey)
    /// Two approvals here bear one number.
    case sameReceipt(AttemptKey, AttemptKey, receipt: UInt32)
  }

  /// Payments that stand, here and at the reader.
  public private(set) var matched: [AttemptKey] = []
  public private(set) var differences: [Difference] = []
  /// Receipt numbers of which the journal knows nothing, while sum, count and all payments that stand agree:
  /// they moved no money. A terminal that undoes by itself what nobody acknowledged gives such numbers.
  public private(set) var withoutMoney: [UInt32] = []
  /// Without an outcome: carried over into the next day.
  public private(set) var doubtful: [AttemptKey] = []
  /// Of all payments that stand here.
  public let amount: Amount
  public let count: Int

  /// - Parameters:
  ///   - reader: nil where the reader's totals are not known: then only the journal's own are told.
  ///   - attempts: all that were begun with this reader in this currency since its last end of day, in any
  ///     order.
  public init(_ reader: DayFigures?, with attempts: [Attempt]) {
    let attempts = attempts.sorted { ($0.started, $0.key.text) < ($1.started, $1.key.text) }
    let undone = Set(attempts.filter { $0.outcome == .approved }.compactMap(\.reverses))
    let standing = attempts.filter {
      $0.kind == .payment && $0.outcome == .approved && !undone.contains($0.key)
    }
    // Twelve digits each, and no day has millions of them.
    amount = Amount(minorUnits: standing.reduce(0) { $0 + $1.amount.minorUnits }) ?? Self.most
    count = standing.count
    doubtful = attempts.filter { $0.outcome == .unknown }.map(\.key)
    compareReceipts(reader, standing, all: attempts)
    if let total = reader?.amount, total != amount {
      differences.append(.amount(reader: total, journal: amount))
    }
    if let number = reader?.count, number != count {
      differences.append(.count(reader: number, journal: count))
    }
    setAsideWhatMovedNothing(reader)
  }

  /// Everything agrees and nothing is open.
  public var isClean: Bool { differences.isEmpty && doubtful.isEmpty }

  private mutating func compareReceipts(_ reader: DayFigures?, _ standing: [Attempt], all: [Attempt]) {
    let numbers = reader?.receipts.map(Set.init)
    var payers: [UInt32: AttemptKey] = [:]
    for attempt in standing {
      guard let receipt = attempt.record?.receiptNumber?.value else {
        differences.append(.withoutReceipt(attempt.key))
        continue
      }
      if let earlier = payers.updateValue(attempt.key, forKey: receipt) {
        differences.append(.sameReceipt(earlier, attempt.key, receipt: receipt))
      } else if let numbers, !numbers.contains(receipt) {
        differences.append(.onlyInJournal(attempt.key, receipt: receipt))
      } else if numbers != nil {
        matched.append(attempt.key)
      }
    }
    // Declines and reversals have numbers too, and an open attempt may have one that is not known yet.
    let known = Set(all.compactMap { $0.record?.receiptNumber?.value })
    for receipt in reader?.receipts ?? [] where !known.contains(receipt) {
      differences.append(.onlyAtReader(receipt: receipt))
    }
  }

  private mutating func setAsideWhatMovedNothing(_ reader: DayFigures?) {
    let numbers = differences.compactMap { difference -> UInt32? in
      if case .onlyAtReader(let receipt) = difference { receipt } else { nil }
    }
    guard numbers.count == differences.count, reader?.amount == amount, reader?.count == count else { return }
    (withoutMoney, differences) = (numbers, [])
  }

  private static let most = Amount(minorUnits: Amount.maximum)!
}
