public import Foundation
public import PosProtocol

/// What one call of `Payments.pay` or `Payments.reverse` came to.
public struct PaymentReport: Hashable, Sendable {
  public let key: AttemptKey
  /// On disk before anyone sees it. With an error that says that nothing was sent it is `notSent`.
  public var outcome: Outcome
  public var amount: Amount
  public var currency: Currency
  /// The terminal's own record, if it sent one; the card number is masked.
  public var record: TransactionRecord?
  /// The stored result of an earlier or a running attempt; the line stayed silent.
  public var replayed: Bool
  /// When the outcome was recorded.
  public var time: Date?
  public var error: PaymentError?
  /// Set by recovery: why it decided so.
  public var reason: RecoveryReason?

  public var receiptNumber: ReceiptNumber? { record?.receiptNumber }
  public var traceNumber: TraceNumber? { record?.traceNumber }

  init(
    key: AttemptKey, outcome: Outcome, amount: Amount, currency: Currency,
    record: TransactionRecord? = nil, replayed: Bool = false, time: Date? = nil, error: PaymentError? = nil
  ) {
    (self.key, self.outcome, self.amount, self.currency) = (key, outcome, amount, currency)
    (self.record, self.replayed, self.time, self.error) = (record, replayed, time, error)
  }
}

extension PaymentReport {
  /// An attempt as the journal has it.
  init(stored attempt: Attempt) {
    self.init(
      key: attempt.key, outcome: attempt.outcome, amount: attempt.amount, currency: attempt.currency,
      record: attempt.record, replayed: true, time: attempt.time)
    reason = attempt.note.flatMap { RecoveryReason(rawValue: $0) }
  }

  /// A request that came to nothing before anything was journalled for it.
  init(_ intent: Intent, _ outcome: Outcome, _ error: PaymentError) {
    self.init(
      key: intent.key, outcome: outcome, amount: intent.amount, currency: intent.currency, error: error)
  }

  var asReplay: PaymentReport {
    var report = self
    report.replayed = true
    return report
  }
}

/// What `Payments.recover` came to.
public struct RecoverySummary: Hashable, Sendable {
  /// One for each attempt with this reader that was open, oldest first. Those with outcome `unknown` still
  /// are.
  public var reports: [PaymentReport] = []
  /// Open attempts that belong to other readers, by reader.
  public var elsewhere: [String: Int] = [:]
  /// Why the reader or the journal could not be asked.
  public var error: PaymentError?

  public var resolved: Int { reports.count { $0.outcome != .unknown } }
  public var unresolved: Int { reports.count - resolved }
}
