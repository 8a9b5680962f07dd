/// An amount of money in minor currency units (1250 = 12.50 EUR; 1,500,000 = 1,500,000 IRR, which has no
/// minor unit).
///
/// - Range: 0...999_999_999_999, the twelve digits every supported wire carries.
/// - Wire: ZVT BMP 04, 6 bytes of packed BCD; Sadad, 12 ASCII digits.
public struct Amount: Hashable, Comparable, Sendable {
  public static let maximum: UInt64 = 999_999_999_999
  public static let zero = Amount(unchecked: 0)
  public let minorUnits: UInt64

  /// Returns nil if `minorUnits` has more than 12 decimal digits.
  public init?(minorUnits: UInt64) {
    guard minorUnits <= Self.maximum else { return nil }
    self.minorUnits = minorUnits
  }

  private init(unchecked minorUnits: UInt64) { self.minorUnits = minorUnits }

  public static func < (left: Amount, right: Amount) -> Bool { left.minorUnits < right.minorUnits }
}
