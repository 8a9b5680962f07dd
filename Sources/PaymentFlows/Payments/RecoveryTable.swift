public import PosProtocol

/// What the journal's state and the reader's newest record come to. Every combination of facts matches
/// exactly one row.
public enum RecoveryTable {
  /// What is known then; only the first three are outcomes.
  public enum Verdict: Hashable, Sendable {
    case approved(RecoveryReason)
    case declined(RecoveryReason)
    /// Not charged (a reversal: not undone), by the reader's own records.
    case notCharged(RecoveryReason)
    case unknown(RecoveryReason)
  }

  /// One row; nil and empty match anything.
  public struct Row: Sendable {
    var kind: AttemptKind?
    var evidence: RecoveryFacts.Evidence?
    var newest: [RecoveryFacts.Newest]
    var place: [RecoveryFacts.Place] = []
    var names: [RecoveryFacts.Names] = []
    var context: RecoveryFacts.Context?
    var saysPaid: Bool?
    public let verdict: Verdict

    /// Whether this row speaks of these facts.
    public func matches(_ facts: RecoveryFacts) -> Bool {
      (kind ?? facts.kind) == facts.kind && (evidence ?? facts.evidence) == facts.evidence
        && newest.contains(facts.newest) && (place.isEmpty || place.contains(facts.place))
        && (names.isEmpty || names.contains(facts.names)) && (context ?? facts.context) == facts.context
        && (saysPaid ?? facts.saysPaid) == facts.saysPaid
    }
  }

  /// The one row's verdict.
  public static func decide(_ facts: RecoveryFacts) -> Verdict {
    rows.first { $0.matches(facts) }?.verdict ?? .unknown(.counterMovedOn)
  }

  public static let rows: [Row] =
    common + intents + refusedAsPaid + received + reversalIntents + reversalsReceived

  private static let some: [RecoveryFacts.Newest] = [.approval, .refusal, .reversal, .failedReversal]
  private static let moved: [RecoveryFacts.Place] = [.next, .nextButOne, .elsewhere, .unreadable]

  private static let common = [
    Row(newest: [.nothing], verdict: .unknown(.noRecord)),
    Row(newest: [.unfinished], verdict: .unknown(.recordUnfinished)),
    Row(newest: some, context: .contradicts, verdict: .unknown(.otherTerminalOrTime)),
  ]

  /// Only the intent is on disk: what the terminal did is told by its counter alone.
  private static let intents = [
    row(.intent, some, [.same], then: .notCharged(.counterNotMoved)),
    row(.intent, [.approval], [.next], [.ours], then: .approved(.recordMatches)),
    row(.intent, [.approval], [.next], [.another, .cannotTell], then: .unknown(.otherAmount)),
    row(.intent, [.refusal], [.next], [.ours], then: .declined(.recordDeclined)),
    row(.intent, [.refusal], [.next], [.another, .cannotTell], then: .notCharged(.otherRecordOnly)),
    // The only number since is the reversal's: either it undid ours under the same number, or ours never
    // came.
    row(.intent, [.reversal], [.next], [.ours], then: .notCharged(.reversedByTerminal)),
    row(.intent, [.reversal], [.next], [.another, .cannotTell], then: .notCharged(.otherRecordOnly)),
    row(.intent, [.reversal], [.nextButOne], [.ours], then: .notCharged(.reversedByTerminal)),
    row(.intent, [.reversal], [.nextButOne], [.another, .cannotTell], then: .unknown(.counterMovedOn)),
    row(.intent, [.approval, .refusal], [.nextButOne], then: .unknown(.counterMovedOn)),
    row(.intent, [.failedReversal], [.next, .nextButOne], then: .unknown(.reversalFailed)),
    row(.intent, some, [.elsewhere], then: .unknown(.counterMovedOn)),
    row(.intent, some, [.unreadable], then: .unknown(.numberUnreadable)),
  ]

  /// The terminal refused, because the order was paid before. That is no leave to pay again: its newest
  /// record, as it was before the command, is that payment, or a person looks for it. What came since is
  /// another's.
  private static let refusedAsPaid = [
    Row(
      kind: .payment, evidence: .intent, newest: [.approval], place: [.same], names: [.ours],
      context: .fits, saysPaid: true, verdict: .approved(.paidBefore)),
    Row(
      kind: .payment, evidence: .intent, newest: [.approval], place: [.same], names: [.another, .cannotTell],
      context: .fits, saysPaid: true, verdict: .unknown(.earlierPaymentHidden)),
    Row(
      kind: .payment, evidence: .intent, newest: [.approval], place: moved, context: .fits, saysPaid: true,
      verdict: .unknown(.earlierPaymentHidden)),
    Row(
      kind: .payment, evidence: .intent, newest: [.refusal, .reversal, .failedReversal], context: .fits,
      saysPaid: true, verdict: .unknown(.earlierPaymentHidden)),
  ]

