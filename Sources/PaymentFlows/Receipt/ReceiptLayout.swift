/// Lines of a fixed number of columns, for text that runs either way.
///
/// A line is written in logical order: label first, value last. Shown from right to left the label stands on
/// the right.
struct ReceiptLayout: Sendable {
  let width: Int
  let isRightToLeft: Bool

  var rule: String { line(String(repeating: "-", count: width)) }

  /// Whole words, as many lines as it takes.
  func centred(_ text: String) -> [String] {
    broken(text).map { text in
      let space = max(0, width - Self.columns(text))
      return line(Self.spaces(space / 2) + text + Self.spaces(space - space / 2))
    }
  }

  /// Label and value on one line, or on two where they do not fit.
  func row(_ label: String, _ value: String, isNumber: Bool) -> [String] {
    let shown = isRightToLeft && isNumber ? Isolate.leftToRight(value) : value
    let space = width - Self.columns(label) - 1 - Self.columns(shown)
    guard space < 1 else { return [line(label + ":" + Self.spaces(space) + shown)] }
    let first = line(label + ":" + Self.spaces(width - Self.columns(label) - 1))
    guard Self.columns(shown) > width else {
      return [first, line(Self.spaces(width - Self.columns(shown)) + shown)]
    }
    return [first] + wrapped(value)
  }

  /// Whole words, as many lines as it takes; a word longer than a line is cut.
  func wrapped(_ text: String) -> [String] {
    broken(text).map { line($0 + Self.spaces(max(0, width - Self.columns($0)))) }
  }

  private func broken(_ text: String) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in text.split(separator: " ").flatMap(pieces) {
      if !current.isEmpty, Self.columns(current) + 1 + Self.columns(word) > width {
        lines.append(current)
        current = ""
      }
      current += current.isEmpty ? word : " " + word
    }
    return lines + [current]
  }

  private func pieces(_ word: Substring) -> [String] {
    var pieces = [""]
    for character in word {
      let isFull = Self.columns(pieces[pieces.count - 1]) + Self.columns(String(character)) > width
      if isFull { pieces.append("") }
      pieces[pieces.count - 1].append(character)
    }
    return pieces
  }

  /// With a mark that gives the line its direction, if its first letter could give it another.
  private func line(_ text: String) -> String {
    if isRightToLeft { return Isolate.rightToLeftMark + text }
    return text.unicodeScalars.contains { $0.value >= 0x590 } ? Isolate.leftToRightMark + text : text
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Scalars that a terminal gives two columns, roughly: East Asian scripts and pictures.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  /// How many columns a terminal gives to a text: marks that join, isolate or combine take none.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { columns, scalar in
      switch scalar.properties.generalCategory {
      case .format, .nonspacingMark, .enclosingMark, .control: columns
      default: columns + (scalar.value >= 0x1100 && wide.contains { $0.contains(scalar.value) } ? 2 : 1)
      }
    }
  }
}
