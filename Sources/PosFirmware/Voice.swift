import PosProtocol

/// Puts what the terminal wants to say into the order the dialogue allows: one message out at a time.
struct Voice: Sendable {
  private var waiting: [TerminalMessage] = []
  private var urgent: TerminalMessage?
  /// What was said and is not answered yet.
  private(set) var out: TerminalMessage?

  mutating func say(_ messages: TerminalMessage...) { waiting.append(contentsOf: messages) }

  /// The answer to a request to abort, which does not wait for its turn.
  mutating func sayAtOnce(_ message: TerminalMessage) { urgent = message }

  /// The register keeps up. If it does not, what need not be said is left out.
  var isPrompt: Bool { waiting.count < 4 }

  /// What may be said now.
  mutating func next() -> TerminalMessage? {
    if let message = urgent {
      urgent = nil
      return message
    }
    guard out == nil, !waiting.isEmpty else { return nil }
    let message = waiting.removeFirst()
    if message.isAnswered { out = message }
    return message
  }

  /// An answer came: to which message.
  mutating func answered() -> TerminalMessage? {
    defer { out = nil }
    return out
  }

  /// The dialogue is over; what was not said has nobody to hear it.
  mutating func fallSilent() { self = Voice() }
}

extension TerminalMessage {
  /// The register answers it.
  fileprivate var isAnswered: Bool {
    switch self {
    case .accept, .refuse: false
    case .progress, .record, .totals, .print, .clock, .complete, .abort, .openPreauthorizations: true
    }
  }
}
