/// One flow as a machine: what a person, the reader, the printer or the service says goes in; what is to be
/// written down and then done comes out.
public struct FlowMachine: Hashable, Sendable {
  /// What is to be done.
  public struct Action: Hashable, Sendable {
    /// To be on disk before the act; nil: the stage stays.
    public let step: FlowStage?
    public let act: FlowAct
  }

  public let kind: FlowKind
  private var state: FlowStage

  /// A flow that stands where its last recorded step says.
  public init(_ kind: FlowKind, at stage: FlowStage = .registered) {
    (self.kind, state) = (kind, stage)
  }

  public var stage: FlowStage { state }

  /// Takes what happened; nil: it cannot happen here, and nothing is to be done.
  public mutating func handle(_ event: FlowEvent) -> Action? {
    let rows = FlowTable.rows(kind)
    guard let row = rows.first(where: { $0.stage == state && $0.events.contains(event) }) else { return nil }
    let step = row.next == state ? nil : row.next
    state = row.next
    return Action(step: step, act: row.act)
  }

  /// What a person can do now, most likely first.
  public var commands: [FlowEvent] {
    FlowEvent.commands.filter { command in
      var next = self
      if case .refuse? = next.handle(command)?.act { return false }
      return true
    }
  }
}
