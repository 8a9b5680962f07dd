internal import Foundation
internal import GRDB
internal import PosProtocol

extension Journal {
  public func history(_ page: HistoryPage) async throws(JournalError) -> [Attempt] {
    try await read { db in
      guard let before = page.before else {
        return try Self.attempts(db, "ORDER BY attempts.id DESC LIMIT ?", [page.limit])
      }
      return try Self.attempts(
        db,
        """
        WHERE attempts.id < (SELECT id FROM attempts WHERE key = ?) ORDER BY attempts.id DESC LIMIT ?
        """, [before.text, page.limit])
    }
  }

  public func attempt(_ key: AttemptKey) async throws(JournalError) -> Attempt? {
    try await read { db in try Self.attempts(db, "WHERE attempts.key = ?", [key.text]).first }
  }

  public func oldest(after key: AttemptKey?, limit: Int) async throws(JournalError) -> [Attempt] {
    try await read { db in
      try Self.attempts(
        db,
        """
        WHERE attempts.id > coalesce((SELECT id FROM attempts WHERE key = ?), 0) ORDER BY attempts.id LIMIT ?
        """, [key?.text, limit])
    }
  }

  public func events(_ key: AttemptKey) async throws(JournalError) -> [AttemptEvent] {
    try await read { db in try Self.events(db, of: key) }
  }

  public func open(_ key: AttemptKey) async throws(JournalError) -> OpenAttempt? {
    try await read { db in try Self.open(db, key) }
  }

  public func unresolved(on reader: String?) async throws(JournalError) -> [OpenAttempt] {
    try await read { db in
      let sql = """
        SELECT key FROM attempts INDEXED BY openAttempts
        WHERE \(Self.isOpen)\(reader == nil ? "" : " AND reader = ?") ORDER BY id
        """
      let keys = try db.rows(sql, reader.map { [$0] } ?? [])
      return try keys.compactMap { AttemptKey($0["key"]) }.compactMap { try Self.open(db, $0) }
    }
  }

  public func obstacle(to intent: Intent) async throws(JournalError) -> OrderObstacle {
    try await read { db in
      let own = try Self.order(intent.orderIdentity, in: db)
      let orders = try Self.orders(sharing: intent, own: own, in: db)
      return OrderObstacle(
        open: try Self.openAttempt(for: orders, in: db), payer: try Self.payer(of: orders, in: db),
        undoing: try Self.undoing(orders, in: db))
    }
  }

  public func reversal(of payment: AttemptKey) async throws(JournalError) -> AttemptKey? {
    try await read { db in try Self.reversal(of: payment, in: db) }
  }

  public func lastHeard(from reader: String) async throws(JournalError) -> HeardRecord? {
    try await read { db in
      let row = try db.row(
        """
        SELECT record, time FROM heard JOIN events USING (attemptID)
        WHERE reader = ? AND state = 'received'
        """, [reader])
      guard let row, let json = row["record"] as String?, let stored = StoredRecord(json: json) else {
        return nil
      }
      return HeardRecord(record: stored.record, time: Self.date(row["time"]))
    }
  }
}

extension Journal {
  static func open(_ db: Database, _ key: AttemptKey) throws -> OpenAttempt? {
    guard let attempt = try attempts(db, "WHERE attempts.key = ?", [key.text]).first,
      let row = try db.row("SELECT fingerprint, noted FROM attempts WHERE key = ?", [key.text])
    else { return nil }
    let received = try events(db, of: key).last { $0.isEvidence }?.record
    let target = try attempt.reverses.flatMap {
      try attempts(db, "WHERE attempts.key = ?", [$0.text]).first?.record
    }
    return OpenAttempt(
      attempt: attempt, fingerprint: row["fingerprint"], noted: Noted(json: row["noted"]), received: received,
      target: target)
  }

  private static func events(_ db: Database, of key: AttemptKey) throws -> [AttemptEvent] {
    let rows = try db.rows(
      """
      SELECT state, time, record, note FROM events
      WHERE attemptID = (SELECT id FROM attempts WHERE key = ?) ORDER BY id
      """, [key.text])
    return try rows.map { row in
      AttemptEvent(
        state: try state(row["state"]), time: date(row["time"]), record: try record(row["record"]),
        note: row["note"])
    }
  }

  private static func attempts(
    _ db: Database, _ clause: String, _ arguments: StatementArguments
  ) throws -> [Attempt] {
    let rows = try db.rows(
      """
        SELECT attempts.*, orders.identity AS identity, reversed.key AS reversedKey,
          (SELECT record FROM events WHERE attemptID = attempts.id AND record IS NOT NULL
            ORDER BY id DESC LIMIT 1) AS record,
          last.time AS time, last.note AS note
        FROM attempts JOIN orders ON orders.id = attempts.orderID
        LEFT JOIN attempts AS reversed ON reversed.id = attempts.reverses
        JOIN events AS last ON last.id = (SELECT max(id) FROM events WHERE attemptID = attempts.id)
        \(clause)
      """, arguments)
    return try rows.map { try attempt($0, db) }
  }

  private static func attempt(_ row: Row, _ db: Database) throws -> Attempt {
    guard let key = AttemptKey(row["key"]), let kind = AttemptKind(rawValue: row["kind"]),
      let currency = Currency(numericCode: row["currency"])
    else { throw JournalError.damaged("an attempt cannot be read") }
    return Attempt(
      key: key, kind: kind, reader: row["reader"], order: row["identity"],
      lines: try lines(db, attempt: row["id"]), amount: try amount(row["amount"]), currency: currency,
      state: try state(row["state"]), record: try record(row["record"]), note: row["note"],
      started: date(row["started"]), time: date(row["time"]),
      reverses: (row["reversedKey"] as String?).flatMap { AttemptKey($0) })
  }

  private static func lines(_ db: Database, attempt: Int64) throws -> [Attempt.Line] {
    try db.rows("SELECT * FROM lines WHERE attemptID = ? ORDER BY position", [attempt]).map { row in
      Attempt.Line(
        amount: try amount(row["amount"]), billID: row["billID"], paymentID: row["paymentID"],
        purpose: row["purpose"])
    }
  }

  static func amount(_ value: Int64) throws -> Amount {
    guard let amount = UInt64(exactly: value).flatMap(Amount.init(minorUnits:)) else {
      throw JournalError.damaged("an amount cannot be read")
    }
    return amount
  }

  static func state(_ text: String) throws -> AttemptState {
    guard let state = AttemptState(rawValue: text) else { throw JournalError.damaged("state \(text)") }
    return state
  }

  static func record(_ json: String?) throws -> TransactionRecord? {
    guard let json else { return nil }
    guard let stored = StoredRecord(json: json) else { throw JournalError.damaged("a record cannot be read") }
    return stored.record
  }

  static func date(_ milliseconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}

extension AttemptEvent {
  /// An approval of this attempt. One that was refused because it did not fit is none.
  var isEvidence: Bool { record?.isApproval == true && note != "approvalRefused" }
}
