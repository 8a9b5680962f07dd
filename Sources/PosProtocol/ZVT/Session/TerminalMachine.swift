extension ZVT {
  /// A terminal's side of the conversation, below its firmware.
  public struct TerminalMachine: TerminalSide {
    let configuration: TerminalConfiguration

    public init(configuration: TerminalConfiguration) { self.configuration = configuration }

    public var deadline: Instant? { nil }

    public mutating func handle(_ input: TerminalInput, at now: Instant) -> TerminalAction? { nil }
  }
}
