/// What a screen shows of a flow.
public struct FlowView: Hashable, Sendable {
  public let flow: Flow
  /// What can be done now, most likely first.
  public let commands: [FlowEvent]
  /// Why the last command was not carried out.
  public var refusal: FlowRefusal?
  /// What went wrong meanwhile, in a stable word and one line for people.
  public var trouble: Trouble?

  /// The result, where the gate is open.
  public var result: InquiryResult? { flow.stage == .answered ? flow.result : nil }

  /// What may be said of its payment; nil before the reader was asked.
  public var status: PaymentStatus? { flow.charges == 0 ? nil : PaymentStatus(flow.stage) }

  /// What went wrong, and what to do.
  public struct Trouble: Hashable, Sendable {
    public let name: String, message: String
  }

  init(_ flow: Flow) {
    self.flow = flow
    commands = FlowMachine(flow.subject.kind, at: flow.stage).commands
  }
}
