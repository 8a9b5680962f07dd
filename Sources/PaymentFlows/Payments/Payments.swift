public import PosDriver

/// Takes payments: the journal first, then the reader, then the journal, then the caller.
public actor Payments {
  public nonisolated let journal: Journal
  let configuration: PaymentsConfiguration

  public init(journal: Journal, configuration: PaymentsConfiguration = PaymentsConfiguration()) {
    (self.journal, self.configuration) = (journal, configuration)
  }

  /// Pays an order once, however often it is called with the same key.
  public func pay(_ order: Order, key: AttemptKey, on reader: any CardReader) async -> PaymentReport {
    PaymentReport(key: key, outcome: .unknown, amount: order.total, currency: order.currency)
  }

  /// Undoes an approved payment of this journal; an attempt with its own key. `approved` means that it is undone.
  ///
  /// - Throws: `.notReversible` or `.reversed`, or what kept the journal from telling; nothing was sent or journalled.
  public func reverse(
    _ payment: AttemptKey, key: AttemptKey, on reader: any CardReader
  ) async throws(PaymentError) -> PaymentReport { throw .notReversible }

  /// Asks the reader what became of every open attempt with it, and records the answer.
  public func recover(on reader: any CardReader) async -> RecoverySummary { RecoverySummary() }
}
