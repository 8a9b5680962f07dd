/// The number by which a ticket is asked for (کد پیگیری).
///
/// - Range: ten digits, the first not 0, the last a check digit.
public struct TrackingCode: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Accepts ۰–۹ and ٠–٩. Returns nil if the check digit does not fit: a digit was mistyped.
  public init?(_ text: String) {
    let typed = PersianDigits.normalised(text).filter { $0 != " " && $0 != "-" }
    let digits = typed.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
    guard digits.count == typed.count, digits.count == 10, digits[0] != 0,
      digits[9] == BillDigits.check(digits.dropLast())
    else { return nil }
    description = typed
  }

  /// A new one. It tells nothing of how many there are.
  public init(using random: inout some RandomNumberGenerator) {
    let digits =
      [Int.random(in: 1...9, using: &random)] + (0..<8).map { _ in .random(in: 0...9, using: &random) }
    description = (digits + [BillDigits.check(digits)]).map(String.init).joined()
  }
}
