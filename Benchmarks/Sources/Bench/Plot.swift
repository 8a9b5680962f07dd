import Foundation

/// Pictures of what was measured, as SVG, in the folder after `--plots`; none without it.
enum Plot {
  private static let colours = ["#888888", "#1b6ca8", "#c0562b", "#3a7d44"]
  private static let (width, height, left, top) = (720.0, 360.0, 60.0, 50.0)

  /// How large a share of the samples took how long; time is logarithmic, in microseconds.
  static func write(_ name: String, _ title: String, _ curves: [(name: String, values: [Double])]) {
    guard let folder else { return }
    let all = curves.flatMap(\.values)
    guard let least = all.min(), let most = all.max(), least > 0 else { return }
    let (low, high) = (
      floor(log10(least) * 2) / 2, max(ceil(log10(most) * 2) / 2, floor(log10(least) * 2) / 2 + 0.5)
    )
    func x(_ value: Double) -> Double { left + (log10(value) - low) / (high - low) * (width - left - 30) }
    func y(_ share: Double) -> Double { height - 50 - share * (height - 50 - top) }
    var svg = head(title)
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
      svg += line(left, y(share), width - 30, y(share), "#dddddd")
      svg += text(left - 8, y(share) + 4, "\(Int(share * 100)) %", "end")
    }
    for power in Int(ceil(low))...max(Int(ceil(low)), Int(floor(high))) {
      for step in [1.0, 2, 5] {
        let value = pow(10, Double(power)) * step
        guard log10(value) <= high, log10(value) >= low else { continue }
        svg += line(x(value), y(0), x(value), y(1), "#eeeeee")
        svg += text(x(value), y(0) + 18, short(value), "middle")
      }
    }
    svg += text(width / 2, height - 10, "microseconds", "middle")
    for (index, curve) in curves.enumerated() {
      let colour = colours[index % colours.count]
      let sorted = curve.values.sorted()
      let count = min(200, sorted.count)
      let points = (0..<count).map { step -> String in
        let share = Double(step) / Double(max(1, count - 1))
        let value = sorted[Int(share * Double(sorted.count - 1))]
        return "\(short1(x(value))),\(short1(y(share)))"
      }
      svg +=
        "<polyline fill='none' stroke='\(colour)' stroke-width='2' points='\(points.joined(separator: " "))'/>\n"
      let label = y(0) - 14 - Double(curves.count - 1 - index) * 18
      svg += line(width - 280, label - 4, width - 256, label - 4, colour, 2)
      svg += text(width - 250, label, curve.name, "start")
    }
    try? (svg + "</svg>\n").write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
  }

  /// One bar a row, with its number behind it.
  static func bars(_ name: String, _ title: String, unit: String, _ rows: [(name: String, value: Double)]) {
    guard let folder, let most = rows.map(\.value).max(), most > 0 else { return }
    let start = 250.0
    var svg = head(title, height: top + Double(rows.count) * 30 + 20)
    for (index, row) in rows.enumerated() {
      let y = top + Double(index) * 30
      let length = row.value / most * (width - start - 130)
      svg += text(start - 10, y + 15, row.name, "end")
      svg += "<rect x='\(start)' y='\(short1(y))' width='\(short1(max(1, length)))' height='20'"
      svg += " fill='\(index == 0 ? colours[0] : colours[1])'/>\n"
      svg += text(start + length + 8, y + 15, "\(short(row.value)) \(unit)", "start")
    }
    try? (svg + "</svg>\n").write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
  }

  private static var folder: String? {
    let words = CommandLine.arguments
    guard let index = words.firstIndex(of: "--plots"), index + 1 < words.count else { return nil }
    return words[index + 1]
  }

  private static func head(_ title: String, height: Double = Plot.height) -> String {
    """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 \(Int(width)) \(Int(height))' font-family='sans-serif' \
    font-size='12' fill='#333333'>
    <rect width='100%' height='100%' fill='white'/>
    <text x='\(left)' y='28' font-size='15'>\(title)</text>

    """
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, _ width: Double = 1
  ) -> String {
    let places = "x1='\(short1(x1))' y1='\(short1(y1))' x2='\(short1(x2))' y2='\(short1(y2))'"
    return "<line \(places) stroke='\(colour)' stroke-width='\(width)'/>\n"
  }

  private static func text(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> String {
    "<text x='\(short1(x))' y='\(short1(y))' text-anchor='\(anchor)'>\(text)</text>\n"
  }

  private static func short1(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
