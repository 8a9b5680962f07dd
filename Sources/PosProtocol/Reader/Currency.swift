/// A currency by its ISO 4217 numeric code.
///
/// - Wire: ZVT BMP 49 or the untagged CC, 2 bytes of packed BCD; Sadad has rial only.
public struct Currency: Hashable, Sendable {
  /// 0...999.
  public let numericCode: UInt16

  public static let irr = Currency(unchecked: 364)
  public static let eur = Currency(unchecked: 978)

  /// Returns nil above 999.
  public init?(numericCode: UInt16) {
    guard numericCode <= 999 else { return nil }
    self.numericCode = numericCode
  }

  private init(unchecked code: UInt16) { numericCode = code }

  /// Digits after the decimal point when an amount is shown. The rial has none in practice, though ISO 4217
  /// lists two; currencies not in this table are shown with two.
  public var minorUnitDigits: Int { self == .irr ? 0 : 2 }
}
