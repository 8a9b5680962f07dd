import Foundation
import PaymentFlows
import PosProtocol

/// Payments as JSON: the same keys in the same order wherever one stands (docs/json.md).
extension JSON {
  init(_ report: PaymentReport, in lang: Language) {
    self.init(
      key: report.key, outcome: report.outcome, amount: report.amount, currency: report.currency,
      record: report.record, replayed: report.replayed)
    if let because = PaymentText.because(report, in: lang) { self = with("because", .text(because)) }
    if let error = report.error {
      self = with("error", Complaint(error, outcome: report.outcome, in: lang).json)
    }
  }

  /// A row of the history.
  init(_ attempt: Attempt, reversedBy: AttemptKey?) {
    self.init(
      key: attempt.key, outcome: attempt.outcome, amount: attempt.amount, currency: attempt.currency,
      record: attempt.record, replayed: false)
    self = with("time", .text(attempt.time.formatted(.iso8601)))
    if let payment = attempt.reverses { self = with("reverses", .text(payment.text)) }
    if let reversedBy { self = with("reversedBy", .text(reversedBy.text)) }
  }

  private init(
    key: AttemptKey, outcome: Outcome, amount: Amount, currency: Currency, record: TransactionRecord?,
    replayed: Bool
  ) {
    self = [
      "key": .text(key.text), "outcome": .text(outcome.rawValue), "amount": JSON(amount.minorUnits),
      "currency": .text(CurrencyName.text(currency)), "receiptNumber": JSON(record?.receiptNumber?.value),
      "traceNumber": JSON(record?.traceNumber?.value), "replayed": .flag(replayed),
    ]
  }
}
