/// What a terminal has turned over since its last end of day, in one currency.
///
/// A payment that was undone counts for nothing, and neither does what undid it.
/// - Wire: ZVT 04 0F after 06 50 and 06 10: BMP 04, 60, 0B, 0C, 0D, 49. Sadad has none.
public struct DayTotals: Hashable, Sendable {
  /// All payments together; nil: the terminal did not say.
  public var amount: Amount?
  /// Nil means the terminal's own: ZVT euro.
  public var currency: Currency?
  /// The numbers on the day's first and last receipt; nil: none, or not said.
  public var firstReceipt: ReceiptNumber?, lastReceipt: ReceiptNumber?
  /// By scheme, in the wire's order; empty: the terminal did not say.
  public var groups: [Group] = []
  /// Of the end of day itself.
  public var traceNumber: TraceNumber?
  public var clock: ClockReading?

  public init() {}

  /// The payments of one scheme.
  public struct Group: Hashable, Sendable {
    public var scheme: Scheme
    /// How many. ZVT has a byte for it, so that 255 stands for as many or more.
    public var count: Int
    public var amount: Amount

    public init(_ scheme: Scheme, count: Int, amount: Amount) {
      (self.scheme, self.count, self.amount) = (scheme, count, amount)
    }
  }

  /// The schemes a terminal tells apart.
  public enum Scheme: UInt8, CaseIterable, Sendable {
    case girocard, jcb, mastercard, americanExpress, visa, diners
    /// Whatever else there is; in Iran all of it.
    case other
  }

  /// How many payments; nil: the terminal did not say.
  public var count: Int? { groups.isEmpty ? nil : groups.reduce(0) { $0 + $1.count } }
}
