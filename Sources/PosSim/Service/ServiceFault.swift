/// What a simulated service does wrong, once for each time it is in the script.
public enum ServiceFault: Hashable, Sendable {
  /// The connection is closed without a byte.
  case down
  /// An HTTP status instead of an answer; nothing was done.
  case status(Int)
  /// Bytes that are no answer.
  case garbage
  /// An answer whose JSON is nonsense, with status 200.
  case nonsense
  /// It acts, and the connection ends before its answer.
  case lost
  /// The answer comes late, by milliseconds.
  case slow(Int)
  /// It refuses, with a word.
  case refuse(String)
}

/// Faults by question, in the order in which they come.
public struct ServiceScript: Hashable, Sendable {
  /// What can be asked.
  public enum Question: String, CaseIterable, Hashable, Sendable { case inquiries, debts, settlements }

  private var faults: [Question: [ServiceFault]] = [:]

  public init() {}

  /// Adds a line such as `settlements:lost`, `inquiries:slow=3000*2`, `debts:503`; false if it is none.
  public mutating func add(_ line: String) -> Bool {
    let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let question = Question(rawValue: parts[0]) else { return false }
    let times = parts[1].split(separator: "*", maxSplits: 1).map(String.init)
    let count = times.count == 2 ? Int(times[1]) : 1
    guard let count, (1...1000).contains(count), let fault = times.first.flatMap(Self.fault) else {
      return false
    }
    faults[question, default: []] += Array(repeating: fault, count: count)
    return true
  }

  /// Takes the next fault of a question from the script.
  mutating func next(_ question: Question) -> ServiceFault? {
    guard let first = faults[question]?.first else { return nil }
    faults[question]?.removeFirst()
    return first
  }

  private static func fault(_ text: String) -> ServiceFault? {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let number = parts.last.flatMap { Int($0) }
    switch (parts.first, parts.count) {
    case ("down", 1): return .down
    case ("garbage", 1): return .garbage
    case ("nonsense", 1): return .nonsense
    case ("lost", 1): return .lost
    case ("refuse", 2): return .refuse(parts[1])
    case ("slow", 2): return number.flatMap { (0...600_000).contains($0) ? .slow($0) : nil }
    default: return number.flatMap { (300...599).contains($0) && parts.count == 1 ? .status($0) : nil }
    }
  }
}
