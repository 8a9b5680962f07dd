public import PosProtocol

/// What the reader told, sooner or later, of an attempt that a person had settled.
public enum DecisionFinding: String, CaseIterable, Hashable, Sendable {
  case confirmed, contradicted
}

/// An attempt that a person settled, as long as the reader has not told what became of it.
public struct DecidedAttempt: Hashable, Sendable {
  public var open: OpenAttempt
  public var decision: OperatorDecision

  public init(_ open: OpenAttempt, _ decision: OperatorDecision) {
    (self.open, self.decision) = (open, decision)
  }

  /// What the reader's newest record means for the decision; nil: it does not tell.
  ///
  /// The outcome stays as it was settled: what contradicts it is recorded beside it, and a reversal is opened
  /// or a person is asked.
  public func step(_ verdict: RecoveryTable.Verdict, newest: TransactionRecord?) -> LedgerStep? {
    let (outcome, _, record) = verdict.result(newest)
    guard outcome != .unknown else { return nil }
    let wasCharged = outcome == .approved
    var step = LedgerStep(open.attempt.state, record: record)
    guard wasCharged != decision.wasCharged else {
      (step.note, step.finding) = ("decisionConfirmed", .confirmed)
      return step
    }
    (step.note, step.finding) = ("decisionContradicted", .contradicted)
    step.opens = ReversalOpening(wasCharged ? .decisionContradicted : .notCharged, record: record)
    return step
  }
}
