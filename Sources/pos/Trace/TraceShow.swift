import ArgumentParser
import PosDriver
import PosProtocol

/// `pos trace show`: a trace, explained.
struct TraceShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Explain a trace, a line a message.",
    discussion: "Exit status: 0, 64 wrong usage, 65 not a trace, 66 no such file, 77 no permission.")

  @OptionGroup var selection: TraceSelection
  @OptionGroup var output: TraceOutput

  func run() throws {
    try answering { () throws(Complaint) in
      var printer = TracePrinter(output)
      try selection.read { number, item in printer.take(item, number) }
      printer.flush()
    }
  }
}

/// How a trace is shown.
struct TraceOutput: ParsableArguments {
  @Flag(help: "The lines as they stand in the file, masked.") var raw = false
  @Flag(help: "ACK and NAK of the serial link too.") var acks = false
  @Flag(help: "One object a line (docs/json.md).") var json = false
}

/// Prints items in large pieces.
struct TracePrinter {
  private let output: TraceOutput
  private var formatter = TraceFormatter()
  private var text: [UInt8] = []

  init(_ output: TraceOutput) {
    self.output = output
    formatter.showsAcknowledgements = output.acks
  }

  mutating func take(_ item: TraceItem, _ connection: Int) {
    switch item {
    case .connection(let found):
      if !output.json { add(output.raw ? found.line : "# \(connection): \(found.address)") }
    case .entry(let entry) where output.json: add(Self.json(entry.masked, connection).line)
    case .entry(let entry) where output.raw: add(entry.masked.line)
    case .entry(let entry): if formatter.write(entry, to: &text) { text.append(0x0A) }
    case .unread(let warning):
      Console.note("pos: line \(warning.line) left out: \(warning.reason.rawValue)")
    }
    if text.count > 65_536 { flush() }
  }

  mutating func flush() {
    guard !text.isEmpty else { return }
    text.removeLast()
    Console.print(String(decoding: text, as: UTF8.self))
    text.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ line: String) {
    text.append(contentsOf: line.utf8)
    text.append(0x0A)
  }

  private static func json(_ entry: TraceEntry, _ connection: Int) -> JSON {
    let object: JSON = [
      "connection": .number(Int64(connection)), "microseconds": .number(entry.microseconds),
      "direction": .text(String(entry.direction.rawValue)), "kind": .text(entry.kind.rawValue),
      "bytes": .text(Hex.text(entry.bytes)), "masked": .flag(entry.isMasked),
    ]
    return entry.kind == .apdu ? object.with("text", .text(TraceFormatter.text(entry.apdu))) : object
  }
}

extension TraceEntry {
  /// Since the line was opened.
  var microseconds: Int64 {
    let (seconds, attoseconds) = time.components
    return seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000
  }
}
