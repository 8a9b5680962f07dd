/// The check digit of card numbers.
///
/// - Spec: ISO/IEC 7812-1, annex B.
enum Luhn {
  /// Whether the digits, most significant first, satisfy it.
  static func isSatisfied(by digits: some BidirectionalCollection<Int>) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let value = digit.element * (digit.offset.isMultiple(of: 2) ? 1 : 2)
      return sum + value / 10 + value % 10
    }
    return sum.isMultiple(of: 10)
  }
}
