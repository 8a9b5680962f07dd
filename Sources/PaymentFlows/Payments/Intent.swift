internal import PosDriver
internal import PosProtocol

/// What an attempt is about to ask, as it is journalled before the first byte leaves.
struct Intent: Sendable {
  var key: AttemptKey
  var kind: AttemptKind
  var orderIdentity: String
  var lines: [Attempt.Line]
  var amount: Amount
  var currency: Currency
  var reader: String
  var fingerprint: String
  var noted: Noted
  /// For a reversal: the payment.
  var reverses: AttemptKey?
  /// The payment's record.
  var target: TransactionRecord?
}

extension Intent {
  init(order: Order, key: AttemptKey, reader: any CardReader) {
    self.init(
      key: key, kind: .payment, orderIdentity: order.identity, lines: order.lines.map(Attempt.Line.init),
      amount: order.total, currency: order.currency, reader: reader.name, fingerprint: order.fingerprint,
      noted: .unknown, reverses: nil)
  }

  init(reversing payment: Attempt, key: AttemptKey) {
    self.init(
      key: key, kind: .reversal, orderIdentity: payment.order, lines: payment.lines, amount: payment.amount,
      currency: payment.currency, reader: payment.reader, fingerprint: "reverse|\(payment.key)",
      noted: .unknown, reverses: payment.key, target: payment.record)
  }
}

extension Attempt.Line {
  init(_ line: OrderLine) {
    self.init(
      amount: line.amount, billID: line.bill?.billID.description, paymentID: line.bill?.paymentID.description,
      purpose: line.purpose)
  }
}
