public import Foundation
public import PosProtocol

/// What recovery knows of an open attempt and of the reader's newest record, reduced to what decides.
public struct RecoveryFacts: Hashable, Sendable {
  /// How far the journal saw the attempt go.
  public enum Evidence: CaseIterable, Hashable, Sendable { case intent, received }

  /// The reader's newest record.
  public enum Newest: CaseIterable, Hashable, Sendable {
    case nothing, approval, refusal, reversal, failedReversal
    /// Without a result: the terminal has not judged it yet.
    case unfinished
  }

  /// Where the newest record's receipt number stands, seen from the one noted before the command.
  public enum Place: CaseIterable, Hashable, Sendable {
    /// It is the noted record itself: the counter has not moved.
    case same
    case next, nextButOne
    /// Further on, or behind: other transactions came since, or the counter started anew.
    case elsewhere
    /// One of the two has no number.
    case unreadable
  }

  /// Whether the newest record is this attempt's: its approval or refusal, or the reversal of it. For an
  /// intent, amount and currency; after `received`, receipt and trace number too.
  public enum Names: CaseIterable, Hashable, Sendable { case ours, another, cannotTell }

  /// Terminal and time, where they are known.
  public enum Context: CaseIterable, Hashable, Sendable { case fits, contradicts }

  public var kind: AttemptKind
  public var evidence: Evidence
  public var newest: Newest
  public var place: Place
  public var names: Names
  public var context: Context
  /// The terminal refused the command, because the order was paid before.
  public var saysPaid: Bool

  /// Every combination there is.
  public static let all: [RecoveryFacts] = AttemptKind.allCases.flatMap { kind in
    Evidence.allCases.flatMap { evidence in
      Newest.allCases.flatMap { newest in
        Place.allCases.flatMap { place in
          Names.allCases.flatMap { names in
            Context.allCases.flatMap { context in
              [false, true].map { saysPaid in
                RecoveryFacts(
                  kind: kind, evidence: evidence, newest: newest, place: place, names: names,
                  context: context, saysPaid: saysPaid)
              }
            }
          }
        }
      }
    }
  }
}

/// What is laid side by side: an attempt as it was journalled, and the reader's newest record.
public struct RecoveryInput: Sendable {
  var kind: AttemptKind
  var request: PaymentRequest
  var noted: Noted
  var received: TransactionRecord?
  /// The journal has the newest record already, as that of another attempt that has its outcome.
  public var isClaimed = false
  /// The terminal refused the command, because the order was paid before.
  public var saysPaid = false
  /// For a reversal: the payment's record.
  var target: TransactionRecord?
  var started: Date
  /// How far the terminal's clock was ahead of ours when it was last heard, if ever.
  var clockOffset: TimeInterval?
  var newest: TransactionRecord?

  /// - Parameter heard: the reader's newest record that came straight from it.
  /// - Parameter newest: what it shows now, asked for when it was ready; nil: it says that it has none.
  public init(_ open: OpenAttempt, heard: HeardRecord?, newest: TransactionRecord?) {
    (kind, noted, received, target) = (open.attempt.kind, open.noted, open.received, open.target)
    request = PaymentRequest(amount: open.attempt.amount, currency: open.attempt.currency)
    started = open.attempt.started
    clockOffset = heard.flatMap { TerminalClock(showing: $0.record.clock, at: $0.time).offset }
    self.newest = newest
  }

  /// - Parameter received: the terminal's approval that was journalled on the way.
  /// - Parameter clockOffset: seconds that the terminal's clock was ahead of ours when it was last heard.
  public init(
    kind: AttemptKind, request: PaymentRequest, noted: Noted, received: TransactionRecord? = nil,
    target: TransactionRecord? = nil, started: Date, clockOffset: TimeInterval? = nil,
    newest: TransactionRecord?
  ) {
    (self.kind, self.request, self.noted, self.received) = (kind, request, noted, received)
    (self.target, self.started, self.clockOffset, self.newest) = (target, started, clockOffset, newest)
  }

  /// What decides.
  public var facts: RecoveryFacts {
    RecoveryFacts(
      kind: kind, evidence: received == nil ? .intent : .received, newest: kindOfNewest,
      place: isForeign ? .elsewhere : place, names: saysPaid && isClaimed ? .another : names,
      context: context, saysPaid: saysPaid)
  }

  private var kindOfNewest: RecoveryFacts.Newest {
    guard let newest else { return .nothing }
    guard newest.result != nil || newest.isApproval else { return .unfinished }
    switch (newest.originalTrace != nil, newest.isApproval) {
    case (false, true): return .approval
    case (false, false): return .refusal
    case (true, true): return .reversal
    case (true, false): return .failedReversal
    }
  }
}

