public import PosProtocol

/// What is due on a bill (شناسه پرداخت): amount in thousands of rial, year, period, two check digits.
///
/// The second check digit covers the bill ID too, so a payment ID exists only for its bill.
/// - Range: 6 to 13 digits; leading zeros are kept for show and do not count when two are compared.
public struct PaymentID: Hashable, Sendable, CustomStringConvertible {
  let digits: BillDigits
  /// What is due, in rial.
  public let amount: Amount

  /// Accepts ۰–۹ and ٠–٩ too.
  public init(_ text: String, for bill: BillID) throws(BillError) {
    digits = try BillDigits(text, part: .paymentID)
    let values = digits.values
    guard values.contains(where: { $0 != 0 }) else { throw .nothingDue }
    let first = BillDigits.check(values.dropLast(2))
    guard values[values.count - 2] == first else {
      throw .paymentCheck(expected: first, found: values[values.count - 2])
    }
    // Zeros in front would stand in the middle here, and they change nothing.
    let second = BillDigits.check(bill.digits.values + values.drop { $0 == 0 }.dropLast())
    guard values[values.count - 1] == second else {
      throw .pairCheck(expected: second, found: values[values.count - 1])
    }
    let thousands = values.dropLast(5).reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
    guard thousands > 0, let amount = Amount(minorUnits: thousands * 1000) else { throw .nothingDue }
    self.amount = amount
  }

  /// As it was typed, in ASCII digits.
  public var description: String { digits.text }

  public static func == (left: PaymentID, right: PaymentID) -> Bool {
    left.digits.significant == right.digits.significant
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(digits.significant) }
}
