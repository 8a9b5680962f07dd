public import PosProtocol

/// What is added to an attempt.
public struct LedgerStep: Hashable, Sendable {
  public var state: AttemptState
  /// The terminal's record, if it sent one.
  public var record: TransactionRecord?
  /// Why, in a stable word; nil for the plain course.
  public var note: String?
  /// The state that the step was decided from; nil if it stands in any. Elsewhere it is refused.
  public var since: AttemptState?
  /// A reversal that is opened with the step, in one transaction, unless the same one is open.
  public var opens: ReversalOpening?
  /// A person's word, kept until the reader tells; nil for all other steps.
  public var decision: OperatorDecision?
  /// What the reader told of a person's word.
  public var finding: DecisionFinding?

  public init(
    _ state: AttemptState, record: TransactionRecord? = nil, note: String? = nil, since: AttemptState? = nil,
    opens: ReversalOpening? = nil
  ) {
    (self.state, self.record, self.note, self.since, self.opens) = (state, record, note, since, opens)
  }
}

/// Whether an intent was recorded.
public enum IntentAnswer: Hashable, Sendable {
  case recorded
  case refused(PaymentError)
}

/// What a store knows against paying an order.
public struct OrderObstacle: Hashable, Sendable {
  /// The newest attempt without an outcome.
  public var open: AttemptKey?
  /// The approved payment of some of it that is not reversed.
  public var payer: AttemptKey?

  /// The payment that must be undone first: the card was charged, whatever its outcome says.
  public var undoing: AttemptKey?

  public init(open: AttemptKey? = nil, payer: AttemptKey? = nil, undoing: AttemptKey? = nil) {
    (self.open, self.payer, self.undoing) = (open, payer, undoing)
  }
}
