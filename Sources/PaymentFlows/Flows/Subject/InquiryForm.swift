public import PosProtocol

/// What an inquiry (استعلام) shows.
public enum InquiryKind: String, CaseIterable, Codable, Hashable, Sendable {
  /// One total (تجمیعی), paid at once.
  case aggregate
  /// Every violation (با جزئیات), paid one by one.
  case detailed

  /// What an office takes for it (کارمزد), in rial.
  public static let fee = Amount(minorUnits: 175_000)!
}

/// What the operator filled in for an inquiry, each field checked.
public struct InquiryForm: Hashable, Sendable {
  public let kind: InquiryKind
  public let plate: Plate
  /// The owner's.
  public let owner: NationalID
  public let mobile: Mobile

  /// Returns nil if the citizen has not accepted the rules.
  public init?(
    _ kind: InquiryKind, plate: Plate, owner: NationalID, mobile: Mobile, areRulesAccepted: Bool
  ) {
    guard areRulesAccepted else { return nil }
    (self.kind, self.plate, self.owner, self.mobile) = (kind, plate, owner, mobile)
  }
}
