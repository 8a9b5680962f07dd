public import PosDriver
internal import PosProtocol

/// Takes payments: the journal first, then the reader, then the journal, then the caller.
///
/// Several of these may use one journal, in one process or in many.
public actor Payments {
  public nonisolated let journal: any LedgerStore
  nonisolated let configuration: PaymentsConfiguration
  private var running: [AttemptKey: (fingerprint: String, task: Task<PaymentReport, Never>)] = [:]

  /// Sends the command; gets the closure that keeps an approval.
  typealias Command =
    @Sendable (
      _ received: @escaping @Sendable (TransactionRecord) async throws -> Void
    ) async -> PaymentOutcome

  public init(journal: any LedgerStore, configuration: PaymentsConfiguration = PaymentsConfiguration()) {
    (self.journal, self.configuration) = (journal, configuration)
  }

  /// Pays an order once, however often it is called with the same key.
  ///
  /// Cancelling the caller's task changes nothing; ask the reader to stop with its `cancel()`. After the
  /// configured deadline the caller hears `unknown`, and the attempt goes on.
  public func pay(_ order: Order, key: AttemptKey, on reader: any CardReader) async -> PaymentReport {
    let request = PaymentRequest(amount: order.total, currency: order.currency)
    return await run(Intent(order: order, key: key, reader: reader.name), on: reader) { received in
      await reader.pay(request, beforeAcknowledging: received)
    }
  }

  /// Undoes an approved payment of this journal; an attempt with its own key. `approved` means that it is
  /// undone.
  ///
  /// - Throws: `.notReversible`, `.reversed` or `.otherReader`, or what kept the journal from telling;
  ///   nothing was sent or journalled.
  public func reverse(
    _ payment: AttemptKey, key: AttemptKey, on reader: any CardReader
  ) async throws(PaymentError) -> PaymentReport {
    let (original, earlier) = try await lookUp(payment)
    guard let original, original.kind == .payment, original.outcome == .approved,
      original.record?.receiptNumber != nil
    else { throw .notReversible }
    if let earlier, earlier != key { throw .reversed(by: earlier) }
    guard original.reader == reader.name else { throw .otherReader(original.reader) }
    return await reverse(original, original.record, key: key, on: reader)
  }

  /// One attempt to undo what the reader has in `record`.
  func reverse(
    _ payment: Attempt, _ record: TransactionRecord?, key: AttemptKey, on reader: any CardReader
  ) async -> PaymentReport {
    let intent = Intent(reversing: payment, record: record, key: key)
    guard let receipt = record?.receiptNumber else { return PaymentReport(intent, .notSent, .notReversible) }
    let request = ReversalRequest(receiptNumber: receipt, amount: payment.amount, currency: payment.currency)
    return await run(intent, on: reader) { received in
      await reader.reverse(request, beforeAcknowledging: received)
    }
  }

  /// Joins the running attempt with this key, or starts it where no cancellation reaches it.
  private func run(
    _ intent: Intent, on reader: any CardReader, _ command: @escaping Command
  ) async -> PaymentReport {
    if let current = running[intent.key] {
      guard current.fingerprint == intent.fingerprint else {
        return PaymentReport(intent, .notSent, .keyReused)
      }
      return await hear(current.task, intent).asReplay
    }
    let task = Task {
      let report = await self.perform(intent, on: reader, command)
      self.running[intent.key] = nil
      return report
    }
    running[intent.key] = (intent.fingerprint, task)
    return await hear(task, intent)
  }

  /// The task's report, or `unknown` when the caller's time is over. The task goes on.
  private nonisolated func hear(_ task: Task<PaymentReport, Never>, _ intent: Intent) async -> PaymentReport {
    let (reports, first) = AsyncStream.makeStream(
      of: PaymentReport.self, bufferingPolicy: .bufferingOldest(1))
    Task { first.yield(await task.value) }
    let timer = Task {
      try await Task.sleep(for: configuration.deadline)
      first.yield(PaymentReport(intent, .unknown, .deadline))
    }
    let late = PaymentReport(intent, .unknown, .deadline)
    let report = await Task { await reports.first { _ in true } ?? late }.value
    timer.cancel()
    return report
  }

  func lookUp(_ payment: AttemptKey) async throws(PaymentError) -> (Attempt?, AttemptKey?) {
    try await journalling { () throws(JournalError) in
      (try await journal.attempt(payment), try await journal.reversal(of: payment))
    }
  }
}
