/// Where a ticket stands.
public enum TicketState: String, CaseIterable, Hashable, Sendable {
  /// Yellow: the desk's turn.
  case underReview
  /// Blue: the office's turn, to agree or to disagree.
  case answered
  case closed

  /// The colour of the list (guide B); nil for what is over.
  public var colour: String? {
    switch self {
    case .underReview: "yellow"
    case .answered: "blue"
    case .closed: nil
    }
  }

  public var english: String { names.english }
  public var persian: String { names.persian }

  private var names: (english: String, persian: String) {
    switch self {
    case .underReview: ("under review", "در حال بررسی")
    case .answered: ("answered", "پاسخ داده شده")
    case .closed: ("closed", "بسته شده")
    }
  }
}

/// What somebody does with a ticket.
public enum TicketStep: String, CaseIterable, Hashable, Sendable {
  /// The office writes.
  case say
  /// The desk writes.
  case answer
  /// موافقم: the office is content.
  case agree
  /// مخالفم: it is not.
  case disagree
}

/// What a step does in each state. Every combination matches exactly one row.
public enum TicketTable {
  /// What a step comes to.
  public enum Verdict: Hashable, Sendable {
    case become(TicketState)
    /// It stands so already; nothing is written.
    case unchanged
    /// There is no answer to agree or disagree with.
    case notAnswered
    /// It is over; what is new needs a new ticket.
    case closed
  }

  /// One row.
  public struct Row: Hashable, Sendable {
    public let state: TicketState, step: TicketStep, verdict: Verdict
  }

  public static let rows = [
    Row(state: .underReview, step: .say, verdict: .become(.underReview)),
    Row(state: .underReview, step: .answer, verdict: .become(.answered)),
    Row(state: .underReview, step: .agree, verdict: .notAnswered),
    Row(state: .underReview, step: .disagree, verdict: .notAnswered),
    Row(state: .answered, step: .say, verdict: .become(.underReview)),
    Row(state: .answered, step: .answer, verdict: .become(.answered)),
    Row(state: .answered, step: .agree, verdict: .become(.closed)),
    Row(state: .answered, step: .disagree, verdict: .become(.underReview)),
    Row(state: .closed, step: .say, verdict: .closed),
    Row(state: .closed, step: .answer, verdict: .closed),
    Row(state: .closed, step: .agree, verdict: .unchanged),
    Row(state: .closed, step: .disagree, verdict: .closed),
  ]

  /// The one row's verdict.
  public static func decide(_ state: TicketState, _ step: TicketStep) -> Verdict {
    rows.first { $0.state == state && $0.step == step }?.verdict ?? .closed
  }
}
