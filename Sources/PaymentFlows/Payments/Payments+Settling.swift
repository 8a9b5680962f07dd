/// What a person found out about an attempt that the reader cannot tell of: from the terminal's printed
/// journal, the acquirer's portal or the cardholder's bank.
public struct OperatorDecision: Hashable, Sendable {
  /// The money moved (a reversal: it is undone).
  public let wasCharged: Bool
  /// Who decided, and why; neither is empty.
  public let name: String, reason: String

  /// Returns nil if name or reason is blank.
  public init?(wasCharged: Bool, name: String, reason: String) {
    guard name.contains(where: { !$0.isWhitespace }), reason.contains(where: { !$0.isWhitespace }) else {
      return nil
    }
    (self.wasCharged, self.name, self.reason) = (wasCharged, name, reason)
  }

  /// As the journal keeps it.
  public var note: String { "settled by \(name): \(reason)" }
}

extension Payments {
  /// Settles an open attempt by a person's word, journalled with name and reason. Asks no reader; `recover`
  /// comes first.
  ///
  /// - Throws: `.notOpen` if there is no unresolved attempt with that key, `.keyBusy` and `.readerBusy` while
  ///   it runs or is being recovered, `.journal`.
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
    do throws(JournalError) {
      try await journal.add(
        LedgerStep(AttemptState(outcome), record: record, note: decision.note, since: open.attempt.state),
        to: key, under: exclusive)
    } catch {
      throw .journal(error)
    }
    var report = open.report(outcome, error: nil)
    report.record = record
    return report
  }

  private func lease(_ subject: LedgerSubject) async throws(PaymentError) -> (any LedgerLease)? {
    do throws(JournalError) {
      return try await journal.lease(subject, wait: configuration.keyWait)
    } catch {
      throw .journal(error)
    }
  }

  private func read(_ key: AttemptKey) async throws(PaymentError) -> OpenAttempt? {
    do throws(JournalError) {
      return try await journal.open(key)
    } catch {
      throw .journal(error)
    }
  }
}
