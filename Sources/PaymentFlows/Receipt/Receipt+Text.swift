extension Receipt {
  /// Columns of the paper, as printers count them: 32 on 58 mm, 40 to 48 on 80 mm.
  public enum Width: Int, CaseIterable, Hashable, Sendable {
    case narrow = 32
    case wide = 40
    case full = 48
  }

  /// The slip, one string a line, each exactly `width` columns wide on a display that knows bidirectional
  /// text.
  ///
  /// Persian lines begin with a right-to-left mark, and what runs from left to right in them (numbers, dates)
  /// stands in isolates; both are invisible and take no column.
  public func lines(_ language: Language, width: Width = .wide) -> [String] {
    let layout = ReceiptLayout(width: width.rawValue, isRightToLeft: language == .persian)
    return elements(language).flatMap { element -> [String] in
      switch element {
      case .heading(let text), .title(let text), .mark(let text): layout.centred(text)
      case .rule: [layout.rule]
      case .row(let row): layout.row(row.label, row.value, isNumber: row.isNumber)
      case .paragraph(let text): layout.wrapped(text)
      case .code: []
      }
    }
  }

  /// The lines, each with its end.
  public func text(_ language: Language, width: Width = .wide) -> String {
    lines(language, width: width).joined(separator: "\n") + "\n"
  }
}
