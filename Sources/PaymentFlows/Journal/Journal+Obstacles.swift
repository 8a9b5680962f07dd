internal import GRDB

/// What forbids an attempt, as the journal knows it.
extension Journal {
  /// As the index `openAttempts` has it, word for word, so that it is used.
  static let isOpen = "(state = 'intent' OR state = 'received' OR state = 'unknown')"

  /// Without the index named SQLite walks through all that the reader has ever done.
  static let openOnReader = "SELECT key FROM attempts INDEXED BY openAttempts WHERE \(isOpen) AND reader = ?"

  /// `linesByBill` has bills only.
  static let ordersOfBill = """
    SELECT DISTINCT orderID FROM attempts JOIN lines ON attemptID = attempts.id
    WHERE billID IS NOT NULL AND ltrim(billID, '0') = ltrim(?, '0')
      AND ltrim(paymentID, '0') = ltrim(?, '0')
    """

  /// What a new attempt meets at once.
  struct Surroundings {
    /// The intent's own order.
    let order: Int64?
    let isKeyThere: Bool
    let openOnReader: AttemptKey?

    init(_ intent: Intent, by statements: StepStatements, in db: Database) throws {
      let found = try statements.surroundings.first(
        in: db, intent.orderIdentity, intent.key.text, intent.reader
      ) { row in
        (
          Int64.fromStatement(row, atUncheckedIndex: 0), Bool.fromStatement(row, atUncheckedIndex: 1),
          String.fromStatement(row, atUncheckedIndex: 2)
        )
      }
      guard let found, let isKeyThere = found.1 else { throw JournalError.damaged("no answer") }
      (order, self.isKeyThere) = (found.0, isKeyThere)
      openOnReader = found.2.flatMap { AttemptKey($0) }
    }
  }

  /// - Parameter surroundings: what the intent met, in this transaction.
  static func obstacle(
    to intent: Intent, in surroundings: Surroundings, _ db: Database
  ) throws -> PaymentError? {
    guard !surroundings.isKeyThere else { return .keyReused }
    let orders = try orders(sharing: intent, own: surroundings.order, in: db)
    if let inOrder = try openAttempt(for: orders, in: db) { return .orderUnresolved(by: inOrder) }
    if let onReader = surroundings.openOnReader { return .readerUnresolved(by: onReader) }
    if let payment = intent.reverses {
      return try reversal(of: payment, in: db).map { .reversed(by: $0) }
    }
    if let undoing = try undoing(orders, in: db) { return .reversalPending(of: undoing) }
    return try payer(of: orders, in: db).map { .orderPaid(by: $0) }
  }

  /// The orders that owe some of the same, as a JSON list: the intent's own, and each in which one of its
  /// bills stands. Nil: there is none.
  static func orders(sharing intent: Intent, own: Int64?, in db: Database) throws -> String? {
    var orders = own.map { [$0] } ?? []
    for line in intent.lines {
      guard let bill = line.billID, let payment = line.paymentID else { continue }
      orders += try db.rows(ordersOfBill, [bill, payment]).map { $0["orderID"] }
    }
    return orders.isEmpty ? nil : "[\(orders.map(String.init).joined(separator: ","))]"
  }

  /// The order of that name.
  static func order(_ identity: String, in db: Database) throws -> Int64? {
    try db.number("SELECT id FROM orders WHERE identity = ?", [identity])
  }

  /// The newest attempt without an outcome.
  static func openAttempt(for orders: String?, in db: Database) throws -> AttemptKey? {
    guard let orders else { return nil }
    return try key(
      db,
      """
      SELECT key FROM attempts WHERE (+state = 'intent' OR +state = 'received' OR +state = 'unknown')
        AND orderID IN (SELECT value FROM json_each(?)) ORDER BY +id DESC LIMIT 1
      """, [orders])
  }

  /// The payment that is still to be undone.
  static func undoing(_ orders: String?, in db: Database) throws -> AttemptKey? {
    guard let orders else { return nil }
    return try key(
      db,
      """
      SELECT key FROM attempts JOIN reversals ON paymentID = attempts.id
      WHERE orderID IN (SELECT value FROM json_each(?)) AND status IN ('pending', 'person')
        AND reason <> 'notCharged' LIMIT 1
      """, [orders])
  }

  /// The approved payment that is not reversed, nor found to be none.
  static func payer(of orders: String?, in db: Database) throws -> AttemptKey? {
    guard let orders else { return nil }
    return try key(
      db,
      """
      SELECT key FROM attempts AS paid
      WHERE kind = 'payment' AND state = 'approved' AND orderID IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE reverses = paid.id AND state = 'approved')
        AND NOT EXISTS (SELECT 1 FROM decisions WHERE attemptID = paid.id AND finding = 'contradicted')
      LIMIT 1
      """, [orders])
  }

  /// The approved reversal of a payment.
  static func reversal(of payment: AttemptKey, in db: Database) throws -> AttemptKey? {
    try key(
      db,
      """
      SELECT key FROM attempts
      WHERE state = 'approved' AND reverses = (SELECT id FROM attempts WHERE key = ?) LIMIT 1
      """, [payment.text])
  }

  static func identity(of key: AttemptKey, in db: Database) throws -> Int64? {
    try db.number("SELECT id FROM attempts WHERE key = ?", [key.text])
  }

  private static func key(
    _ db: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> AttemptKey? {
    try db.text(sql, arguments).flatMap { AttemptKey($0) }
  }
}
