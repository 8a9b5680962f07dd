/// The last look at what leaves this machine: hides what looks like a card number, and the register's
/// password.
///
/// What it is given was masked before. It hides a number of 13 to 19 digits whose check digit is right, with
/// blanks, dashes or nothing between its digits: as text, as the packed digits of a trace, and as the
/// hexadecimal of text.
public struct Scrubber: Sendable {
  private let password: [UInt8]?

  /// - Parameter password: six digits as they are typed. One of six equal digits is not looked for, since
  ///   amounts are full of them.
  public init(password: String? = nil) {
    let digits = password.map { Array($0.utf8) }
    self.password = digits.flatMap { digits in digits.contains { $0 != digits.first } ? digits : nil }
  }

  /// The same text without them.
  ///
  /// - Returns: The text, and how many places were hidden.
  public func scrub(_ text: [UInt8]) -> (text: [UInt8], hidden: Int) {
    var (result, hidden) = (text, 0)
    let digits = Self.digits(of: text, pairs: false)
    let pairs = Self.digits(of: text, pairs: true)
    for run in digits + pairs {
      for card in Self.cards(in: run.map(\.value)) {
        for digit in run[card].dropFirst(6).dropLast(4) { result[digit.place] = Self.mask }
        hidden += 1
      }
      for start in places(in: run.map(\.value)) {
        for digit in run[start..<(start + 6)] { result[digit.place] = Self.mask }
        hidden += 1
      }
    }
    return (result, hidden)
  }

  private static let mask = UInt8(ascii: "E")

  /// A digit, and where in the text it can be hidden.
  private struct Digit {
    let value: UInt8
    let place: Int
  }

  /// Runs of digits with at most one blank or dash between two of them.
  ///
  /// - Parameter pairs: a digit is two characters, `3` and itself: ASCII in hexadecimal.
  private static func digits(of text: [UInt8], pairs: Bool) -> [[Digit]] {
    var (runs, run, index, gap): ([[Digit]], [Digit], Int, Bool) = ([], [], 0, false)
    func value(_ place: Int) -> UInt8? {
      place < text.count && (0x30...0x39).contains(text[place]) ? text[place] - 0x30 : nil
    }
    while index < text.count {
      let isDigit = pairs ? value(index) == 3 && value(index + 1) != nil : value(index) != nil
      if isDigit {
        let place = pairs ? index + 1 : index
        run.append(Digit(value: text[place] - 0x30, place: place))
        (index, gap) = (place + 1, false)
      } else if !run.isEmpty, !gap, text[index] == 0x20 || text[index] == 0x2D {
        (index, gap) = (index + 1, true)
      } else {
        runs.append(run)
        (run, index, gap) = ([], index + 1, false)
      }
    }
    return (runs + [run]).filter { $0.count >= 6 }
  }

  /// Where card numbers stand in a run; the longest first at each place, none over another.
  private static func cards(in run: [UInt8]) -> [Range<Int>] {
    var (found, start): ([Range<Int>], Int) = ([], 0)
    while start + 13 <= run.count {
      let lengths = (13...19).reversed().filter { start + $0 <= run.count }
      // Issuers' numbers begin with 2 to 9; amounts and times mostly with 0 or 1.
      let length = run[start] < 2 ? nil : lengths.first { isCard(run[start..<(start + $0)]) }
      if let length { found.append(start..<(start + length)) }
      start += length ?? 1
    }
    return found
  }

  private static func isCard(_ digits: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let doubled = Int(digit) * (index % 2 == 0 ? 1 : 2)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0 && Set(digits).count > 2
  }

  private func places(in run: [UInt8]) -> [Int] {
    guard let password = password?.map({ $0 &- 0x30 }), run.count >= password.count else { return [] }
    return (0...(run.count - password.count)).filter { Array(run[$0..<($0 + password.count)]) == password }
  }
}
