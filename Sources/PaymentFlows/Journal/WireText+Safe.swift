internal import PosDriver
internal import PosProtocol

extension WireText {
  /// The text for people; what follows a zero byte is padding, and so are spaces at the end.
  var string: String {
    let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
    let text = WireText(bytes: Array(bytes[..<end]), characterSet: characterSet).shown
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  init(utf8 text: String) { self.init(bytes: Array(text.utf8), characterSet: .utf8) }

  /// `string` without anything that could be a card number: of 13 to 19 digits in a row that satisfy Luhn
  /// only the last four stay. A terminal can write what it likes into its texts.
  var safeText: String {
    var characters = Array(string)
    var start = 0
    for index in 0...characters.count where index == characters.count || !characters[index].isDigit {
      if (13...19).contains(index - start),
        Luhn.isSatisfied(by: characters[start..<index].map { $0.wholeNumberValue ?? 0 })
      {
        for digit in start..<(index - 4) { characters[digit] = "*" }
      }
      start = index + 1
    }
    return String(characters)
  }
}

extension Character {
  fileprivate var isDigit: Bool { wholeNumberValue.map { $0 <= 9 } ?? false }
}
