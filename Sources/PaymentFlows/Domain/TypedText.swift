/// What somebody typed or pasted into a field.
enum TypedText {
  /// The scalars that count, each with its offset in what was typed. Digits are ASCII then; spaces, hyphens
  /// and marks that nobody sees (of direction, joiners) are left out, since people copy them along.
  static func scalars(_ text: String) -> [(offset: Int, scalar: Unicode.Scalar)] {
    PersianDigits.normalised(text).unicodeScalars.enumerated()
      .filter { !isFiller($0.element) }
      .map { (offset: $0.offset, scalar: $0.element) }
  }

  /// The same as text.
  static func plain(_ text: String) -> String {
    String(String.UnicodeScalarView(scalars(text).map(\.scalar)))
  }

  /// - Throws: `.character` at the first that is no digit, then `.length`.
  static func digits(
    _ text: String, of field: FieldError.Field, _ length: ClosedRange<Int>
  ) throws(FieldError) -> [Int] {
    try digits(scalars(text), of: field, length)
  }

  static func digits(
    _ scalars: some Sequence<(offset: Int, scalar: Unicode.Scalar)>, of field: FieldError.Field,
    _ length: ClosedRange<Int>
  ) throws(FieldError) -> [Int] {
    var digits: [Int] = []
    for (offset, scalar) in scalars {
      guard ("0"..."9").contains(scalar) else { throw FieldError(field, .character(at: offset)) }
      digits.append(Int(scalar.value) - 0x30)
    }
    guard length.contains(digits.count) else {
      throw FieldError(field, .length(digits.count, wanted: length))
    }
    return digits
  }

  private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
  }
}

extension [Int] {
  /// Digits as text.
  var digitText: String { map(String.init).joined() }
}
