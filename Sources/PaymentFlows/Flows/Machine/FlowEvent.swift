/// What happens to a flow.
public enum FlowEvent: String, CaseIterable, Hashable, Sendable {
  // The operator.
  case pay, confirm, print, open
  /// Somebody looks at the flow again, perhaps after its process died.
  case resume
  // The reader, or the journal for it. `declined` covers all that provably charged nothing.
  case approved, declined, unknown
  /// The journal has no attempt with such a key: not a byte was sent.
  case nothing
  /// Another flow has paid the same thing.
  case elsewhere
  // The printer.
  case printed, notPrinted
  // The service.
  case due, changed, answer, noAnswer

  /// What a person can ask for.
  public static let commands: [FlowEvent] = [.pay, .confirm, .print, .open]
}
