/// A picture as text: no scripts, no links, every text escaped.
struct SVG {
  private let width: Int
  private var height: Int
  private var body: [String] = []
  private let isRightToLeft: Bool

  init(width: Int, height: Int, isRightToLeft: Bool = false) {
    (self.width, self.height, self.isRightToLeft) = (width, height, isRightToLeft)
  }

  var document: String {
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="DejaVu Sans, Vazirmatn, Noto Sans Arabic, sans-serif">
      """
    return ([head] + body + ["</svg>", ""]).joined(separator: "\n")
  }

  mutating func grow(to height: Int) { self.height = height }

  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, stroke: String = "none",
    radius: Double = 0
  ) {
    body.append(
      """
      <rect x="\(x.short)" y="\(y.short)" width="\(width.short)" height="\(height.short)" \
      rx="\(radius.short)" fill="\(fill)" stroke="\(stroke)"/>
      """)
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String, width: Double = 1,
    dash: String = ""
  ) {
    body.append(
      """
      <line x1="\(x1.short)" y1="\(y1.short)" x2="\(x2.short)" y2="\(y2.short)" stroke="\(stroke)" \
      stroke-width="\(width.short)"\(Self.dashes(dash))/>
      """)
  }

  mutating func polyline(_ points: [(Double, Double)], stroke: String, dash: String) {
    let places = points.map { "\($0.0.short),\($0.1.short)" }.joined(separator: " ")
    body.append(
      """
      <polyline points="\(places)" fill="none" stroke="\(stroke)" stroke-width="2"\(Self.dashes(dash))/>
      """)
  }

  /// A filled arrow head whose point is at `x`, `y`.
  mutating func head(_ x: Double, _ y: Double, toRight: Bool, fill: String) {
    let back = toRight ? x - 9 : x + 9
    body.append(
      """
      <polygon points="\(x.short),\(y.short) \(back.short),\((y - 4).short) \(back.short),\((y + 4).short)" \
      fill="\(fill)"/>
      """)
  }

  mutating func text(
    _ x: Double, _ y: Double, _ text: String, size: Int, anchor: String = "start", fill: String = "#111111",
    bold: Bool = false, rightToLeft: Bool = false
  ) {
    let direction = rightToLeft ? " direction=\"rtl\" unicode-bidi=\"embed\"" : ""
    let weight = bold ? " font-weight=\"bold\"" : ""
    body.append(
      """
      <text x="\(x.short)" y="\(y.short)" font-size="\(size)" text-anchor="\(anchor)" \
      fill="\(fill)"\(weight)\(direction)>\(Self.escaped(text))</text>
      """)
  }

  /// What XML allows, and nothing that means something in it.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      case _ where scalar.properties.generalCategory == .control || scalar.value & 0xFFFE == 0xFFFE:
        safe += " "
      case _: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  private static func dashes(_ dash: String) -> String { dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"" }
}
