internal import Foundation
public import PosDriver
internal import PosProtocol

extension Payments {
  /// Asks the reader what became of every open attempt with it, and records the answer. Sends no payment;
  /// with nothing open the line stays silent.
  public func recover(on reader: any CardReader) async -> RecoverySummary {
    await recover(on: reader, readyWait: configuration.readyWait)
  }

  /// - Parameter readyWait: how long the reader may take to become ready; zero: it is asked once.
  func recover(on reader: any CardReader, readyWait: Duration) async -> RecoverySummary {
    var summary = RecoverySummary()
    do throws(JournalError) {
      guard let exclusive = try await journal.lease(.reader(reader.name), wait: configuration.readerWait)
      else {
        summary.error = .readerBusy
        return summary
      }
      defer { withExtendedLifetime(exclusive) {} }
      let open = try await journal.unresolved()
      for attempt in open where attempt.attempt.reader != reader.name {
        summary.elsewhere[attempt.attempt.reader, default: 0] += 1
      }
      summary.reports = await resolve(
        open.filter { $0.attempt.reader == reader.name }, try await journal.decided(on: reader.name),
        on: reader, under: exclusive, readyWait: readyWait)
      summary.error = summary.reports.lazy.compactMap(\.error).first {
        if case .unresolved = $0 { false } else { true }
      }
    } catch {
      summary.error = .journal(error)
    }
    return summary
  }

  /// One report for each open attempt, in their order. What a person decided is compared on the way.
  ///
  /// The caller holds the reader, so nobody else works on them.
  func resolve(
    _ open: [OpenAttempt], _ decided: DecidedAttempt? = nil, on reader: any CardReader,
    under lease: any LedgerLease, readyWait: Duration? = nil
  ) async -> [PaymentReport] {
    guard !open.isEmpty || decided != nil else { return [] }
    do throws(ReaderError) {
      guard let newest = try await newestWhenReady(reader, wait: readyWait ?? configuration.readyWait) else {
        return open.map { $0.report(.unknown, error: .unresolved(.notReady)) }
      }
      var reports: [PaymentReport] = []
      for attempt in open { reports.append(await settle(attempt, newest: newest, under: lease)) }
      if let decided { await compare(decided, newest: newest, under: lease) }
      return reports
    } catch {
      return open.map { $0.report(.unknown, error: .reader(error)) }
    }
  }

  /// What the reader says is its newest record, once it is ready; nil if it does not become so in time.
  private func newestWhenReady(
    _ reader: any CardReader, wait: Duration
  ) async throws(ReaderError) -> Noted? {
    let deadline = ContinuousClock.now + wait
    while true {
      do throws(ReaderError) {
        try await reader.connect()
        if try await reader.status().answersQuestions {
          return try await reader.lastTransaction().map { .record($0) } ?? Noted.none
        }
        guard ContinuousClock.now < deadline else { return nil }
      } catch {
        guard error.isPassing, ContinuousClock.now < deadline else { throw error }
      }
      await pause(configuration.probePause)
    }
  }

  /// Decides by the table, and has it on disk before it is told.
  private func settle(
    _ open: OpenAttempt, newest: Noted, under lease: any LedgerLease
  ) async -> PaymentReport {
    do throws(JournalError) {
      let decision = RecoveryTable.decide(try await input(open, newest: newest.record).facts)
      let (outcome, reason, record) = decision.result(newest.record)
      if outcome != .unknown || open.attempt.state != .unknown || open.attempt.note != reason.rawValue {
        let step = LedgerStep(
          AttemptState(outcome), record: record, note: reason.rawValue, since: open.attempt.state)
        try await journal.add(step, to: open.attempt.key, under: lease)
      }
      var report = open.report(outcome, error: outcome == .unknown ? .unresolved(reason) : nil)
      report.record = record ?? open.attempt.record
      report.reason = reason
      return report
    } catch {
      return open.report(.unknown, error: .journal(error))
    }
  }

  /// What cannot be kept now is compared again the next time.
  private func compare(_ decided: DecidedAttempt, newest: Noted, under lease: any LedgerLease) async {
    guard let input = try? await input(decided.open, newest: newest.record),
      let step = decided.step(RecoveryTable.decide(input.facts), newest: newest.record)
    else { return }
    try? await journal.add(step, to: decided.open.attempt.key, under: lease)
  }

  /// Among so many the record may be another attempt's.
  private static let recentAttempts = 200

  private func input(_ open: OpenAttempt, newest: TransactionRecord?) async throws(JournalError)
    -> RecoveryInput
  {
    var input = RecoveryInput(
      open, heard: try await journal.lastHeard(from: open.attempt.reader), newest: newest)
    input.saysPaid = try await journal.events(open.attempt.key).contains { $0.note == PaymentError.paidNote }
    input.isClaimed = try await journal.history(limit: Self.recentAttempts).contains { other in
      other.key != open.attempt.key && other.reader == open.attempt.reader && other.state.isFinished
        && other.record.map { newest?.isShownAgain(from: $0) == true } ?? false
    }
    return input
  }
}

extension OpenAttempt {
  func report(_ outcome: Outcome, error: PaymentError?) -> PaymentReport {
    PaymentReport(
      key: attempt.key, outcome: outcome, amount: attempt.amount, currency: attempt.currency,
      record: attempt.record, time: Date(), error: error)
  }
}

extension ReaderError {
  /// Worth another probe: the line is there, or may come again at once. What a wrong address or password
  /// spoils stays.
  fileprivate var isPassing: Bool {
    switch self {
    case .transport, .registration(.refused), .failure(.refused): false
    case .registration, .failure: true
    }
  }
}
