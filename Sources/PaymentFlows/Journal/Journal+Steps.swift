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
      guard try event.insert(key, since: step.since, in: db) else {
        let isThere = try Self.identity(of: key, in: db) != nil
        throw JournalError.refused(isThere ? "attempt \(key) went on meanwhile" : "no attempt \(key)")
      }
      try Self.insertCompanions(of: step, to: key, in: db)
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

    /// False: there is no such attempt, or not in the state `earlier`.
    func insert(_ key: AttemptKey, since earlier: AttemptState? = nil, in db: Database) throws -> Bool {
      try db.perform(
        """
        INSERT INTO events (attemptID, state, time, record, note)
          SELECT id, ?, ?, ?, ? FROM attempts WHERE key = ? AND state = ifnull(?, state)
        """, [state.rawValue, time, record, note, key.text, earlier?.rawValue])
      return db.changesCount == 1
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
    _ = try Event(LedgerStep(.intent)).insert(intent.key, in: db)
  }

  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
}
