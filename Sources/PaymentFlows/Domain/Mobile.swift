/// An Iranian mobile number.
public struct Mobile: Hashable, Sendable, CustomStringConvertible {
  /// As it is dialled in the country: `09` and nine digits.
  public let description: String

  /// Accepts `+98`, `0098`, `98`, `0` or nothing before the 9; spaces and hyphens; ۰–۹ and ٠–٩ too.
  public init(_ text: String) throws(FieldError) {
    var scalars = TypedText.scalars(text)[...]
    let hasPlus = scalars.first?.scalar == "+"
    if hasPlus { scalars = scalars.dropFirst() }
    let digits = try TypedText.digits(scalars, of: .mobile, hasPlus ? 12...12 : 10...14)
    let before = digits.dropLast(10).digitText
    guard hasPlus ? before == "98" : Self.beginnings.contains(before), digits[digits.count - 10] == 9 else {
      throw FieldError(.mobile, .beginning)
    }
    description = "0" + digits.suffix(10).digitText
  }

  /// As the world dials it: `+989` and nine digits.
  public var international: String { "+98" + description.dropFirst() }

  private static let beginnings: Set<String> = ["", "0", "98", "0098"]
}

extension ArraySlice<Int> {
  fileprivate var digitText: String { Array(self).digitText }
}
