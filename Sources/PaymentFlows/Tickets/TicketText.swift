internal import Foundation

/// What somebody wrote in a ticket: bounded, without control characters, and without card numbers.
struct TicketText: Hashable, Sendable {
  let text: String

  /// Returns nil if nothing is left, or if it is longer than allowed.
  init?(_ typed: String, longest: Int = 4000) {
    guard typed.utf8.count <= longest * 8 else { return nil }
    let lines = typed.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map { TypedLine.tidy(String($0), longest: .max) }
    let text = Self.masked(lines.joined(separator: "\n")).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty, text.count <= longest else { return nil }
    self.text = text
  }

  /// Digits of 16 to 19 that satisfy the check of card numbers, however they are grouped and in whatever
  /// script,
  /// lose all but the first six and the last four.
  static func masked(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    var start = 0
    while start < scalars.count {
      let run = digits(in: scalars, from: start)
      guard let last = run.last else {
        start += 1
        continue
      }
      let values = run.compactMap { value(scalars[$0]) }
      if (16...19).contains(values.count), Luhn.isSatisfied(by: values) {
        for position in run.dropFirst(6).dropLast(4) { scalars[position] = "*" }
      }
      start = last + 1
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// Where the digits of a run stand; one space, hyphen or mark of no width may stand between two.
  private static func digits(in scalars: [Unicode.Scalar], from start: Int) -> [Int] {
    var (positions, index, gap) = ([Int](), start, 0)
    while index < scalars.count {
      if value(scalars[index]) != nil {
        positions.append(index)
        gap = 0
      } else if isSeparator(scalars[index]), gap == 0, !positions.isEmpty {
        gap += 1
      } else {
        break
      }
      index += 1
    }
    return positions
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "-" || scalar == "." || scalar == "\u{A0}" || scalar == "\u{200C}"
  }

  private static func value(_ scalar: Unicode.Scalar) -> Int? {
    let number = PersianDigits.normalised(String(scalar)).unicodeScalars.first?.value ?? 0
    return (0x30...0x39).contains(number) ? Int(number - 0x30) : nil
  }
}
