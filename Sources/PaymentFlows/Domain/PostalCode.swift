/// A postal code (کد پستی): ten digits. It has no check digit, so a slip is not seen.
public struct PostalCode: Hashable, Sendable, CustomStringConvertible {
  /// Ten ASCII digits.
  public let description: String

  /// Accepts a hyphen in the middle, ۰–۹ and ٠–٩ too.
  public init(_ text: String) throws(FieldError) {
    description = try TypedText.digits(text, of: .postalCode, 10...10).digitText
  }
}
