/// An Iranian account number (شماره شبا): `IR` and 24 digits, of which the first two are check digits.
///
/// - Spec: ISO 13616, ISO 7064 MOD 97-10.
public struct IBAN: Hashable, Sendable, CustomStringConvertible {
  /// `IR` and 24 ASCII digits, without spaces.
  public let description: String

  /// Accepts small letters, spaces, ۰–۹ and ٠–٩ too.
  public init(_ text: String) throws(FieldError) {
    let scalars = TypedText.scalars(text)
    let country = String(String.UnicodeScalarView(scalars.prefix(2).map(\.scalar))).uppercased()
    guard country == "IR" else { throw FieldError(.iban, .beginning) }
    let digits = try TypedText.digits(scalars.dropFirst(2), of: .iban, 24...24)
    guard Self.remainder(digits) == 1 else { throw FieldError(.iban, .check) }
    description = "IR" + digits.digitText
  }

  /// In groups of four, as it is printed.
  public var grouped: String {
    var text = ""
    for (offset, character) in description.enumerated() {
      if offset > 0, offset.isMultiple(of: 4) { text.append(" ") }
      text.append(character)
    }
    return text
  }

  /// Modulo 97 of the account, then the country (I is 18, R is 27), then the check digits.
  static func remainder(_ digits: [Int]) -> Int {
    (digits.dropFirst(2) + [1, 8, 2, 7] + digits.prefix(2)).reduce(0) { ($0 * 10 + $1) % 97 }
  }
}
