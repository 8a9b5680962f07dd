public import PosProtocol

/// What an attempt is about to ask, as it is journalled before the first byte leaves.
public struct Intent: Hashable, Sendable {
  public var key: AttemptKey
  public var kind: AttemptKind
  /// The name of the order.
  public var orderIdentity: String
  public var lines: [Attempt.Line]
  public var amount: Amount
  public var currency: Currency
  /// The reader's name.
  public var reader: String
  /// What two requests with one key must have in common.
  public var fingerprint: String
  /// The reader's newest record before the command.
  public var noted: Noted
  /// For a reversal: the payment.
  public var reverses: AttemptKey?
  /// The payment's record.
  public var target: TransactionRecord?
}

extension Intent {
  /// To pay an order with the reader of this name.
  public init(order: Order, key: AttemptKey, reader: String) {
    self.init(
      key: key, kind: .payment, orderIdentity: order.identity, lines: order.lines.map(Attempt.Line.init),
      amount: order.total, currency: order.currency, reader: reader, fingerprint: order.fingerprint,
      noted: .unknown, reverses: nil)
  }

  /// To undo a payment that the reader has in `record`.
  public init(reversing payment: Attempt, record: TransactionRecord?, key: AttemptKey) {
    self.init(
      key: key, kind: .reversal, orderIdentity: payment.order, lines: payment.lines, amount: payment.amount,
      currency: payment.currency, reader: payment.reader, fingerprint: "reverse|\(payment.key)",
      noted: .unknown, reverses: payment.key, target: record)
  }
}

extension Attempt.Line {
  public init(_ line: OrderLine) {
    self.init(
      amount: line.amount, billID: line.bill?.billID.description, paymentID: line.bill?.paymentID.description,
      purpose: line.purpose)
  }
}
