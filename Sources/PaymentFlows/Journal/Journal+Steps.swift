internal import Foundation
internal import GRDB
internal import PosProtocol

extension Journal {
  public func begin(
    _ intent: Intent, under lease: any LedgerLease
  ) async throws(JournalError) -> IntentAnswer {
    let (noted, time) = (intent.noted.json, Self.milliseconds(Date()))
    let answer = try await write { db -> IntentAnswer in
      if let obstacle = try Self.obstacle(to: intent, in: db) { return .refused(obstacle) }
      try Self.insert(intent, noted: noted, at: time, in: db)
      return .recorded
    }
    if answer == .recorded { afterCommit(.intent) }
    return answer
  }

  public func add(
    _ step: LedgerStep, to key: AttemptKey, under lease: any LedgerLease
  ) async throws(JournalError) {
    let event = Event(step)
    try await write { db in
      guard let row = try db.row("SELECT id, state FROM attempts WHERE key = ?", [key.text]) else {
        throw JournalError.refused("no attempt \(key)")
      }
      if let earlier = step.since, row["state"] as String != earlier.rawValue {
        throw JournalError.refused("attempt \(key) went on meanwhile")
      }
      try event.insert(attempt: row["id"], in: db)
      try Self.insertCompanions(of: step, attempt: row["id"], in: db)
    }
    afterCommit(step.state)
  }

  /// An event as it is kept, made before its turn comes at the disk.
  private struct Event: Sendable {
    let state: AttemptState, time: Int64, record: String?, note: String?

    init(_ step: LedgerStep) {
      (state, time, note) = (step.state, Journal.milliseconds(Date()), step.note)
      record = step.record.map { StoredRecord($0).json }
    }

    func insert(attempt: Int64, in db: Database) throws {
      try db.perform(
        "INSERT INTO events (attemptID, state, time, record, note) VALUES (?, ?, ?, ?, ?)",
        [attempt, state.rawValue, time, record, note])
    }
  }

  private static func insert(
    _ intent: Intent, noted: String?, at time: Int64, in db: Database
  ) throws {
    try db.perform("INSERT INTO orders (identity) VALUES (?) ON CONFLICT DO NOTHING", [intent.orderIdentity])
    try db.perform(
      """
      INSERT INTO attempts
        (key, kind, orderID, reader, amount, currency, fingerprint, noted, reverses, started, state)
      VALUES (?, ?, (SELECT id FROM orders WHERE identity = ?), ?, ?, ?, ?, ?,
        (SELECT id FROM attempts WHERE key = ?), ?, 'intent')
      """,
      [
        intent.key.text, intent.kind.rawValue, intent.orderIdentity, intent.reader,
        Int64(intent.amount.minorUnits), intent.currency.numericCode, intent.fingerprint, noted,
        intent.reverses?.text, time,
      ])
    let id = db.lastInsertedRowID
    for (position, line) in intent.lines.enumerated() {
      try db.perform(
        "INSERT INTO lines (attemptID, position, amount, billID, paymentID, purpose) VALUES (?, ?, ?, ?, ?, ?)",
        [id, position, Int64(line.amount.minorUnits), line.billID, line.paymentID, line.purpose])
    }
    try Event(LedgerStep(.intent)).insert(attempt: id, in: db)
  }

  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
}
