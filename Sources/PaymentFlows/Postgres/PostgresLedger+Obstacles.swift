#if Postgres
  /// What forbids an attempt, as the ledger knows it.
  extension PostgresLedger {
    static let isOpen = "state IN ('intent', 'received', 'unknown')"

    static func obstacle(to intent: Intent, in session: PostgresSession) throws -> PaymentError? {
      let known = try key(session, "SELECT key FROM attempts WHERE key = $1", [intent.key.text])
      guard known == nil else { return .keyReused }
      let orders = try orders(sharing: intent, in: session)
      if let inOrder = try openAttempt(for: orders, in: session) { return .orderUnresolved(by: inOrder) }
      let onReader = try key(
        session, "SELECT key FROM attempts WHERE \(isOpen) AND reader = $1 LIMIT 1", [intent.reader])
      if let onReader { return .readerUnresolved(by: onReader) }
      if let payment = intent.reverses {
        return try reversal(of: payment, in: session).map { .reversed(by: $0) }
      }
      if let undoing = try undoing(orders, in: session) { return .reversalPending(of: undoing) }
      return try payer(of: orders, in: session).map { .orderPaid(by: $0) }
    }

    /// The bill of a line as one name, with leading zeros dropped; nil without one.
    static func bill(_ line: Attempt.Line) -> String? {
      guard let bill = line.billID, let payment = line.paymentID else { return nil }
      return "\(bill.drop { $0 == "0" })/\(payment.drop { $0 == "0" })"
    }

    /// The orders that owe some of the same: the intent's own, and each in which one of its bills stands.
    static func orders(sharing intent: Intent, in session: PostgresSession) throws -> [String] {
      var orders: Set = [intent.orderIdentity]
      for bill in intent.lines.compactMap(bill) {
        let rows = try session.run(
          "SELECT DISTINCT order_identity FROM attempts JOIN lines ON attempt = key WHERE bill = $1", [bill])
        orders.formUnion(rows.map { $0["order_identity"] })
      }
      return orders.sorted()
    }

    /// The newest attempt without an outcome.
    static func openAttempt(for orders: [String], in session: PostgresSession) throws -> AttemptKey? {
      try key(
        session,
        """
        SELECT key FROM attempts WHERE \(isOpen) AND order_identity IN (\(places(orders)))
        ORDER BY started DESC, key DESC LIMIT 1
        """, orders)
    }

    /// The payment that is still to be undone.
    static func undoing(_ orders: [String], in session: PostgresSession) throws -> AttemptKey? {
      try key(
        session,
        """
        SELECT key FROM attempts JOIN reversals ON payment = key
        WHERE order_identity IN (\(places(orders))) AND status IN ('pending', 'person')
          AND reversals.reason <> 'notCharged' LIMIT 1
        """, orders)
    }

    /// The approved payment that is not reversed, nor found to be none.
    static func payer(of orders: [String], in session: PostgresSession) throws -> AttemptKey? {
      try key(
        session,
        """
        SELECT key FROM attempts AS paid
        WHERE kind = 'payment' AND state = 'approved' AND order_identity IN (\(places(orders)))
          AND NOT EXISTS (
            SELECT 1 FROM attempts AS undo WHERE undo.reverses = paid.key AND undo.state = 'approved')
          AND NOT EXISTS (
            SELECT 1 FROM decisions WHERE attempt = paid.key AND finding = 'contradicted')
        LIMIT 1
        """, orders)
    }

    /// The approved reversal of a payment.
    static func reversal(of payment: AttemptKey, in session: PostgresSession) throws -> AttemptKey? {
      try key(
        session, "SELECT key FROM attempts WHERE state = 'approved' AND reverses = $1 LIMIT 1",
        [payment.text])
    }

    private static func key(
      _ session: PostgresSession, _ sql: String, _ values: [any SQLConvertible]
    ) throws -> AttemptKey? {
      try session.run(sql, values).first.flatMap { AttemptKey($0["key"]) }
    }

    /// `$1, $2` for so many values.
    static func places(_ values: [some Any]) -> String {
      values.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    }
  }
#endif
