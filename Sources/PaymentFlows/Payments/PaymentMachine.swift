public import PosDriver
public import PosProtocol

/// One attempt as a machine: what comes to the journal, to the reader and to the caller, and in which order.
///
/// journal → sync → authorize → received → sync → acknowledge → last word → sync → report. The state
/// `received` is not an outcome: it says that an approval is on disk and that the terminal may or may not
/// have heard so.
public struct PaymentMachine: Sendable {
  /// What happened.
  public enum Input: Hashable, Sendable {
    case start
    /// The step is on disk.
    case synced
    /// It is not, or the journal did not take it.
    case notSynced(PaymentError)
    /// The terminal shows an approval and waits to hear that it arrived.
    case received(TransactionRecord)
    /// The command is over.
    case ended(PaymentOutcome)
  }

  /// What is to be done next.
  public enum Action: Hashable, Sendable {
    case journal(Step)
    /// Send the command. No byte left before.
    case authorize
    /// Tell the terminal that its approval arrived: it makes it final.
    case acknowledge
    /// Tell the terminal to reverse.
    case refuse
    case report(Verdict)
  }

  /// What goes to disk.
  public struct Step: Hashable, Sendable {
    public let state: AttemptState
    public let record: TransactionRecord?
    public let note: String?
    /// The record says otherwise than the outcome: a reversal is opened with the step.
    public var contradiction: ReversalReason?
  }

  /// What may be said of the attempt.
  public struct Verdict: Hashable, Sendable {
    public let outcome: Outcome
    public let record: TransactionRecord?
    public let error: PaymentError?
  }

  private enum State {
    case fresh
    case recordingIntent
    /// The error tells why an approval was refused, if one was.
    case authorizing(PaymentError?)
    case recordingReceived(TransactionRecord)
    case acknowledging(TransactionRecord)
    /// What was refused on the way goes to disk before the outcome.
    case recordingRefused(Verdict, standing: AttemptState)
    case recordingOutcome(Verdict)
    case closed(Verdict)
    /// The verdict may have been reported or not.
    case recordingLate(Verdict, isReported: Bool)
  }

  private var state = State.fresh
  /// Approvals that were refused on the line and are not on disk yet. A terminal that goes on and on is not
  /// followed.
  private var refused: [TransactionRecord] = []
  private static let mostRefused = 4
  private let request: PaymentRequest
  private let kind: AttemptKind
  private let noted: TransactionRecord?
  private let target: TransactionRecord?

  /// - Parameter noted: the reader's newest record before the command; shown again, it is no approval.
  /// - Parameter target: for a reversal, the payment's record.
  public init(
    _ kind: AttemptKind, _ request: PaymentRequest, noted: TransactionRecord? = nil,
    target: TransactionRecord? = nil
  ) {
    (self.kind, self.request, self.noted, self.target) = (kind, request, noted, target)
  }

  /// Takes what happened and says what is to be done; nil: nothing new.
  public mutating func handle(_ input: Input) -> Action? {
    switch (state, input) {
    case (.fresh, .start):
      state = .recordingIntent
      return .journal(Step(state: .intent, record: nil, note: nil))
    case (.recordingIntent, .synced):
      state = .authorizing(nil)
      return .authorize
    case (.recordingIntent, .notSynced(let error)):
      return close(Verdict(outcome: .notSent, record: nil, error: error))
    case (.authorizing, .received(let record)), (.acknowledging, .received(let record)):
      return receive(record)
    case (.recordingReceived(let record), .synced):
      state = .acknowledging(record)
      return .acknowledge
    case (.recordingReceived, .notSynced(let error)):
      state = .authorizing(error)
      return .refuse
    case (.authorizing(let error), .ended(let outcome)):
      return end(verdict(outcome, refusedFor: error), standing: .intent)
    case (.acknowledging(let record), .ended(let outcome)),
      (.recordingReceived(let record), .ended(let outcome)):
      return end(verdict(outcome, received: record), standing: .received)
    case (.recordingRefused(let verdict, let standing), .synced),
      (.recordingRefused(let verdict, let standing), .notSynced):
      return end(verdict, standing: standing)
    case (.recordingOutcome(let verdict), .synced):
      return close(verdict)
    case (.recordingOutcome(let verdict), .notSynced(let error)):
      // Nobody may see what is not on disk.
      return close(Verdict(outcome: .unknown, record: verdict.record, error: error))
    case (.closed(let verdict), .received(let record)):
      return recordLate(record, verdict, isReported: true)
    case (.recordingLate(let verdict, false), .synced), (.recordingLate(let verdict, false), .notSynced):
      return close(verdict)
    case (.recordingLate(let verdict, true), .synced), (.recordingLate(let verdict, true), .notSynced):
      state = .closed(verdict)
      return .refuse
    case (.recordingRefused, .received(let record)), (.recordingOutcome, .received(let record)),
      (.recordingLate, .received(let record)), (.recordingReceived, .received(let record)):
      return refuse(record)
    case (.recordingIntent, .received):
      return .refuse
    case (.fresh, _), (.recordingIntent, _), (.authorizing, _), (.recordingReceived, _), (.acknowledging, _),
      (.recordingRefused, _), (.recordingOutcome, _), (.closed, _), (.recordingLate, _):
      return nil  // Repeats change nothing.
    }
  }
}

extension PaymentMachine {
  private mutating func receive(_ record: TransactionRecord) -> Action {
    guard fits(record) else { return refuse(record) }
    state = .recordingReceived(record)
    return .journal(Step(state: .received, record: record, note: nil))
  }

