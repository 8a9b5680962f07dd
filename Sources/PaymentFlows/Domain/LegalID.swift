/// A company's or an office's number (شناسه ملی اشخاص حقوقی): eleven digits, of which the last is a check
/// digit.
public struct LegalID: Hashable, Sendable, CustomStringConvertible {
  /// Eleven ASCII digits.
  public let description: String

  /// Accepts ۰–۹ and ٠–٩ too.
  public init(_ text: String) throws(FieldError) {
    let digits = try TypedText.digits(text, of: .legalID, 11...11)
    guard digits[10] == Self.check(digits.dropLast()) else { throw FieldError(.legalID, .check) }
    description = digits.digitText
  }

  private static let coefficients = [29, 27, 23, 19, 17]

  /// The check digit of ten digits: each is shifted by the tenth plus two, then weighted, modulo 11; 10
  /// counts as 0.
  static func check(_ digits: some BidirectionalCollection<Int>) -> Int {
    let shift = (digits.last ?? 0) + 2
    let sum = digits.enumerated().reduce(0) { $0 + (shift + $1.element) * coefficients[$1.offset % 5] }
    return sum % 11 % 10
  }
}
