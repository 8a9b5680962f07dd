import ArgumentParser
import Foundation
import PosDriver
import PosProtocol

/// `pos trace stats`: how long things took, and what went wrong.
struct TraceStats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Latencies of a trace by phase and command, and its troubles.",
    discussion: """
      Phases: accept (a command to its 80 00), record (accepted to status information), whole (a command \
      to its 06 0F or 06 1E), answer (the terminal's message to our 80 00), gap (one command's end to the \
      next).
      """)

  @OptionGroup var selection: TraceSelection
  @Flag(help: "One object a line (docs/json.md).") var json = false
  @Option(help: ArgumentHelp("Draw the distributions as a picture.", valueName: "FILE.svg")) var plot: String?

  func run() throws {
    try answering { () throws(Complaint) in
      var statistics = TraceStatistics()
      // A command's answers have other control fields than itself: the phases are chosen, not the messages.
      try selection.read(isWhole: true) { _, item in statistics.take(item) }
      let rows = statistics.times.filter { selection.admits($0.key) }.sorted { $0.key < $1.key }
        .map { ($0.key, $0.value.sorted()) }
      json ? printJSON(rows, statistics) : printTable(rows, statistics)
      if let plot { try write(TracePlot(rows).svg, to: plot) }
    }
  }

  private func printTable(_ rows: [(TraceStatistics.Phase, [Int64])], _ statistics: TraceStatistics) {
    let head = ["phase", "command", "count", "p50 ms", "p90 ms", "p99 ms", "max ms"]
    Console.print(Self.columns(head) + "  distribution")
    for (phase, times) in rows {
      let values = [50, 90, 99, 100].map { Self.milliseconds(TraceStatistics.percentile(times, $0)) }
      Console.print(
        Self.columns([phase.name, Hex.text(phase.command), "\(times.count)"] + values) + "  "
          + Self.sparkline(times) + "  " + phase.title)
    }
    Console.print(statistics.counts.map { "\($0.name) \($0.count)" }.joined(separator: "  "))
  }

  private func printJSON(_ rows: [(TraceStatistics.Phase, [Int64])], _ statistics: TraceStatistics) {
    for (phase, times) in rows {
      var object: JSON = [
        "phase": .text(phase.name), "command": .text(Hex.text(phase.command)),
        "count": .number(Int64(times.count)),
      ]
      for percent in [50, 90, 99] {
        object = object.with("p\(percent)", .number(TraceStatistics.percentile(times, percent)))
      }
      Console.print(object.with("max", .number(times.last ?? 0)).line)
    }
    var object: JSON = [:]
    for (name, count) in statistics.counts { object = object.with(name, .number(Int64(count))) }
    Console.print(object.line)
  }

  private static func columns(_ texts: [String]) -> String {
    zip(texts, [7, 8, -6, -9, -9, -9, -9]).map { text, width in
      let space = String(repeating: " ", count: max(0, abs(width) - text.count))
      return width > 0 ? text + space : space + text
    }.joined(separator: " ")
  }

  static func milliseconds(_ microseconds: Int64) -> String {
    String(format: "%.1f", Double(microseconds) / 1000)
  }

  /// How many fall into each of twelve equal steps between the least and the most.
  private static func sparkline(_ sorted: [Int64]) -> String {
    guard let least = sorted.first, let most = sorted.last, most > least else { return "▁" }
    var counts = [Int](repeating: 0, count: 12)
    for time in sorted { counts[min(11, Int((time - least) * 12 / (most - least)))] += 1 }
    let highest = counts.max() ?? 1
    let bars = Array("▁▂▃▄▅▆▇█")
    return String(counts.map { $0 == 0 ? " " : bars[$0 * 7 / highest] })
  }
}

extension TraceSelection {
  fileprivate func admits(_ phase: TraceStatistics.Phase) -> Bool {
    if let command, command.bytes != phase.command { return false }
    // The terminal's messages are what the register answers to.
    return direction == nil || (phase.name == "answer") == (direction == .received)
  }
}

extension TraceStatistics.Phase {
  /// The command's name.
  var title: String {
    guard command.count == 2 else { return "" }
    return ZVT.ControlField(command[0], command[1]).name?.description ?? ""
  }
}

/// Writes a picture.
func write(_ picture: String, to path: String) throws(Complaint) {
  do {
    try Data(picture.utf8).write(to: URL(filePath: path))
  } catch {
    throw Complaint(.journal, "output", "\(path): cannot be written: \(error.localizedDescription)")
  }
}