  /// The terminal's approval is on disk: its numbers name the transaction wherever the counter stands.
  private static let received = [
    row(.received, [.approval], moved, [.ours], then: .approved(.recordMatches)),
    row(.received, [.refusal], moved, [.ours], then: .declined(.recordDeclined)),
    row(.received, [.reversal], moved, [.ours], then: .notCharged(.reversedByTerminal)),
    row(.received, [.failedReversal], moved, then: .unknown(.reversalFailed)),
    row(.received, some, [.same], [.another], then: .notCharged(.counterNotMoved)),
    row(.received, some, [.same], [.ours, .cannotTell], then: .unknown(.recordIsOld)),
    row(
      .received, [.approval, .refusal, .reversal], moved, [.another, .cannotTell],
      then: .unknown(.counterMovedOn)),
  ]

  /// A reversal of which only the intent is on disk; `names` asks whether the newest record undoes its
  /// payment.
  private static let reversalIntents = [
    undo(.intent, some, [.same], then: .notCharged(.counterNotMoved)),
    undo(.intent, [.reversal], moved, [.ours], then: .approved(.recordMatches)),
    undo(.intent, [.reversal], moved, [.another, .cannotTell], then: .unknown(.counterMovedOn)),
    undo(.intent, [.failedReversal], [.next], [.ours], then: .declined(.recordDeclined)),
    undo(.intent, [.failedReversal], [.next], [.another, .cannotTell], then: .unknown(.reversalFailed)),
    undo(
      .intent, [.failedReversal], [.nextButOne, .elsewhere, .unreadable], then: .unknown(.reversalFailed)),
    undo(.intent, [.refusal], [.next], then: .notCharged(.otherRecordOnly)),
    undo(.intent, [.approval], [.next], then: .unknown(.counterMovedOn)),
    undo(.intent, [.approval, .refusal], [.nextButOne, .elsewhere], then: .unknown(.counterMovedOn)),
    undo(.intent, [.approval, .refusal], [.unreadable], then: .unknown(.numberUnreadable)),
  ]

  /// A reversal whose approval is on disk.
  private static let reversalsReceived = [
    undo(.received, [.approval, .reversal], moved, [.ours], then: .approved(.recordMatches)),
    undo(.received, [.refusal, .failedReversal], moved, [.ours], then: .declined(.recordDeclined)),
    undo(.received, some, moved, [.another, .cannotTell], then: .unknown(.counterMovedOn)),
    undo(.received, some, [.same], [.another], then: .notCharged(.counterNotMoved)),
    undo(.received, some, [.same], [.ours, .cannotTell], then: .unknown(.recordIsOld)),
  ]

  private static func row(
    _ evidence: RecoveryFacts.Evidence, _ newest: [RecoveryFacts.Newest], _ place: [RecoveryFacts.Place],
    _ names: [RecoveryFacts.Names] = [], then verdict: Verdict
  ) -> Row {
    Row(
      kind: .payment, evidence: evidence, newest: newest, place: place, names: names, context: .fits,
      saysPaid: evidence == .intent ? false : nil, verdict: verdict)
  }

  private static func undo(
    _ evidence: RecoveryFacts.Evidence, _ newest: [RecoveryFacts.Newest], _ place: [RecoveryFacts.Place],
    _ names: [RecoveryFacts.Names] = [], then verdict: Verdict
  ) -> Row {
    Row(
      kind: .reversal, evidence: evidence, newest: newest, place: place, names: names, context: .fits,
      verdict: verdict)
  }
}

extension RecoveryTable.Verdict {
  /// The outcome, its reason, and the newest record if it is the attempt's own.
  public func result(_ newest: TransactionRecord?) -> (Outcome, RecoveryReason, TransactionRecord?) {
    switch self {
    case .approved(let reason): (.approved, reason, newest)
    case .declined(let reason): (.declined, reason, newest)
    case .notCharged(let reason): (.declined, reason, nil)
    case .unknown(let reason): (.unknown, reason, nil)
    }
  }
}
