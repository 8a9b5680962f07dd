import PosProtocol

@testable import PaymentFlows

/// The right to work on something that nobody else wants.
final class FreeLease: LedgerLease {
  let fence: Int64 = 0
}

extension LedgerStore {
  /// The right to a reader that nobody else wants.
  func right(to reader: String) async throws(JournalError) -> any LedgerLease {
    if self is Journal { return FreeLease() }
    guard let lease = try await lease(.reader(reader), wait: .seconds(20)) else { throw .leaseLost }
    return lease
  }

  func begin(_ intent: Intent) async throws(JournalError) -> IntentAnswer {
    try await begin(intent, under: try await right(to: intent.reader))
  }

  func add(
    _ state: AttemptState, to key: AttemptKey, record: TransactionRecord?, note: String?
  ) async throws(JournalError) {
    let reader = try await attempt(key)?.reader ?? ""
    try await add(
      LedgerStep(state, record: record, note: note), to: key, under: try await right(to: reader))
  }
}
