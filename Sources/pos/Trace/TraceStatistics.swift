import PosDriver
import PosProtocol
import PosTransport

/// What a trace says about time and trouble, gathered entry by entry.
struct TraceStatistics {
  /// What is measured.
  struct Phase: Hashable, Comparable {
    let name: String
    /// The control field of the command; empty: of any.
    let command: [UInt8]

    static func < (left: Phase, right: Phase) -> Bool {
      guard left.name == right.name else { return left.name < right.name }
      return left.command.lexicographicallyPrecedes(right.command)
    }
  }

  /// In microseconds.
  private(set) var times: [Phase: [Int64]] = [:]
  private(set) var counts: [(name: String, count: Int)] = [
    "connections", "messages", "repeats", "naks", "damaged", "noise", "lost", "unread",
  ].map { ($0, 0) }

  /// The register's command that is not over yet.
  private var command: (control: [UInt8], time: Int64, accepted: Int64?)?
  /// The last message of each direction that waits for an answer.
  private var waiting: [TraceEntry.Direction: (apdu: [UInt8], time: Int64)] = [:]
  private var ended: Int64?

  mutating func take(_ item: TraceItem) {
    switch item {
    case .connection(let found):
      guard !found.isContinued else { return }
      count("connections")
      (command, ended, waiting) = (nil, nil, [:])
    case .unread: count("unread")
    case .entry(let entry): take(entry)
    }
  }

  private mutating func take(_ entry: TraceEntry) {
    switch entry.kind {
    case .apdu where entry.apdu.count > 1: message(entry)
    case .nak: count("naks")
    case .damaged: count("damaged")
    case .noise: count("noise")
    case .closed: if entry.closure != .closedHere { count("lost") }
    case .apdu, .ack: break
    }
  }

  private mutating func message(_ entry: TraceEntry) {
    count("messages")
    let (control, time) = (Array(entry.apdu.prefix(2)), entry.microseconds)
    let other: TraceEntry.Direction = entry.direction == .sent ? .received : .sent
    if control[0] == 0x80 || control[0] == 0x84 {
      answer(to: other, at: time)
    } else {
      if waiting[entry.direction]?.apdu == entry.apdu { count("repeats") }
      waiting[entry.direction] = (entry.apdu, time)
      if entry.direction == .sent { begin(control, time) } else { said(control, time) }
    }
  }

  private mutating func answer(to direction: TraceEntry.Direction, at time: Int64) {
    guard let asked = waiting.removeValue(forKey: direction) else { return }
    let control = Array(asked.apdu.prefix(2))
    add(direction == .sent ? "accept" : "answer", control, time - asked.time)
    if direction == .sent, command?.control == control { command?.accepted = time }
  }

  private mutating func begin(_ control: [UInt8], _ time: Int64) {
    if let ended { add("gap", [], time - ended) }
    (command, ended) = ((control, time, nil), nil)
  }

  private mutating func said(_ control: [UInt8], _ time: Int64) {
    guard let command else { return }
    switch control {
    case [0x04, 0x0F]: if let accepted = command.accepted { add("record", command.control, time - accepted) }
    case [0x06, 0x0F], [0x06, 0x1E]:
      add("whole", command.control, time - command.time)
      (self.command, ended) = (nil, time)
    default: break
    }
  }

  private mutating func add(_ phase: String, _ command: [UInt8], _ time: Int64) {
    guard time >= 0 else { return }
    times[Phase(name: phase, command: command), default: []].append(time)
  }

  private mutating func count(_ name: String) {
    guard let index = counts.firstIndex(where: { $0.name == name }) else { return }
    counts[index].count += 1
  }

  /// The smallest value that `percent` of all do not exceed.
  static func percentile(_ sorted: [Int64], _ percent: Int) -> Int64 {
    guard !sorted.isEmpty else { return 0 }
    return sorted[max(0, min(sorted.count - 1, (sorted.count * percent + 99) / 100 - 1))]
  }
}