extension RecoveryInput {
  private var place: RecoveryFacts.Place {
    guard let newest, let number = newest.receiptNumber?.value else { return .unreadable }
    let before: UInt32
    switch noted {
    case .unknown: return .unreadable
    case .none: before = 0
    case .record(let record):
      guard let value = record.receiptNumber?.value else { return .unreadable }
      before = value
    }
    if number == before { return isNotedRecord ? .same : .elsewhere }
    let last: UInt32 = newest.result?.wire == .sadad ? 999_999 : 9_999
    let next = before >= last ? 1 : before + 1
    if number == next { return .next }
    return number == (next >= last ? 1 : next + 1) ? .nextButOne : .elsewhere
  }

  /// The number is the one after the noted one, and yet others had it or the one between: the note was not
  /// true.
  private var isForeign: Bool {
    switch place {
    case .next: isClaimed || !hasOwnNumber
    case .nextButOne: isClaimed
    case .same, .elsewhere, .unreadable: false
    }
  }

  private var isNotedRecord: Bool {
    guard let newest, let record = noted.record else { return false }
    return newest.isShownAgain(from: record) || kind == .payment && newest.isEnd(of: record)
  }

  /// Whether the newest record is the only one with its number. A decline, and the reversal of something
  /// else, may repeat that of an approval before it: only the next trace number shows that there was none.
  private var hasOwnNumber: Bool {
    guard let newest else { return false }
    if newest.isApproval, newest.originalTrace == nil || names == .ours { return true }
    guard let trace = newest.traceNumber?.value,
      let before = noted == .none ? 0 : noted.record?.traceNumber?.value
    else { return false }
    return trace == before % 999_999 + 1
  }

  private var names: RecoveryFacts.Names {
    guard let newest else { return .cannotTell }
    let undone = Self.compare(newest.originalTrace, target?.traceNumber)
    if kind == .reversal, received == nil || undone == .another { return undone }
    if let received { return Self.names(newest, received: received, kind: kind, request: request) }
    guard let original = newest.originalTrace else { return Self.terms(newest, request) }
    return reversalNamesIntent(newest, of: original.value)
  }

  /// Amount and currency. A queried record may leave the currency out.
  private static func terms(_ record: TransactionRecord, _ request: PaymentRequest) -> RecoveryFacts.Names {
    guard let amount = record.amount else { return .cannotTell }
    let isSameCurrency = record.currency.map { $0 == request.currency } ?? true
    return amount == request.amount && isSameCurrency ? .ours : .another
  }

  private static func names(
    _ newest: TransactionRecord, received: TransactionRecord, kind: AttemptKind, request: PaymentRequest
  ) -> RecoveryFacts.Names {
    if kind == .payment, newest.originalTrace != nil {
      return compare(newest.originalTrace, received.traceNumber)
    }
    guard let receipt = newest.receiptNumber, received.receiptNumber != nil else { return .cannotTell }
    guard receipt == received.receiptNumber else { return .another }
    switch compare(newest.traceNumber, received.traceNumber) {
    case .another: return .another
    case .cannotTell: return .cannotTell
    case .ours: return kind == .reversal || terms(newest, request) == .ours ? .ours : .cannotTell
    }
  }

  /// Before `received` our trace number is not known, only that it comes after the noted one; where there was
  /// none, any does.
  private func reversalNamesIntent(_ newest: TransactionRecord, of original: UInt32) -> RecoveryFacts.Names {
    if noted != .none {
      guard let before = noted.record?.traceNumber?.value else { return .cannotTell }
      let forward = (1_000_000 + original - before) % 1_000_000
      guard (1..<500_000).contains(forward) else { return .another }
    }
    return newest.amount.map { $0 == request.amount } ?? true ? .ours : .another
  }

  private static func compare(_ one: TraceNumber?, _ other: TraceNumber?) -> RecoveryFacts.Names {
    guard let one, let other else { return .cannotTell }
    return one == other ? .ours : .another
  }

  private var context: RecoveryFacts.Context {
    guard let newest else { return .fits }
    let known = received?.terminalID ?? noted.record?.terminalID
    if let known, let shown = newest.terminalID, known != shown { return .contradicts }
    guard place != .same, let reading = newest.clock else { return .fits }
    if let received = received?.clock, newest.originalTrace == nil {
      return received == reading || names != .ours ? .fits : .contradicts
    }
    return TerminalClock(offset: clockOffset).couldShow(
      reading, after: started, isOpenEnded: newest.originalTrace != nil) ? .fits : .contradicts
  }
}
