internal import Foundation
internal import GRDB
internal import PosProtocol

extension Journal {
  public func begin(
    _ intent: Intent, under lease: any LedgerLease
  ) async throws(JournalError) -> IntentAnswer {
    let (noted, time) = (intent.noted.json, Self.milliseconds(Date()))
    let answer = try await write { db -> IntentAnswer in
      let surroundings = try Surroundings(intent, in: db)
      if let obstacle = try Self.obstacle(to: intent, in: surroundings, db) { return .refused(obstacle) }
      try Self.insert(intent, order: surroundings.order, noted: noted, at: time, in: db)
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

    /// False: there is no such attempt, or not in the state `earlier`. Each statement changes one row: SQLite
    /// then keeps no copies of the pages for taking a part of it back.
    func insert(_ key: AttemptKey, since earlier: AttemptState?, in db: Database) throws -> Bool {
      try db.run(
        "UPDATE OR FAIL attempts SET state = ? WHERE key = ? AND state = ifnull(?, state)", state.rawValue,
        key.text, earlier?.rawValue)
      guard db.changesCount == 1 else { return false }
      try db.run(
        """
        INSERT INTO events (attemptID, state, time, record, note)
          VALUES ((SELECT id FROM attempts WHERE key = ?), ?, ?, ?, ?)
        """, key.text, state.rawValue, time, record, note)
      guard state == .received else { return true }
      try db.run(
        """
        INSERT INTO heard
          VALUES ((SELECT reader FROM attempts WHERE key = ?), (SELECT id FROM attempts WHERE key = ?))
          ON CONFLICT (reader) DO UPDATE SET attemptID = excluded.attemptID
        """, key.text, key.text)
      return true
    }
  }

  private static func insert(
    _ intent: Intent, order: Int64?, noted: String?, at time: Int64, in db: Database
  ) throws {
    if order == nil { try db.run("INSERT INTO orders (identity) VALUES (?)", intent.orderIdentity) }
    try db.run(
      """
      INSERT INTO attempts
        (key, kind, orderID, reader, amount, currency, fingerprint, noted, reverses, started, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?,
        (SELECT id FROM attempts WHERE key = ?), ?, 'intent')
      """,
      intent.key.text, intent.kind.rawValue, order ?? db.lastInsertedRowID, intent.reader,
      Int64(intent.amount.minorUnits), Int64(intent.currency.numericCode), intent.fingerprint, noted,
      intent.reverses?.text, time)
    let id = db.lastInsertedRowID
    for (position, line) in intent.lines.enumerated() {
      try db.run(
        "INSERT INTO lines (attemptID, position, amount, billID, paymentID, purpose) VALUES (?, ?, ?, ?, ?, ?)",
        id, Int64(position), Int64(line.amount.minorUnits), line.billID, line.paymentID, line.purpose)
    }
    try db.run(
      "INSERT INTO events (attemptID, state, time) VALUES (?, ?, ?)", id, AttemptState.intent.rawValue, time)
  }

  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
}
