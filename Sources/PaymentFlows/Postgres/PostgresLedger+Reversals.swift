#if Postgres
  internal import Foundation
  internal import PosProtocol

  extension PostgresLedger {
    public func reversals(
      _ statuses: Set<ReversalMachine.Status>
    ) async throws(JournalError) -> [ReversalTask] {
      let wanted = statuses.map(\.rawValue).sorted()
      guard !wanted.isEmpty else { return [] }
      return try await read { session in
        try session.run(
          "SELECT * FROM reversals WHERE status IN (\(Self.places(wanted))) ORDER BY id", wanted
        ).map(Self.task)
      }
    }

    public func open(
      _ opening: ReversalOpening, of payment: AttemptKey?, on reader: String, under lease: any LedgerLease
    ) async throws(JournalError) {
      guard let lease = lease as? PostgresLease else { throw .leaseLost }
      let time = Journal.milliseconds(Date())
      try await write { session in
        try lease.check(session)
        if let payment {
          let known = try session.run("SELECT key FROM attempts WHERE key = $1", [payment.text])
          guard !known.isEmpty else { throw JournalError.refused("no attempt \(payment)") }
        }
        try Self.insert(opening, payment: payment, reader: reader, at: time, in: session)
      }
    }

    public func update(
      _ task: ReversalTask, since earlier: ReversalTask, under lease: any LedgerLease
    ) async throws(JournalError) {
      guard let lease = lease as? PostgresLease else { throw .leaseLost }
      try await write { session in
        try lease.check(session)
        let changed = try session.run(
          """
          UPDATE reversals SET status = $1, failures = $2, next = $3, tries = $4, note = $5
          WHERE id = $6 AND status = $7 AND failures = $8 AND tries = $9 RETURNING id
          """,
          [
            task.machine.status.rawValue, task.machine.failures, Journal.milliseconds(task.machine.next),
            task.tries, task.note, task.id, earlier.machine.status.rawValue, earlier.machine.failures,
            earlier.tries,
          ])
        guard changed.count == 1 else { throw JournalError.refused("reversal \(task.id) went on meanwhile") }
      }
    }

    public func decided(on reader: String) async throws(JournalError) -> DecidedAttempt? {
      try await read { session in
        let row = try session.run(
          """
          SELECT decisions.*, attempts.key FROM decisions JOIN attempts ON attempts.key = decisions.attempt
          WHERE decisions.finding IS NULL AND attempts.reader = $1 AND NOT EXISTS (
            SELECT 1 FROM attempts AS later
            WHERE later.reader = attempts.reader AND later.number > attempts.number
              AND later.state <> 'notSent')
          """, [reader]
        ).first
        guard let row else { return nil }
        let decision = OperatorDecision(
          wasCharged: row["was_charged"] == 1, name: row["name"], reason: row["reason"])
        guard let key = AttemptKey(row["key"]), let open = try Self.open(session, key), let decision else {
          throw JournalError.damaged("a decision cannot be read")
        }
        return DecidedAttempt(open, decision)
      }
    }
  }

  extension PostgresLedger {
    /// What comes with a step of an attempt, in its transaction.
    static func insertCompanions(
      of step: LedgerStep, attempt: AttemptKey, on reader: String, at time: Int64, in session: PostgresSession
    ) throws {
      if let opening = step.opens {
        try insert(opening, payment: attempt, reader: reader, at: time, in: session)
      }
      if let decision = step.decision {
        try session.run(
          "INSERT INTO decisions (attempt, was_charged, name, reason, time) VALUES ($1, $2, $3, $4, $5)",
          [attempt.text, decision.wasCharged ? 1 : 0, decision.word.name, decision.word.reason, time])
      }
      if let finding = step.finding {
        let changed = try session.run(
          "UPDATE decisions SET finding = $2 WHERE attempt = $1 AND finding IS NULL RETURNING attempt",
          [attempt.text, finding.rawValue])
        guard changed.count == 1 else { throw JournalError.refused("a decision was found out already") }
      }
    }

    /// Numbers are counted on in the transaction: of two at once one is run again. Reversals are rare.
    private static func insert(
      _ opening: ReversalOpening, payment: AttemptKey?, reader: String, at time: Int64,
      in session: PostgresSession
    ) throws {
      let record = opening.record.map { StoredRecord($0).json }
      let same = try session.run(
        """
        SELECT id FROM reversals WHERE payment IS NOT DISTINCT FROM CAST($1 AS TEXT) AND reader = $2
          AND record IS NOT DISTINCT FROM CAST($3 AS TEXT) AND status IN ('pending', 'person')
        """, [payment?.text, reader, record])
      guard same.isEmpty else { return }
      let id: Int64? = try session.run("SELECT coalesce(max(id), 0) + 1 AS id FROM reversals").first?["id"]
      try session.run(
        """
        INSERT INTO reversals (id, payment, reader, reason, record, opened, status, failures, next, tries)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $6, 0)
        """,
        [
          id, payment?.text, reader, opening.reason.rawValue, record, time,
          opening.isAutomatic ? "pending" : "person",
        ])
    }

    private static func task(_ row: SQLRow) throws -> ReversalTask {
      guard let reason = ReversalReason(rawValue: row["reason"]),
        let status = ReversalMachine.Status(rawValue: row["status"])
      else { throw JournalError.damaged("a reversal cannot be read") }
      return ReversalTask(
        id: row["id"], payment: (row["payment"] as String?).flatMap { AttemptKey($0) }, reader: row["reader"],
        opening: ReversalOpening(reason, record: try Journal.record(row["record"])),
        opened: Journal.date(row["opened"]),
        machine: ReversalMachine(status, failures: row["failures"], next: Journal.date(row["next"])),
        tries: row["tries"], note: row["note"])
    }
  }
#endif
