public import PosDriver
internal import PosProtocol
internal import Synchronization

/// Takes payments: the journal first, then the reader, then the journal, then the caller.
///
/// Several of these may use one journal, in one process or in many.
public actor Payments {
  public nonisolated let journal: any LedgerStore
  nonisolated let configuration: PaymentsConfiguration
  /// What is found out in the background about attempts whose callers have heard `unknown`; for one listener.
  /// Bounded: the oldest are dropped, the journal has them all.
  public nonisolated let resolutions: AsyncStream<PaymentReport>
  nonisolated let found: AsyncStream<PaymentReport>.Continuation
  private var running: [AttemptKey: Running] = [:]
  /// Readers that are looked at in the background.
  var pursued: [String: Pursuit] = [:]

  private struct Running {
    let fingerprint: String
    let task: Task<PaymentReport, Never>
    let reader: any CardReader
    let stop: StopFlag
  }

  /// Sends the command; gets the closure that keeps an approval.
  typealias Command =
    @Sendable (
      _ received: @escaping @Sendable (TransactionRecord) async throws -> Void
    ) async -> PaymentOutcome

  public init(journal: any LedgerStore, configuration: PaymentsConfiguration = PaymentsConfiguration()) {
    (self.journal, self.configuration) = (journal, configuration)
    (resolutions, found) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100))
  }

  deinit { found.finish() }

  /// Pays an order once, however often it is called with the same key.
  ///
  /// Cancelling the caller's task changes nothing; `cancel(_:)` asks the attempt to stop. After the
  /// configured deadline the caller hears `unknown`, and the attempt goes on.
  public func pay(_ order: Order, key: AttemptKey, on reader: any CardReader) async -> PaymentReport {
    let request = PaymentRequest(
      amount: order.total, currency: order.currency, orderNumber: order.number)
    return await run(Intent(order: order, key: key, reader: reader.name), on: reader) { received in
      await reader.pay(request, beforeAcknowledging: received)
    }
  }

  /// Asks an attempt that runs in this process to stop. It still ends with the reader's own last word; what
  /// has not been sent yet is not sent. False: it does not run here.
  @discardableResult
  public func cancel(_ key: AttemptKey) async -> Bool {
    guard let current = running[key] else { return false }
    current.stop.set()
    await current.reader.cancel()
    return true
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
    let stop = StopFlag()
    let task = Task {
      let report = await self.perform(intent, on: reader) { received in
        stop.isSet ? .notSent(.failure(.send(.notSent))) : await command(received)
      }
      self.running[intent.key] = nil
      if report.outcome == .unknown { self.pursue(on: reader) }
      return report
    }
    running[intent.key] = Running(
      fingerprint: intent.fingerprint, task: task, reader: reader, stop: stop)
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

/// Set once, read from anywhere.
private final class StopFlag: Sendable {
  private let flag = Mutex(false)

  var isSet: Bool { flag.withLock(\.self) }
  func set() { flag.withLock { $0 = true } }
}
