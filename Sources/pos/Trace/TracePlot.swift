import Foundation

/// Each phase's times as a curve: how many per cent were no longer than that. Time runs in powers of ten.
struct TracePlot {
  private let rows: [(phase: TraceStatistics.Phase, times: [Int64])]
  private let low: Double
  private let high: Double

  init(_ rows: [(TraceStatistics.Phase, [Int64])]) {
    self.rows = rows.map { (phase: $0.0, times: $0.1) }
    let all = rows.flatMap(\.1).map { log10(Double(max(100, $0))) }
    low = (all.min() ?? 2).rounded(.down)
    high = max((all.max() ?? 5).rounded(.up), low + 1)
  }

  var svg: String {
    let height = 380 + 20 * rows.count
    var svg = SVG(width: 760, height: height)
    svg.rect(0, 0, 760, Double(height), fill: "#ffffff")
    svg.text(60, 28, "How long it took", size: 16, bold: true)
    for percent in stride(from: 0, through: 100, by: 25) {
      svg.line(60, y(percent), 730, y(percent), stroke: "#dddddd")
      svg.text(52, y(percent) + 4, "\(percent) %", size: 11, anchor: "end", fill: "#555555")
    }
    for power in Int(low)...Int(high) {
      let place = x(Double(power))
      svg.line(place, 50, place, 310, stroke: "#dddddd")
      let milliseconds = pow(10, Double(power - 3))
      svg.text(
        place, 328, milliseconds >= 1000 ? "\(Int(milliseconds / 1000)) s" : "\(milliseconds.short) ms",
        size: 11, anchor: "middle", fill: "#555555")
    }
    for (index, row) in rows.enumerated() { curve(row.phase, row.times, index, &svg) }
    return svg.document
  }

  private func curve(_ phase: TraceStatistics.Phase, _ times: [Int64], _ index: Int, _ svg: inout SVG) {
    let colours = ["#1b4f8a", "#b3541e", "#2c7a4b", "#6a3d8f", "#444444", "#9a7b00"]
    let dashes = ["", "6 3", "2 3", "9 3 2 3"]
    let style = (colours[index % colours.count], dashes[index / 2 % dashes.count])
    var points: [(Double, Double)] = []
    for (number, time) in times.enumerated() {
      let place = x(log10(Double(max(100, time))))
      points.append((place, y(number * 100, of: times.count)))
      points.append((place, y((number + 1) * 100, of: times.count)))
    }
    svg.polyline(points, stroke: style.0, dash: style.1)
    let row = 356 + 20 * Double(index)
    svg.line(60, row - 4, 100, row - 4, stroke: style.0, width: 2, dash: style.1)
    let command = phase.command.isEmpty ? "" : " of \(phase.title)"
    let median = TraceStats.milliseconds(TraceStatistics.percentile(times, 50))
    svg.text(110, row, "\(phase.name)\(command): \(times.count), half of them within \(median) ms", size: 12)
  }

  private func x(_ power: Double) -> Double { 60 + (power - low) / (high - low) * 670 }
  private func y(_ percent: Int, of count: Int = 1) -> Double { 310 - Double(percent) / Double(count) * 2.6 }
}

extension Double {
  /// Without a point where none is needed.
  var short: String { self == rounded() ? "\(Int(self))" : "\((self * 100).rounded() / 100)" }
}
