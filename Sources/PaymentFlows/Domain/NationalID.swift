/// A person's number (کد ملی): ten digits, of which the last is a check digit.
public struct NationalID: Hashable, Sendable, CustomStringConvertible {
  /// Ten ASCII digits.
  public let description: String

  /// Accepts ۰–۹ and ٠–٩, and numbers of 8 or 9 digits, which have lost their zeros in front.
  /// - Throws: `.neverIssued` where all digits are equal or the middle six are zero.
  public init(_ text: String) throws(FieldError) {
    let typed = try TypedText.digits(text, of: .nationalID, 8...10)
    let digits = Array(repeating: 0, count: 10 - typed.count) + typed
    guard Set(digits).count > 1, digits[3..<9].contains(where: { $0 != 0 }) else {
      throw FieldError(.nationalID, .neverIssued)
    }
    guard digits[9] == Self.check(digits.dropLast()) else { throw FieldError(.nationalID, .check) }
    description = digits.digitText
  }

  /// The check digit of nine digits: weights 10 to 2, modulo 11.
  static func check(_ digits: some Sequence<Int>) -> Int {
    let rest = zip(digits, stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 } % 11
    return rest < 2 ? rest : 11 - rest
  }
}
