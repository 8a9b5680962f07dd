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
  public init(
    _ state: AttemptState, record: TransactionRecord? = nil, note: String? = nil, since: AttemptState? = nil
  ) {
    (self.state, self.record, self.note, self.since) = (state, record, note, since)
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

  public init(open: AttemptKey? = nil, payer: AttemptKey? = nil) {
    (self.open, self.payer) = (open, payer)
  }
}
