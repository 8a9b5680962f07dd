extension Receipt {
  /// The slip as a page of its own, which asks for nothing from elsewhere; a browser prints it on paper of
  /// 58 mm (32 columns) or 80 mm.
  ///
  /// - Parameter code: makes the code that is scanned from its text; without it the page has none, and the
  ///   number stands in its row all the same.
  public func html(
    _ language: Language, width: Width = .wide, code: (String) -> CodeMatrix? = { _ in nil }
  ) -> String {
    let elements = elements(language)
    let title = elements.compactMap { if case .title(let text) = $0 { text } else { nil } }.first ?? ""
    let body = elements.map { ReceiptPage.html($0, code: code) }.joined(separator: "\n")
    return """
      <!DOCTYPE html>
      <html lang="\(language == .persian ? "fa" : "en")" dir="\(language == .persian ? "rtl" : "ltr")">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(ReceiptPage.escaped(title))</title>
      <style>
      \(ReceiptPage.style(width))
      </style>
      </head>
      <body class="\(kind.rawValue)">
      <main>
      \(body)
      </main>
      </body>
      </html>

      """
  }
}

/// The parts of a slip as HTML.
enum ReceiptPage {
  static func html(_ element: ReceiptElement, code: (String) -> CodeMatrix?) -> String {
    switch element {
    case .heading(let text): return "<p class=\"heading\">\(bidi(text))</p>"
    case .title(let text): return "<h1>\(escaped(text))</h1>"
    case .mark(let text): return "<p class=\"mark\">\(escaped(text))</p>"
    case .rule: return "<hr>"
    case .paragraph(let text): return "<p>\(escaped(text))</p>"
    case .row(let row):
      let value = row.isNumber ? "<bdi dir=\"ltr\">\(escaped(row.value))</bdi>" : bidi(row.value)
      let strong = row.isStrong ? " strong" : ""
      return "<div class=\"row\(strong)\"><span>\(escaped(row.label))</span> <span>\(value)</span></div>"
    case .code(let text): return code(text).map(svg) ?? ""
    }
  }

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }

  static func style(_ width: Receipt.Width) -> String {
    let paper = width == .narrow ? 58 : 80
    return """
      @page { size: \(paper)mm auto; margin: 0 }
      body { margin: 0; background: #eee; color: #000 }
      main { box-sizing: border-box; width: \(paper)mm; margin: 4mm auto; padding: 4mm 3mm; background: #fff;
        font: \(width == .narrow ? "8.5pt" : "10pt")/1.6 Vazirmatn, "Noto Sans Arabic", "Noto Sans",
        Tahoma, sans-serif }
      h1, p.heading, p.mark { margin: 0; text-align: center; font-size: 1em }
      h1 { font-size: 1.35em }
      p { margin: .3em 0 }
      hr { border: 0; border-top: 1px dashed #000; margin: .5em 0 }
      .row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em }
      .row span:last-child { margin-inline-start: auto; text-align: end; overflow-wrap: anywhere }
      .strong { font-weight: bold }
      svg { display: block; margin: 3mm auto 0; width: 22mm; height: 22mm }
      @media print { body { background: none } main { margin: 0 } }
      """
  }

  private static func bidi(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }

  /// With four modules of quiet zone. Spec: ISO/IEC 18004 §6.3.8.
  private static func svg(_ code: CodeMatrix) -> String {
    var path = ""
    for row in 0..<code.side {
      for column in 0..<code.side where code[column, row] { path += "M\(column),\(row)h1v1h-1z" }
    }
    let side = code.side + 8
    return "<svg viewBox=\"-4 -4 \(side) \(side)\" shape-rendering=\"crispEdges\"><path d=\"\(path)\"/></svg>"
  }
}
