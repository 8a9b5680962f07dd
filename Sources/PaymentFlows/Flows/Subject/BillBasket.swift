public import PosProtocol

/// One bill, or several that are paid with one card payment (پرداخت گروهی). The split is exact: a bill's line
/// is its own amount.
public struct BillBasket: Hashable, Sendable {
  /// Why bills cannot be paid together. Nothing was asked of a reader. Positions count from 0.
  public enum Trouble: Error, Hashable, Sendable {
    case empty
    case tooMany
    /// What is wrong with one's numbers.
    case bill(at: Int, BillError)
    /// The same bill stands at both places.
    case twice(at: Int, and: Int)
    /// Together they come to more than a reader can take.
    case sum
  }

  public let bills: [Bill]
  /// Of all, in rial.
  public let total: Amount

  /// - Throws: the first trouble.
  public init(_ bills: [Bill]) throws(Trouble) {
    guard !bills.isEmpty else { throw .empty }
    guard bills.count <= Self.maximum else { throw .tooMany }
    var places: [String: Int] = [:]
    for (place, bill) in bills.enumerated() {
      if let earlier = places.updateValue(place, forKey: bill.identity) {
        throw .twice(at: earlier, and: place)
      }
    }
    guard let total = Amount(minorUnits: bills.reduce(0) { $0 + $1.amount.minorUnits }) else { throw .sum }
    (self.bills, self.total) = (bills, total)
  }

  /// Bill ID and payment ID of each, as they were typed.
  public init(typed numbers: [(billID: String, paymentID: String)]) throws(Trouble) {
    var bills: [Bill] = []
    for (place, pair) in numbers.enumerated() {
      do throws(BillError) {
        bills.append(try Bill(billID: pair.billID, paymentID: pair.paymentID))
      } catch {
        throw .bill(at: place, error)
      }
    }
    try self.init(bills)
  }

  /// Bills in one payment.
  public static let maximum = 50
}
