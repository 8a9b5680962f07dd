public import PosProtocol

/// What a reader says that it has turned over since its last end of day, in one currency. A payment that was
/// undone counts for nothing, and neither does what undid it.
public struct DayFigures: Hashable, Sendable {
  /// All payments together; nil: it did not say.
  public var amount: Amount?
  /// How many; nil: it did not say.
  public var count: Int?
  /// The numbers on the day's first and last receipt; nil: none, or not said.
  public var first: ReceiptNumber?, last: ReceiptNumber?

  public init(
    amount: Amount? = nil, count: Int? = nil, first: ReceiptNumber? = nil, last: ReceiptNumber? = nil
  ) {
    (self.amount, self.count, self.first, self.last) = (amount, count, first, last)
  }

  /// Every number from the first to the last, across the counter's end (9999, 1); nil: not said, or no such
  /// counter.
  var receipts: [UInt32]? {
    guard let first = first?.value, let last = last?.value, max(first, last) <= 9999 else { return nil }
    guard first > last else { return Array(first...last) }
    return Array(first...9999) + (last == 0 ? [] : Array(1...last))
  }
}
