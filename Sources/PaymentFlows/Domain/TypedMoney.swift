/// A number with or without a unit, as a person typed it.
struct TypedMoney: Sendable {
  /// What was written behind the number.
  enum Unit { case rial, toman }

  var whole: UInt64 = 0
  /// The digit after the decimal point; nil without one.
  var tenths: Int?
  /// Where the decimal point stands.
  var point = 0
  var unit: Unit?

  private static let units: [String: Unit] = [
    "ریال": .rial, "rial": .rial, "rials": .rial, "irr": .rial, "تومان": .toman, "toman": .toman,
    "tomans": .toman,
  ]

  private static let separators: Set<Unicode.Scalar> = [",", "\u{060C}", "\u{066C}"]
  private static let points: Set<Unicode.Scalar> = [".", "\u{066B}"]

  /// Thousands may be parted by a comma, `،` or `٬`, or by a space; the decimal point is `.` or `٫` and one
  /// digit follows.
  init(_ text: String) throws(FieldError) {
    var word = ""
    var digits = 0
    for (offset, scalar) in TypedText.scalars(PersianText.normalised(text)) {
      let isDigit = ("0"..."9").contains(scalar)
      let isInNumber = digits > 0 && word.isEmpty
      if isDigit, word.isEmpty, point == 0 {
        digits += 1
        guard digits <= 15 else { throw FieldError(.amount, .tooLarge) }
        whole = whole * 10 + UInt64(scalar.value - 0x30)
      } else if isDigit, isInNumber, tenths == nil {
        tenths = Int(scalar.value) - 0x30
      } else if isInNumber, point == 0, Self.points.contains(scalar) {
        point = offset
      } else if digits > 0, scalar.properties.isAlphabetic {
        word.unicodeScalars.append(scalar)
      } else if !isInNumber || point > 0 || !Self.separators.contains(scalar) {
        throw FieldError(.amount, .character(at: offset))
      }
    }
    guard digits > 0 else { throw FieldError(.amount, .length(0, wanted: 1...12)) }
    guard point == 0 || tenths != nil else { throw FieldError(.amount, .character(at: point)) }
    guard !word.isEmpty else { return }
    guard let unit = Self.units[word.lowercased()] else { throw FieldError(.amount, .unit) }
    self.unit = unit
  }
}
