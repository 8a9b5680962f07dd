public import Foundation
public import PosProtocol

/// Something that is owed, as the service showed it: a violation, or the total of all.
public struct Debt: Hashable, Sendable {
  /// The service's own name for it.
  /// - Range: 1 to 64 visible ASCII characters.
  public let reference: String
  /// In rial, above zero.
  public let amount: Amount
  /// Its bill, where the service names one: nobody can then pay it twice, whatever the reference.
  public let bill: Bill?
  /// What was done, where, and when it was seen.
  public var violation: String?, place: String?, time: Date?
  /// Where the picture is to be had.
  public var photo: String?

  /// Returns nil for a reference out of range, for nothing, and for a bill over another amount or no fine's.
  public init?(
    _ reference: String, _ amount: Amount, bill: Bill? = nil, violation: String? = nil, place: String? = nil,
    time: Date? = nil, photo: String? = nil
  ) {
    let isVisible = reference.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard (1...64).contains(reference.utf8.count), isVisible, amount.minorUnits > 0 else { return nil }
    if let bill, bill.amount != amount || bill.service != .trafficFine { return nil }
    (self.reference, self.amount, self.bill) = (reference, amount, bill)
    (self.violation, self.place, self.time, self.photo) = (violation, place, time, photo)
  }
}

/// What an inquiry found.
public struct InquiryResult: Hashable, Sendable {
  public let kind: InquiryKind
  /// Aggregate: the total, or nothing. Detailed: each violation.
  public let debts: [Debt]
  /// Of all debts, in rial.
  public let total: Amount

  /// Returns nil for more than one total, for a reference that stands there twice, for more debts than
  /// `maximum`, or for a sum that no wire carries.
  public init?(_ kind: InquiryKind, _ debts: [Debt]) {
    guard debts.count <= (kind == .aggregate ? 1 : Self.maximum) else { return nil }
    guard Set(debts.map(\.reference)).count == debts.count else { return nil }
    // At most 1,000 amounts of 12 digits: 64 bits are enough.
    guard let total = Amount(minorUnits: debts.reduce(0) { $0 + $1.amount.minorUnits }) else { return nil }
    (self.kind, self.debts, self.total) = (kind, debts, total)
  }

  /// Debts in one answer.
  public static let maximum = 1000
}
