/// Lines of a fixed number of columns, for text that runs either way.
///
/// A line is written in logical order: label first, value last. Shown from right to left the label stands on
/// the right.
struct ReceiptLayout: Sendable {
  let width: Int
  let isRightToLeft: Bool

  /// Makes the whole line run from right to left, whatever it begins with.
  private static let mark = "\u{200F}"
  /// Around what runs from left to right inside such a line: LRI and PDI.
  private static let isolate = (open: "\u{2066}", close: "\u{2069}")

  var rule: String { line(String(repeating: "-", count: width)) }

  func centred(_ text: String) -> String {
    let space = max(0, width - Self.columns(text))
    return line(Self.spaces(space / 2) + text + Self.spaces(space - space / 2))
  }

  /// Label and value on one line, or on two where they do not fit.
  func row(_ label: String, _ value: String, isNumber: Bool) -> [String] {
    let shown = isRightToLeft && isNumber ? Self.isolate.open + value + Self.isolate.close : value
    let space = width - Self.columns(label) - 1 - Self.columns(shown)
    guard space < 1 else { return [line(label + ":" + Self.spaces(space) + shown)] }
    let first = line(label + ":" + Self.spaces(width - Self.columns(label) - 1))
    guard !isNumber else { return [first, line(Self.spaces(max(0, width - Self.columns(shown))) + shown)] }
    return [first] + wrapped(value)
  }

  /// Whole words, as many lines as it takes; a word longer than a line is cut.
  func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in text.split(separator: " ").flatMap(pieces) {
      if !current.isEmpty, Self.columns(current) + 1 + Self.columns(word) > width {
        lines.append(current)
        current = ""
      }
      current += current.isEmpty ? word : " " + word
    }
    return (lines + [current]).map { line($0 + Self.spaces(max(0, width - Self.columns($0)))) }
  }

  private func pieces(_ word: Substring) -> [String] {
    var (rest, pieces): (Substring, [String]) = (word, [])
    while Self.columns(String(rest)) > width {
      pieces.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return pieces + [String(rest)]
  }

  private func line(_ text: String) -> String { isRightToLeft ? Self.mark + text : text }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// How many columns a terminal gives to a text in Latin or Arabic script: marks that join, isolate or
  /// combine take none.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.count { scalar in
      switch scalar.properties.generalCategory {
      case .format, .nonspacingMark, .enclosingMark, .control: false
      default: true
      }
    }
  }
}
