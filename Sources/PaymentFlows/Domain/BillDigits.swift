/// The digits of a number on a bill, leading zeros included, as bill ID and payment ID share them.
struct BillDigits: Sendable {
  /// 0...9, most significant first.
  let values: [Int]

  /// Persian and Arabic digits count; spaces around are dropped.
  init(_ text: String, part: BillError.Part, length: ClosedRange<Int> = 6...13) throws(BillError) {
    var values: [Int] = []
    let trimmed = PersianDigits.normalised(text.drop { $0 == " " })
    for (offset, scalar) in trimmed.unicodeScalars.enumerated() {
      if scalar == " ", trimmed.unicodeScalars.dropFirst(offset).allSatisfy({ $0 == " " }) { break }
      guard ("0"..."9").contains(scalar) else { throw .notDigit(part, at: offset) }
      values.append(Int(scalar.value - 0x30))
    }
    guard length.contains(values.count) else { throw .length(part, values.count) }
    self.values = values
  }

  var text: String { values.map(String.init).joined() }

  /// Without leading zeros: what two equal numbers have in common.
  var significant: String { values.drop { $0 == 0 }.map(String.init).joined() }

  /// As a barcode carries it: 13 digits.
  var padded: String { String(repeating: "0", count: max(0, 13 - values.count)) + text }

  /// The check digit of some digits: from the right, weights 2 to 7 again and again, modulo 11. Leading zeros
  /// change nothing.
  static func check(_ digits: some BidirectionalCollection<Int>) -> Int {
    let sum = digits.reversed().enumerated().reduce(0) { $0 + $1.element * (2 + $1.offset % 6) }
    return sum % 11 < 2 ? 0 : 11 - sum % 11
  }
}
