extension Payments {
  /// Settles an open attempt by a person's word, journalled with name and reason. Asks no reader; `recover`
  /// comes first.
  ///
  /// - Throws: `.notOpen` if there is no unresolved attempt with that key, `.keyBusy` and `.readerBusy` while
  ///   it runs or is being recovered, `.journal`.
  ///
  /// The reader may tell later what really happened: `recover` compares, and opens a reversal where it must.
  public func settle(
    _ key: AttemptKey, _ decision: OperatorDecision
  ) async throws(PaymentError) -> PaymentReport {
    guard let own = try await lease(.key(key)) else { throw .keyBusy }
    defer { withExtendedLifetime(own) {} }
    guard let open = try await read(key), !open.attempt.state.isFinished else { throw .notOpen }
    guard let exclusive = try await lease(.reader(open.attempt.reader)) else { throw .readerBusy }
    defer { withExtendedLifetime(exclusive) {} }
    // Recovery may have found it out meanwhile.
    guard let open = try await read(key), !open.attempt.state.isFinished else { throw .notOpen }
    let outcome = decision.wasCharged ? Outcome.approved : .declined
    let record = decision.wasCharged ? open.received : nil
    var step = LedgerStep(
      AttemptState(outcome), record: record, note: decision.note, since: open.attempt.state)
    step.decision = decision
    try await journalling { () throws(JournalError) in
      try await journal.add(step, to: key, under: exclusive)
    }
    var report = open.report(outcome, error: nil)
    report.record = record
    return report
  }

  func lease(_ subject: LedgerSubject) async throws(PaymentError) -> (any LedgerLease)? {
    try await journalling { () throws(JournalError) in
      try await journal.lease(subject, wait: configuration.keyWait)
    }
  }

  private func read(_ key: AttemptKey) async throws(PaymentError) -> OpenAttempt? {
    try await journalling { () throws(JournalError) in try await journal.open(key) }
  }

  /// Runs `body` and makes the journal's errors those of payments.
  func journalling<Value>(
    _ body: () async throws(JournalError) -> sending Value
  ) async throws(PaymentError) -> sending Value {
    do throws(JournalError) {
      return try await body()
    } catch {
      throw .journal(error)
    }
  }
}
