public import PosProtocol

/// What the citizen owes, as the caller names it: lines that are paid together.
public struct Order: Hashable, Sendable {
  /// The order's own name. Two attempts with the same identity pay the same debt.
  public let identity: String
  public let currency: Currency
  public let lines: [OrderLine]
  /// The sum of the lines.
  public let total: Amount

  /// Returns nil without lines, with a bill that stands there twice, with a sum of zero, or with one that no
  /// wire carries.
  public init?(identity: String, currency: Currency, lines: [OrderLine]) {
    var sum: UInt64 = 0
    for line in lines { sum += line.amount.minorUnits }
    let bills = lines.compactMap(\.bill?.identity)
    guard Set(bills).count == bills.count else { return nil }
    guard !identity.isEmpty, sum > 0, let total = Amount(minorUnits: sum) else { return nil }
    (self.identity, self.currency, self.lines, self.total) = (identity, currency, lines, total)
  }

  /// An amount without a bill. Its order is named after the key unless the caller names one.
  public init?(amount: Amount, currency: Currency, key: AttemptKey, identity: String? = nil) {
    self.init(
      identity: identity ?? "amount:\(key)", currency: currency, lines: [OrderLine(amount: amount)])
  }

  /// One bill, in rial.
  public init(bill: Bill) {
    identity = bill.identity
    currency = .irr
    lines = [OrderLine(bill: bill)]
    total = bill.amount
  }

  /// What a terminal that knows order numbers is told: the identity where it is one, else a hash of it. Two
  /// orders with one number would be refused, never paid twice.
  var number: OrderNumber? {
    if let plain = OrderNumber(Array(identity.utf8)) { return plain }
    let hashes = [UInt64(0xCBF2_9CE4_8422_2325), 0x9AE1_6A3B_2F90_404F].map { seed in
      identity.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
    let text = hashes.map { String($0, radix: 36) }.joined()
    return OrderNumber(Array(text.utf8.prefix(25)))
  }

  /// What two requests with one key must have in common.
  var fingerprint: String {
    let parts = lines.map { "\($0.reference):\($0.amount.minorUnits)" }
    return "pay|\(identity)|\(currency.numericCode)|\(parts.joined(separator: "|"))"
  }
}

/// One thing that is paid for.
public struct OrderLine: Hashable, Sendable {
  public let amount: Amount
  public let bill: Bill?
  /// What it is for, as the receipt shows it; a bill knows it by itself.
  public let purpose: String?

  public init(amount: Amount, purpose: String? = nil) {
    (self.amount, self.bill, self.purpose) = (amount, nil, purpose)
  }

  public init(bill: Bill) { (amount, self.bill, purpose) = (bill.amount, bill, nil) }

  var reference: String { bill?.identity ?? purpose ?? "" }
}
