public import PosProtocol

/// Codes of the terminal, and what went wrong with it, in sentences for people.
///
/// Nothing of this is linked into a terminal's firmware, whose names are `ZVT.resultName` and its like.
public enum ReaderTexts {
  /// The languages there are texts in.
  public enum Language: Sendable { case english, persian }

  /// How the terminal judged a transaction.
  public static func result(_ code: ResultCode, _ language: Language) -> String {
    switch code.wire {
    case .zvt: zvtResult(code.number, language)
    case .sadad: unknown(code.number, language)
    }
  }

  /// What the terminal is doing, or wants the cardholder to do.
  public static func intermediate(_ code: UInt8, _ language: Language) -> String {
    if let text = TextRow.text(of: UInt16(code), in: TextRow.intermediates, language) { return text }
    // 41...5D say the same as 01...1D, and that the card may be taken.
    if (0x41...0x5D).contains(code),
      let text = TextRow.text(of: UInt16(code - 0x40), in: TextRow.intermediates, language)
    {
      return language == .english ? "\(text) Remove the card." : "\(text) کارت را بردارید."
    }
    return unknown(UInt16(code), language)
  }

  /// Whether the terminal can work, and what it needs.
  public static func terminalStatus(_ code: UInt16, _ language: Language) -> String {
    TextRow.text(of: code, in: TextRow.statuses, language) ?? unknown(code, language)
  }

  private static func zvtResult(_ number: UInt16, _ language: Language) -> String {
    if let text = TextRow.text(of: number, in: TextRow.results, language) { return text }
    guard (1...99).contains(number) else { return unknown(number, language) }
    let host = TextRow.text(of: number, in: TextRow.hosts, language)
    switch language {
    case .english:
      return "Declined by the card's bank (code \(number))\(host.map { ": \($0)" } ?? "").".tidied
    case .persian:
      return "بانک صادرکننده نپذیرفت (کد \(persianDigits(number)))\(host.map { ": \($0)" } ?? "").".tidied
    }
  }

  private static func unknown(_ number: UInt16, _ language: Language) -> String {
    let code = String(number, radix: 16, uppercase: true)
    return language == .english ? "Unknown code \(code)." : "کد ناشناخته \(code)."
  }

  static func persianDigits(_ number: some BinaryInteger) -> String {
    String(
      String.UnicodeScalarView(
        String(number).unicodeScalars.map { scalar in
          (0x30...0x39).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0x30 + 0x06F0)! : scalar
        }))
  }
}

extension String {
  /// With one full stop at its end, not two.
  fileprivate var tidied: String { hasSuffix("..") ? String(dropLast()) : self }
}

/// One code in both languages.
struct TextRow: Sendable {
  let code: UInt16
  let english: String
  let persian: String

  init(_ code: UInt16, _ english: String, _ persian: String) {
    (self.code, self.english, self.persian) = (code, english, persian)
  }

  static func text(of code: UInt16, in table: [TextRow], _ language: ReaderTexts.Language) -> String? {
    guard let row = table.first(where: { $0.code == code }) else { return nil }
    return language == .english ? row.english : row.persian
  }
}
