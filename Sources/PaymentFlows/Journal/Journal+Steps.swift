internal import Foundation
internal import GRDB
internal import PosProtocol

extension Journal {
  public func begin(
    _ intent: Intent, under lease: any LedgerLease
  ) async throws(JournalError) -> IntentAnswer {
    let answer = try await write { db -> IntentAnswer in
      if let obstacle = try Self.obstacle(to: intent, in: db) { return .refused(obstacle) }
      try Self.insert(intent, in: db)
      return .recorded
    }
    if answer == .recorded { afterCommit(.intent) }
    return answer
  }

  public func add(
    _ step: LedgerStep, to key: AttemptKey, under lease: any LedgerLease
  ) async throws(JournalError) {
    try await write { db in
      guard
        let id = try Int64.fetchOne(db, sql: "SELECT id FROM attempts WHERE key = ?", arguments: [key.text])
      else { throw JournalError.refused("no attempt \(key)") }
      let present = try String.fetchOne(db, sql: "SELECT state FROM attempts WHERE id = ?", arguments: [id])
      if let earlier = step.since, present != earlier.rawValue {
        throw JournalError.refused("attempt \(key) went on meanwhile")
      }
      try Self.insertEvent(step, attempt: id, in: db)
      try Self.insertCompanions(of: step, attempt: id, in: db)
    }
    afterCommit(step.state)
  }

  private static func obstacle(to intent: Intent, in db: Database) throws -> PaymentError? {
    let known = try Int64.fetchOne(
      db, sql: "SELECT id FROM attempts WHERE key = ?", arguments: [intent.key.text])
    if known != nil { return .keyReused }
    let open = "state IN ('intent', 'received', 'unknown')"
    let orders = try orders(sharing: intent, in: db)
    if let inOrder = try openAttempt(for: orders, in: db) { return .orderUnresolved(by: inOrder) }
    let onReader = try key(db, "SELECT key FROM attempts WHERE \(open) AND reader = ?", [intent.reader])
    if let onReader { return .readerUnresolved(by: onReader) }
    if let payment = intent.reverses {
      return try reversal(of: payment, in: db).map { .reversed(by: $0) }
    }
    if let undoing = try undoing(orders, in: db) { return .reversalPending(of: undoing) }
    return try payer(of: orders, in: db).map { .orderPaid(by: $0) }
  }

  /// The orders that owe some of the same: the intent's own, and each in which one of its bills stands.
  static func orders(sharing intent: Intent, in db: Database) throws -> [Int64] {
    var orders = try Int64.fetchAll(
      db, sql: "SELECT id FROM orders WHERE identity = ?", arguments: [intent.orderIdentity])
    for line in intent.lines {
      guard let bill = line.billID, let payment = line.paymentID else { continue }
      orders += try Int64.fetchAll(
        db,
        sql: """
          SELECT DISTINCT orderID FROM attempts JOIN lines ON attemptID = attempts.id
          WHERE ltrim(billID, '0') = ltrim(?, '0') AND ltrim(paymentID, '0') = ltrim(?, '0')
          """, arguments: [bill, payment])
    }
    return orders
  }

  /// The newest attempt without an outcome.
  static func openAttempt(for orders: [Int64], in db: Database) throws -> AttemptKey? {
    try key(
      db,
      """
      SELECT key FROM attempts WHERE state IN ('intent', 'received', 'unknown')
        AND orderID IN (\(list(orders))) ORDER BY id DESC
      """, [])
  }

  /// The approved payment that is not reversed, nor found to be none.
  static func payer(of orders: [Int64], in db: Database) throws -> AttemptKey? {
    try key(
      db,
      """
      SELECT key FROM attempts AS paid
      WHERE kind = 'payment' AND state = 'approved' AND orderID IN (\(list(orders)))
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE reverses = paid.id AND state = 'approved')
        AND NOT EXISTS (SELECT 1 FROM decisions WHERE attemptID = paid.id AND finding = 'contradicted')
      """, [])
  }

  static func list(_ numbers: [Int64]) -> String {
    numbers.map(String.init).joined(separator: ", ")
  }

  /// The approved reversal of a payment.
  static func reversal(of payment: AttemptKey, in db: Database) throws -> AttemptKey? {
    try key(
      db,
      """
      SELECT key FROM attempts
      WHERE state = 'approved' AND reverses = (SELECT id FROM attempts WHERE key = ?)
      """, [payment.text])
  }

  static func key(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws -> AttemptKey? {
    try String.fetchOne(db, sql: sql, arguments: arguments).flatMap { AttemptKey($0) }
  }

  private static func insert(_ intent: Intent, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO orders (identity) VALUES (?) ON CONFLICT DO NOTHING",
      arguments: [intent.orderIdentity])
    try db.execute(
      sql: """
        INSERT INTO attempts
          (key, kind, orderID, reader, amount, currency, fingerprint, noted, reverses, started, state)
        VALUES (?, ?, (SELECT id FROM orders WHERE identity = ?), ?, ?, ?, ?, ?,
          (SELECT id FROM attempts WHERE key = ?), ?, 'intent')
        """,
      arguments: [
        intent.key.text, intent.kind.rawValue, intent.orderIdentity, intent.reader,
        Int64(intent.amount.minorUnits), intent.currency.numericCode, intent.fingerprint, intent.noted.json,
        intent.reverses?.text, Self.milliseconds(Date()),
      ])
    let id = db.lastInsertedRowID
    for (position, line) in intent.lines.enumerated() {
      try db.execute(
        sql:
          "INSERT INTO lines (attemptID, position, amount, billID, paymentID, purpose) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [id, position, Int64(line.amount.minorUnits), line.billID, line.paymentID, line.purpose])
    }
    try insertEvent(LedgerStep(.intent), attempt: id, in: db)
  }

  private static func insertEvent(_ step: LedgerStep, attempt: Int64, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO events (attemptID, state, time, record, note) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        attempt, step.state.rawValue, milliseconds(Date()), step.record.map { StoredRecord($0).json },
        step.note,
      ])
  }

  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
}
