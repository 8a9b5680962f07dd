internal import PosDriver
internal import PosProtocol

extension Payments {
  /// One attempt from the look into the journal to the report.
  func perform(_ intent: Intent, on reader: any CardReader, _ command: @escaping Command) async
    -> PaymentReport
  {
    // Until the journal says that the key is new, it may be one that has been paid with.
    var outcomeOfFailure = Outcome.unknown
    do throws(JournalError) {
      if let replay = try await replay(intent) { return replay }
      guard let own = try await journal.lease(.key(intent.key), wait: configuration.keyWait) else {
        return PaymentReport(intent, .unknown, .keyBusy)
      }
      defer { withExtendedLifetime(own) {} }
      // Another process may have finished it, or died over it, while this one waited.
      if let replay = try await replay(intent) { return replay }
      if let open = try await journal.open(intent.key) { return try await resume(open, intent, on: reader) }
      outcomeOfFailure = .notSent
      if let obstacle = try await obstacle(to: intent) { return PaymentReport(intent, .notSent, obstacle) }

      guard let exclusive = try await journal.lease(.reader(reader.name), wait: configuration.readerWait)
      else { return PaymentReport(intent, .notSent, .readerBusy) }
      defer { withExtendedLifetime(exclusive) {} }
      if let obstacle = try await settle(before: intent, on: reader, under: exclusive) {
        return PaymentReport(intent, .notSent, obstacle)
      }
      return await attempt(intent, on: reader, under: exclusive, command)
    } catch {
      return PaymentReport(intent, outcomeOfFailure, .journal(error))
    }
  }

  /// The stored result, if the key has one; a refusal, if it was used for something else.
  private func replay(_ intent: Intent) async throws(JournalError) -> PaymentReport? {
    guard let known = try await journal.open(intent.key) else { return nil }
    guard known.fingerprint == intent.fingerprint else {
      return PaymentReport(intent, .notSent, .keyReused)
    }
    return known.attempt.state.isFinished ? PaymentReport(stored: known.attempt) : nil
  }

  /// The same key, whose process died or could not tell: asks the reader, sends nothing else.
  private func resume(
    _ open: OpenAttempt, _ intent: Intent, on reader: any CardReader
  ) async throws(JournalError) -> PaymentReport {
    guard open.attempt.reader == reader.name else {
      return PaymentReport(intent, .unknown, .otherReader(open.attempt.reader))
    }
    let summary = await recover(on: reader)
    if let report = summary.reports.first(where: { $0.key == intent.key }) { return report.asReplay }
    return try await replay(intent) ?? PaymentReport(intent, .unknown, summary.error ?? .keyBusy).asReplay
  }

  /// What forbids the order before the reader is asked at all.
  private func obstacle(to intent: Intent) async throws(JournalError) -> PaymentError? {
    let obstacle = try await journal.obstacle(to: intent)
    if intent.kind == .payment, let undoing = obstacle.undoing { return .reversalPending(of: undoing) }
    if intent.kind == .payment, let payer = obstacle.payer { return .orderPaid(by: payer) }
    guard let open = obstacle.open, let attempt = try await journal.attempt(open),
      attempt.reader != intent.reader
    else {
      return nil
    }
    return .orderUnresolved(by: open)
  }

  /// Resolves what is open with this reader; what stays open forbids a new attempt.
  private func settle(
    before intent: Intent, on reader: any CardReader, under lease: any LedgerLease
  ) async throws(JournalError) -> PaymentError? {
    let open = try await journal.unresolved(on: reader.name)
    let decided = try await journal.decided(on: reader.name)
    let reports = await resolve(open, decided, on: reader, under: lease)
    let still = zip(open, reports).filter { $0.1.outcome == .unknown }.map(\.0.attempt)
    if let same = still.first(where: { $0.order == intent.orderIdentity }) {
      return .orderUnresolved(by: same.key)
    }
    return still.first.map { .readerUnresolved(by: $0.key) }
  }

  /// Connects, notes the reader's newest record, and lets the machine run.
  private func attempt(
    _ intent: Intent, on reader: any CardReader, under lease: any LedgerLease, _ command: @escaping Command
  ) async -> PaymentReport {
    var intent = intent
    do throws(ReaderError) {
      try await reader.connect()
      intent.noted = try await newest(of: reader)
    } catch {
      return PaymentReport(intent, .notSent, .reader(error))
    }
    // Another terminal at the same address has the same numbers for other payments.
    if let terminal = intent.target?.terminalID, let shown = intent.noted.record?.terminalID,
      shown != terminal
    {
      return PaymentReport(intent, .notSent, .otherReader("terminal \(terminal.value)"))
    }
    do throws(JournalError) {
      if let undone = try await recordUndone(intent, under: lease) { return undone }
      if let other = try await receiptHolder(since: intent) {
        return PaymentReport(intent, .notSent, .receiptTaken(by: other))
      }
    } catch {
      return PaymentReport(intent, .notSent, .journal(error))
    }
    let verdict = await AttemptRun(intent, journal: journal, under: lease, command: command).run()
    var report = PaymentReport(
      key: intent.key, outcome: verdict.outcome, amount: intent.amount, currency: intent.currency,
      record: verdict.record, error: verdict.error)
    report.time = try? await journal.attempt(intent.key)?.time
    return report
  }

  /// The reader's newest record before a command. It is asked each time, since another till may have used it;
  /// where it cannot answer, this journal's last result with it must do.
  private func newest(of reader: any CardReader) async throws(ReaderError) -> Noted {
    do throws(ReaderError) {
      return try await reader.lastTransaction().map { .record($0) } ?? .none
    } catch {
      switch error {
      case .failure(.refused), .failure(.contradiction):
        let heard = try? await journal.lastHeard(from: reader.name)
        return heard.map { .record($0.record) } ?? .unknown
      case .transport, .registration, .failure: throw error
      }
    }
  }

  /// The later payment that has the receipt number of the one to be undone: numbers start anew after an end
  /// of day, or after the last one, and a terminal undoes by the number alone.
  private func receiptHolder(since intent: Intent) async throws(JournalError) -> AttemptKey? {
    guard intent.kind == .reversal, let target = intent.target else { return nil }
    var page = HistoryPage(limit: 50)
    while true {
      let attempts = try await journal.history(page)
      for attempt in attempts {
        if attempt.key == intent.reverses { return nil }
        if attempt.reader == intent.reader, attempt.kind == .payment, attempt.record?.reuses(target) == true {
          return attempt.key
        }
      }
      guard attempts.count == page.limit, let last = attempts.last else { return nil }
      page.before = last.key
    }
  }

  /// What the terminal has undone by itself needs no command: it is recorded as it is.
  private func recordUndone(
    _ intent: Intent, under lease: any LedgerLease
  ) async throws(JournalError) -> PaymentReport? {
    guard intent.kind == .reversal, let newest = intent.noted.record, newest.isApproval,
      let original = newest.originalTrace, original == intent.target?.traceNumber
    else { return nil }
    if case .refused(let obstacle) = try await journal.begin(intent, under: lease) {
      return PaymentReport(intent, .notSent, obstacle)
    }
    let reason = RecoveryReason.reversedByTerminal
    do throws(JournalError) {
      try await journal.add(
        LedgerStep(.approved, record: newest, note: reason.rawValue), to: intent.key, under: lease)
    } catch {
      return PaymentReport(intent, .unknown, .journal(error))
    }
    var report = PaymentReport(
      key: intent.key, outcome: .approved, amount: intent.amount, currency: intent.currency, record: newest)
    report.reason = reason
    return report
  }
}
