public import Foundation
public import PosProtocol

/// One attempt as the journal has it: the row of a history, and all that a receipt needs.
public struct Attempt: Hashable, Sendable {
  public let key: AttemptKey
  public let kind: AttemptKind
  /// The address of the reader that was asked.
  public let reader: String
  public let order: String
  public let lines: [Line]
  public let amount: Amount
  public let currency: Currency
  public let state: AttemptState
  /// The terminal's last record for it, if any; the card number is masked.
  public let record: TransactionRecord?
  /// Why the state is what it is, in a stable word; nil for the plain course.
  public let note: String?
  /// When the intent was recorded.
  public let started: Date
  /// When the present state was recorded.
  public let time: Date
  /// For a reversal: the key of the payment that it undoes.
  public let reverses: AttemptKey?

  public var outcome: Outcome { state.outcome }

  /// One line of the order as it was recorded.
  public struct Line: Hashable, Sendable {
    public let amount: Amount
    public let billID: String?
    public let paymentID: String?
    public let purpose: String?

    public init(amount: Amount, billID: String? = nil, paymentID: String? = nil, purpose: String? = nil) {
      (self.amount, self.billID, self.paymentID, self.purpose) = (amount, billID, paymentID, purpose)
    }
  }

  public init(
    key: AttemptKey, kind: AttemptKind, reader: String, order: String, lines: [Line], amount: Amount,
    currency: Currency, state: AttemptState, record: TransactionRecord? = nil, note: String? = nil,
    started: Date, time: Date, reverses: AttemptKey? = nil
  ) {
    (self.key, self.kind, self.reader, self.order, self.lines) = (key, kind, reader, order, lines)
    (self.amount, self.currency, self.state, self.record) = (amount, currency, state, record)
    (self.note, self.started, self.time, self.reverses) = (note, started, time, reverses)
  }
}

/// One step of an attempt; steps are only ever added.
public struct AttemptEvent: Hashable, Sendable {
  public let state: AttemptState
  public let time: Date
  public let record: TransactionRecord?
  public let note: String?

  public init(state: AttemptState, time: Date, record: TransactionRecord? = nil, note: String? = nil) {
    (self.state, self.time, self.record, self.note) = (state, time, record, note)
  }
}
