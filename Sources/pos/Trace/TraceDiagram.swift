import PosDriver
import PosProtocol
import PosTransport

/// A conversation as a sequence diagram: register, terminal and, where the terminal says it waits,
/// the bank. Directions and shapes tell all that colours tell.
struct TraceDiagram {
  private let isPersian: Bool
  private var svg: SVG
  private var y = 92.0
  private var last: Int64?
  private var formatter = TraceFormatter()

  private static let ink = "#111111", grey = "#666666", sent = "#1b4f8a", received = "#8a3b12"
  private static let width = 860.0
  private var register: Double { isPersian ? 700 : 190 }
  private var terminal: Double { isPersian ? 190 : 700 }

  init(isPersian: Bool) {
    self.isPersian = isPersian
    svg = SVG(width: Int(Self.width), height: 0)
  }

  /// The picture of `entries`.
  static func svg(_ entries: [TraceEntry], address: String, isPersian: Bool) -> String {
    var lines = TraceDiagram(isPersian: isPersian)
    for entry in entries { lines.take(entry) }
    let height = lines.y + 46
    var whole = TraceDiagram(isPersian: isPersian)
    whole.svg.grow(to: Int(height))
    whole.frame(address, height)
    for entry in entries { whole.take(entry) }
    return whole.svg.document
  }

  private mutating func frame(_ address: String, _ height: Double) {
    svg.rect(0, 0, Self.width, height, fill: "#ffffff")
    svg.text(Self.width / 2, 24, address, size: 12, anchor: "middle", fill: Self.grey)
    for (x, name) in [
      (register, isPersian ? "صندوق" : "Register"), (terminal, isPersian ? "پایانه" : "Terminal"),
    ] {
      svg.line(x, 66, x, height - 36, stroke: "#999999", dash: "5 4")
      svg.rect(x - 62, 38, 124, 28, fill: "#eeeeee", stroke: "#555555", radius: 4)
      svg.text(x, 57, name, size: 14, anchor: "middle", bold: true, rightToLeft: isPersian)
    }
    let note =
      isPersian
      ? "زمان به ثانیه از گشودن خط؛ رقم‌های کارت و گذرواژه‌ها پوشیده‌اند."
      : "Seconds since the line was opened. Card digits and passwords are masked."
    svg.text(
      Self.width / 2, height - 12, note, size: 11, anchor: "middle", fill: Self.grey, rightToLeft: isPersian)
  }

  private mutating func take(_ entry: TraceEntry) {
    guard let line = formatter.line(entry) else { return }
    gap(before: entry)
    let text = String(line.drop { $0 == " " }.drop { $0 != " " }.dropFirst(3))
    var fields = text.split(separator: "  ").map(String.init)
    let title = fields.isEmpty ? "" : fields.removeFirst()
    switch entry.kind {
    case .closed:
      svg.line(min(register, terminal) - 60, y, max(register, terminal) + 60, y, stroke: Self.ink, width: 2)
      let words = isPersian ? (entry.closure == .closedHere ? "خط بسته شد" : "خط قطع شد") : text
      svg.text(Self.width / 2, y + 18, words, size: 13, anchor: "middle", bold: true, rightToLeft: isPersian)
      y += 40
    default: arrow(entry, title, fields)
    }
  }

  /// A quiet time is worth a line of its own.
  private mutating func gap(before entry: TraceEntry) {
    defer { last = entry.microseconds }
    guard let last, entry.microseconds - last >= 100_000 else { return }
    let seconds = Self.seconds(entry.microseconds - last)
    svg.rect(Self.width / 2 - 60, y - 16, 120, 18, fill: "#f4f4f4", stroke: "#bbbbbb", radius: 9)
    let text = isPersian ? "\(Self.persian(seconds)) ثانیه" : "\(seconds) s"
    svg.text(Self.width / 2, y - 3, text, size: 11, anchor: "middle", fill: Self.grey, rightToLeft: isPersian)
    y += 30
  }

  private mutating func arrow(_ entry: TraceEntry, _ title: String, _ fields: [String]) {
    let (start, end) = entry.direction == .sent ? (register, terminal) : (terminal, register)
    let isAnswer = entry.apdu.first == 0x80 || entry.apdu.first == 0x84 || entry.kind != .apdu
    let colour = isAnswer ? "#888888" : entry.direction == .sent ? Self.sent : Self.received
    let time = Self.seconds(entry.microseconds)
    svg.text(
      isPersian ? Self.width - 16 : 76, y + 4, isPersian ? Self.persian(time) : time, size: 11, anchor: "end",
      fill: Self.grey)
    svg.text(
      Self.width / 2, y - 5, title, size: isAnswer ? 11 : 13, anchor: "middle",
      fill: isAnswer ? Self.grey : Self.ink, bold: !isAnswer)
    svg.line(start, y, end, y, stroke: colour, width: isAnswer ? 1 : 1.6, dash: isAnswer ? "4 3" : "")
    svg.head(end, y, toRight: end > start, fill: colour)
    for line in Self.folded(fields) {
      y += 15
      svg.text(Self.width / 2, y, line, size: 11, anchor: "middle", fill: "#333333")
    }
    y += isAnswer ? 26 : 30
  }

  /// Fields in lines that fit between the two.
  private static func folded(_ fields: [String]) -> [String] {
    var lines: [String] = []
    for field in fields {
      let short = field.count > 70 ? "\(field.prefix(69))…" : field
      if let last = lines.last, last.count + short.count < 66 {
        lines[lines.count - 1] = "\(last)  ·  \(short)"
      } else {
        lines.append(short)
      }
    }
    return lines.count > 6 ? lines.prefix(6) + ["…"] : lines
  }

  private static func seconds(_ microseconds: Int64) -> String {
    let digits = String(microseconds / 1000 % 1000)
    return "\(microseconds / 1_000_000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
  }

  private static func persian(_ number: String) -> String {
    String(number.map { $0.wholeNumberValue.map { Character("۰۱۲۳۴۵۶۷۸۹".map(String.init)[$0]) } ?? "٫" })
  }
}
