import PosDriver
import PosProtocol

/// What happens while a verb works.
enum Happening: Sendable {
  case cancelling
  case reader(ReaderEvent)
  /// A message or a line's end, explained.
  case passed(String)

  /// For the person who watches; nil if there is nothing to see.
  func text(in lang: Language) -> String? {
    switch self {
    case .cancelling:
      lang == .english
        ? "Cancel requested; the terminal has the last word."
        : "درخواست لغو فرستاده شد؛ حرف آخر با کارتخوان است."
    case .reader(.progress(let code, let texts)): Self.text(code, texts, in: lang)
    case .reader(.printed(let line)): line.text.shown
    case .reader(.accepted), .reader(.noise): nil
    case .passed(let line): line
    }
  }

  /// As a line of `serve`, without the id.
  func json(in lang: Language) -> JSON? {
    switch self {
    case .cancelling: ["event": "cancelling"]
    case .reader(.accepted): ["event": "accepted"]
    case .reader(.progress(let code, let texts)):
      ["event": "progress", "code": JSON(code), "text": .text(Self.text(code, texts, in: lang))]
    case .reader(.printed(let line)): ["event": "printed", "text": .text(line.text.shown)]
    case .reader(.noise): nil
    case .passed(let line): ["event": "line", "text": .text(line)]
    }
  }

  private static func text(_ code: UInt8, _ texts: [WireText], in lang: Language) -> String {
    let own = texts.map(\.shown).filter { !$0.isEmpty }.joined(separator: " ")
    return own.isEmpty ? ReaderTexts.intermediate(code, lang.texts) : own
  }
}