  private mutating func refuse(_ record: TransactionRecord) -> Action {
    if record.isApproval, !isNoted(record), refused.count < Self.mostRefused { refused.append(record) }
    return .refuse
  }

  private mutating func end(_ verdict: Verdict, standing state: AttemptState) -> Action {
    guard !refused.isEmpty else { return record(verdict) }
    self.state = .recordingRefused(verdict, standing: state)
    return .journal(Step(state: state, record: refused.removeFirst(), note: "approvalRefused"))
  }

  /// The outcome stands; what the terminal says now is kept beside it.
  private mutating func recordLate(
    _ record: TransactionRecord, _ verdict: Verdict, isReported: Bool
  ) -> Action {
    guard record.isApproval, !isNoted(record) else { return .refuse }
    if verdict.outcome == .approved, verdict.record?.names(record) == true { return .acknowledge }
    state = .recordingLate(verdict, isReported: isReported)
    let contradiction: ReversalReason? =
      switch verdict.outcome {
      case .unknown: nil
      case .approved: .secondApproval
      case .declined, .notSent: fits(record) ? .lateApproval : .strayApproval
      }
    return .journal(
      Step(
        state: AttemptState(verdict.outcome), record: record, note: "lateApproval",
        contradiction: contradiction))
  }

  private func isNoted(_ record: TransactionRecord) -> Bool {
    noted.map { record.isShownAgain(from: $0) } ?? false
  }

  private mutating func record(_ verdict: Verdict) -> Action {
    state = .recordingOutcome(verdict)
    return .journal(
      Step(state: AttemptState(verdict.outcome), record: verdict.record, note: verdict.error?.name))
  }

  private mutating func close(_ verdict: Verdict) -> Action {
    if !refused.isEmpty { return recordLate(refused.removeFirst(), verdict, isReported: false) }
    state = .closed(verdict)
    return .report(verdict)
  }

  /// An end without an approval on disk.
  private func verdict(_ outcome: PaymentOutcome, refusedFor error: PaymentError?) -> Verdict {
    switch outcome {
    case .approved(let record):
      guard fits(record), error == nil else {
        return Verdict(outcome: .unknown, record: record, error: error ?? .contradiction)
      }
      return Verdict(outcome: .approved, record: record, error: nil)
    case .declined(let code, let record):
      // A refusal without a record still says why.
      var reason = TransactionRecord()
      reason.result = code
      return Verdict(
        outcome: .declined, record: record ?? (error == nil ? reason : nil), error: error)
    case .notSent(let cause): return Verdict(outcome: .notSent, record: nil, error: error ?? .reader(cause))
    case .unknown(let cause, let record):
      return Verdict(outcome: .unknown, record: record, error: error ?? .reader(cause))
    }
  }

  /// An end after an approval went to disk: only that approval ends well, and nothing else is a plain end.
  private func verdict(_ outcome: PaymentOutcome, received: TransactionRecord) -> Verdict {
    switch outcome {
    case .approved(let record) where fits(record) && record.names(received):
      Verdict(outcome: .approved, record: record, error: nil)
    case .approved, .declined, .notSent:
      Verdict(outcome: .unknown, record: received, error: .contradiction)
    case .unknown(let cause, _):
      Verdict(outcome: .unknown, record: received, error: .reader(cause))
    }
  }

  /// Amount and currency are what was asked. A reversal's record may leave them out, and which payment it
  /// undoes.
  private func fits(_ record: TransactionRecord) -> Bool {
    guard record.isApproval, !isNoted(record) else { return false }
    switch kind {
    case .payment: return record.amount == request.amount && record.tellsCurrency == request.currency
    case .reversal:
      return record.amount.map { $0 == request.amount } ?? true
        && record.currency.map { $0 == request.currency } ?? true
        && (record.originalTrace == nil || target?.traceNumber == nil
          || record.originalTrace == target?.traceNumber)
    }
  }
}

extension AttemptState {
  /// The state that an outcome leaves.
  public init(_ outcome: Outcome) {
    switch outcome {
    case .approved: self = .approved
    case .declined: self = .declined
    case .notSent: self = .notSent
    case .unknown: self = .unknown
    }
  }
}

extension TransactionRecord {
  /// The currency, or the one that its protocol means when it names none.
  var tellsCurrency: Currency? {
    if let currency { return currency }
    return switch result?.wire {
    case .zvt: .eur
    case .sadad: .irr
    case nil: nil
    }
  }

  /// Both are one record, shown twice. A number alone may come again after an end of day, and may stand still
  /// on a decline: the rest must be the same too, and there must be a trace number or a time.
  public func isShownAgain(from other: TransactionRecord) -> Bool {
    names(other) && (traceNumber != nil || clock != nil) && clock == other.clock
      && isApproval == other.isApproval && originalTrace == other.originalTrace && amount == other.amount
      && terminalID == other.terminalID
  }

  /// A reversal that had no result yet when the other was shown, and has one now. A payment without one may
  /// have been forgotten, and its numbers given to the next.
  func isEnd(of other: TransactionRecord) -> Bool {
    other.result == nil && !other.isApproval && names(other) && traceNumber != nil && originalTrace != nil
      && originalTrace == other.originalTrace && amount == other.amount && terminalID == other.terminalID
  }

  /// Another approval with the same receipt number.
  public func reuses(_ other: TransactionRecord) -> Bool {
    isApproval && receiptNumber != nil && receiptNumber == other.receiptNumber && !names(other)
  }

  /// Both records have the same identity: receipt number and trace number.
  func names(_ other: TransactionRecord) -> Bool {
    receiptNumber == other.receiptNumber && traceNumber == other.traceNumber
  }
}
