import PosProtocol

@testable import PaymentFlows

/// The right to work on something that nobody else wants.
final class FreeLease: LedgerLease {
  let fence: Int64 = 0
}

extension LedgerStore {
  func begin(_ intent: Intent) async throws(JournalError) -> IntentAnswer {
    try await begin(intent, under: FreeLease())
  }

  func add(
    _ state: AttemptState, to key: AttemptKey, record: TransactionRecord?, note: String?
  ) async throws(JournalError) {
    try await add(LedgerStep(state, record: record, note: note), to: key, under: FreeLease())
  }
}
