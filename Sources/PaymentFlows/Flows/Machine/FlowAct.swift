/// What is to be done next; its result is one of `results`.
public enum FlowAct: Hashable, Sendable {
  case none
  /// Ask the service whether the debt is still due as it was shown.
  case check
  /// Pay at the reader, with the next key.
  case charge
  /// Look the keys up in the journal. Asks no reader.
  case lookUp
  /// Ask the reader what became of them.
  case ask
  case print
  /// The same paper again, marked as a reprint.
  case reprint
  /// Ask the service for the result.
  case inquire
  case show
  /// It cannot be done now; nothing was asked of anybody.
  case refuse(FlowRefusal)

  /// The events that it may end with; empty: none.
  public var results: [FlowEvent] {
    switch self {
    case .none, .show, .refuse: []
    case .check: [.due, .changed, .noAnswer]
    case .charge: [.approved, .declined, .unknown, .elsewhere]
    case .lookUp, .ask: [.approved, .declined, .unknown, .nothing]
    case .print, .reprint: [.printed, .notPrinted]
    case .inquire: [.answer, .noAnswer]
    }
  }
}

/// Why a command is not carried out.
public enum FlowRefusal: String, Error, CaseIterable, Hashable, Sendable {
  /// It is paid already.
  case paid
  /// It is not paid yet.
  case notPaid
  /// Nobody knows whether it was charged: confirm the transaction first.
  case doubtful
  /// There is no doubt to settle.
  case nothingToConfirm
  /// The receipt of the service has to be printed first.
  case receiptFirst
  /// This flow has no result.
  case nothingToOpen
  /// Somebody is at it.
  case running
  /// It is no longer due as it was shown. Make a new inquiry.
  case gone
  /// The service does not say whether it is still due. Nothing was charged; try again.
  case serviceSilent
}
