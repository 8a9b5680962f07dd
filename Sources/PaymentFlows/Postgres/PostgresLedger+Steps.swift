#if Postgres
  internal import Foundation
  internal import PosProtocol

  extension PostgresLedger {
    public func begin(
      _ intent: Intent, under lease: any LedgerLease
    ) async throws(JournalError) -> IntentAnswer {
      guard let lease = lease as? PostgresLease else { throw .leaseLost }
      let time = Journal.milliseconds(Date())
      let answer = try await write { session -> IntentAnswer in
        try lease.check(session)
        if let obstacle = try Self.obstacle(to: intent, in: session) { return .refused(obstacle) }
        try Self.insert(intent, at: time, in: session)
        return .recorded
      }
      if answer == .recorded { afterCommit(.intent) }
      return answer
    }

    public func add(
      _ step: LedgerStep, to key: AttemptKey, under lease: any LedgerLease
    ) async throws(JournalError) {
      guard let lease = lease as? PostgresLease else { throw .leaseLost }
      let time = Journal.milliseconds(Date())
      try await write { session in
        let row = try session.run(
          """
          SELECT state, reader, (SELECT max(position) FROM events WHERE attempt = key) AS position
          FROM attempts WHERE key = $1
          """, [key.text]
        ).first
        guard let row, let position: Int64 = row["position"],
          let present = AttemptState(rawValue: row["state"])
        else { throw JournalError.refused("no attempt \(key)") }
        try lease.check(session)
        if let earlier = step.since, present != earlier {
          throw JournalError.refused("attempt \(key) went on meanwhile")
        }
        guard !present.isFinished || present == step.state else {
          throw JournalError.refused("an outcome is written once")
        }
        try Self.insert(step, of: key, position: position + 1, at: time, in: session)
        try session.run("UPDATE attempts SET state = $2 WHERE key = $1", [key.text, step.state.rawValue])
        try Self.insertCompanions(of: step, attempt: key, on: row["reader"], at: time, in: session)
      }
      afterCommit(step.state)
    }

    private static func insert(_ intent: Intent, at time: Int64, in session: PostgresSession) throws {
      let number: Int64? = try session.run(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM attempts WHERE reader = $1", [intent.reader]
      ).first?["number"]
      try session.run(
        """
        INSERT INTO attempts (key, kind, order_identity, reader, number, amount, currency, fingerprint, noted,
          reverses, started, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'intent')
        """,
        [
          intent.key.text, intent.kind.rawValue, intent.orderIdentity, intent.reader, number,
          Int64(intent.amount.minorUnits), intent.currency.numericCode, intent.fingerprint, intent.noted.json,
          intent.reverses?.text, time,
        ])
      for (position, line) in intent.lines.enumerated() {
        try session.run(
          """
          INSERT INTO lines (attempt, position, amount, bill_id, payment_id, purpose, bill)
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          """,
          [
            intent.key.text, position, Int64(line.amount.minorUnits), line.billID, line.paymentID,
            line.purpose,
            bill(line),
          ])
      }
      try insert(LedgerStep(.intent), of: intent.key, position: 0, at: time, in: session)
    }

    private static func insert(
      _ step: LedgerStep, of key: AttemptKey, position: Int64, at time: Int64, in session: PostgresSession
    ) throws {
      try session.run(
        "INSERT INTO events (attempt, position, state, time, record, note) VALUES ($1, $2, $3, $4, $5, $6)",
        [
          key.text, position, step.state.rawValue, time, step.record.map { StoredRecord($0).json }, step.note,
        ])
    }
  }
#endif
