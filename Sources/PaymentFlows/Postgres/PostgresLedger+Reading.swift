#if Postgres
  internal import PosProtocol

  extension PostgresLedger {
    public func history(_ page: HistoryPage) async throws(JournalError) -> [Attempt] {
      try await read { session in
        guard let before = page.before else {
          return try Self.attempts(session, "ORDER BY a.started DESC, a.key DESC LIMIT $1", [page.limit])
        }
        return try Self.attempts(
          session,
          """
          WHERE (a.started, a.key) < (SELECT started, key FROM attempts WHERE key = $1)
          ORDER BY a.started DESC, a.key DESC LIMIT $2
          """, [before.text, page.limit])
      }
    }

    public func oldest(after key: AttemptKey?, limit: Int) async throws(JournalError) -> [Attempt] {
      try await read { session in
        guard let key else {
          return try Self.attempts(session, "ORDER BY a.started, a.key LIMIT $1", [limit])
        }
        return try Self.attempts(
          session,
          """
          WHERE (a.started, a.key) > (SELECT started, key FROM attempts WHERE key = $1)
          ORDER BY a.started, a.key LIMIT $2
          """, [key.text, limit])
      }
    }

    public func attempt(_ key: AttemptKey) async throws(JournalError) -> Attempt? {
      try await read { session in try Self.attempts(session, "WHERE a.key = $1", [key.text]).first }
    }

    public func events(_ key: AttemptKey) async throws(JournalError) -> [AttemptEvent] {
      try await read { session in try Self.events(session, of: key) }
    }

    public func open(_ key: AttemptKey) async throws(JournalError) -> OpenAttempt? {
      try await read { session in try Self.open(session, key) }
    }

    public func unresolved(on reader: String?) async throws(JournalError) -> [OpenAttempt] {
      try await read { session in
        let (clause, values) = reader.map { (" AND reader = $1", [$0]) } ?? ("", [])
        let keys = try session.run(
          "SELECT key FROM attempts WHERE \(Self.isOpen)\(clause) ORDER BY started, number, key", values)
        return try keys.compactMap { AttemptKey($0["key"]) }.compactMap { try Self.open(session, $0) }
      }
    }

    public func obstacle(to intent: Intent) async throws(JournalError) -> OrderObstacle {
      try await read { session in
        let orders = try Self.orders(sharing: intent, in: session)
        return OrderObstacle(
          open: try Self.openAttempt(for: orders, in: session),
          payer: try Self.payer(of: orders, in: session),
          undoing: try Self.undoing(orders, in: session))
      }
    }

    public func reversal(of payment: AttemptKey) async throws(JournalError) -> AttemptKey? {
      try await read { session in try Self.reversal(of: payment, in: session) }
    }

    public func lastHeard(from reader: String) async throws(JournalError) -> HeardRecord? {
      try await read { session in
        let row = try session.run(
          """
          SELECT events.record, events.time FROM attempts
          JOIN events ON events.attempt = attempts.key AND events.state = 'received'
          WHERE attempts.reader = $1 ORDER BY attempts.number DESC, events.position LIMIT 1
          """, [reader]
        ).first
        guard let row, let stored = StoredRecord(json: row["record"]) else { return nil }
        return HeardRecord(record: stored.record, time: Journal.date(row["time"]))
      }
    }
  }

  extension PostgresLedger {
    static func open(_ session: PostgresSession, _ key: AttemptKey) throws -> OpenAttempt? {
      guard let attempt = try attempts(session, "WHERE a.key = $1", [key.text]).first,
        let row = try session.run("SELECT fingerprint, noted FROM attempts WHERE key = $1", [key.text]).first
      else { return nil }
      let target = try attempt.reverses.flatMap {
        try attempts(session, "WHERE a.key = $1", [$0.text]).first?.record
      }
      return OpenAttempt(
        attempt: attempt, fingerprint: row["fingerprint"], noted: Noted(json: row["noted"]),
        received: try events(session, of: key).last { $0.isEvidence }?.record, target: target)
    }

    private static func events(_ session: PostgresSession, of key: AttemptKey) throws -> [AttemptEvent] {
      try session.run(
        "SELECT state, time, record, note FROM events WHERE attempt = $1 ORDER BY position", [key.text]
      )
      .map { row in
        AttemptEvent(
          state: try Journal.state(row["state"]), time: Journal.date(row["time"]),
          record: try Journal.record(row["record"]), note: row["note"])
      }
    }

    private static func attempts(
      _ session: PostgresSession, _ clause: String, _ values: [any SQLConvertible]
    ) throws -> [Attempt] {
      let rows = try session.run(
        """
        SELECT a.key, a.kind, a.order_identity, a.reader, a.amount, a.currency, a.state, a.started,
          a.reverses,
          (SELECT record FROM events WHERE attempt = a.key AND record IS NOT NULL
            ORDER BY position DESC LIMIT 1) AS record,
          newest.time AS time, newest.note AS note
        FROM attempts AS a
        JOIN events AS newest ON newest.attempt = a.key
          AND newest.position = (SELECT max(position) FROM events WHERE attempt = a.key)
        \(clause)
        """, values)
      let lines = try lines(session, of: rows.map { $0["key"] })
      return try rows.map { try attempt($0, lines) }
    }

    private static func attempt(_ row: SQLRow, _ lines: [String: [Attempt.Line]]) throws -> Attempt {
      guard let key = AttemptKey(row["key"]), let kind = AttemptKind(rawValue: row["kind"]),
        let currency = Currency(numericCode: row["currency"])
      else { throw JournalError.damaged("an attempt cannot be read") }
      return Attempt(
        key: key, kind: kind, reader: row["reader"], order: row["order_identity"],
        lines: lines[key.text] ?? [], amount: try Journal.amount(row["amount"]), currency: currency,
        state: try Journal.state(row["state"]), record: try Journal.record(row["record"]), note: row["note"],
        started: Journal.date(row["started"]), time: Journal.date(row["time"]),
        reverses: (row["reverses"] as String?).flatMap { AttemptKey($0) })
    }

    /// So many at a time: a statement has 65,535 values at most.
    private static func lines(
      _ session: PostgresSession, of keys: [String]
    ) throws -> [String: [Attempt.Line]] {
      var lines: [String: [Attempt.Line]] = [:]
      for start in stride(from: 0, to: keys.count, by: 1000) {
        let part = Array(keys[start..<min(start + 1000, keys.count)])
        let rows = try session.run(
          """
          SELECT attempt, amount, bill_id, payment_id, purpose FROM lines WHERE attempt IN (\(places(part)))
          ORDER BY attempt, position
          """, part)
        for row in rows {
          lines[row["attempt"], default: []].append(
            Attempt.Line(
              amount: try Journal.amount(row["amount"]), billID: row["bill_id"], paymentID: row["payment_id"],
              purpose: row["purpose"]))
        }
      }
      return lines
    }
  }
#endif
