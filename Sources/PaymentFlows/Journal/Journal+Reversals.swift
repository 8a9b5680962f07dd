internal import Foundation
internal import GRDB
internal import PosProtocol

extension Journal {
  public func reversals(
    _ statuses: Set<ReversalMachine.Status>
  ) async throws(JournalError) -> [ReversalTask] {
    let wanted = statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try await read { db in
      try db.rows(
        """
        SELECT reversals.*, attempts.key AS payment FROM reversals
        LEFT JOIN attempts ON attempts.id = paymentID
        WHERE status IN (\(wanted)) ORDER BY reversals.id
        """
      ).map(Self.reversal)
    }
  }

  public func open(
    _ opening: ReversalOpening, of payment: AttemptKey?, on reader: String, under lease: any LedgerLease
  ) async throws(JournalError) {
    try await write { db in
      let id = try payment.map { payment in
        guard let id = try Self.identity(of: payment, in: db) else {
          throw JournalError.refused("no attempt \(payment)")
        }
        return id
      }
      try Self.insert(opening, payment: id, reader: reader, in: db)
    }
  }

  public func update(
    _ task: ReversalTask, since earlier: ReversalTask, under lease: any LedgerLease
  ) async throws(JournalError) {
    try await write { db in
      try db.execute(
        sql: """
          UPDATE reversals SET status = ?, failures = ?, next = ?, tries = ?, note = ?
          WHERE id = ? AND status = ? AND failures = ? AND tries = ?
          """,
        arguments: [
          task.machine.status.rawValue, task.machine.failures, Self.milliseconds(task.machine.next),
          task.tries,
          task.note, task.id, earlier.machine.status.rawValue, earlier.machine.failures, earlier.tries,
        ])
      guard db.changesCount == 1 else { throw JournalError.refused("reversal \(task.id) went on meanwhile") }
    }
  }

  public func decided(on reader: String) async throws(JournalError) -> DecidedAttempt? {
    try await read { db in
      guard let row = try db.row(Self.openDecision, [reader]) else { return nil }
      let decision = OperatorDecision(
        wasCharged: row["wasCharged"] == 1, name: row["name"], reason: row["reason"])
      guard let key = AttemptKey(row["key"]), let open = try Self.open(db, key), let decision else {
        throw JournalError.damaged("a decision cannot be read")
      }
      return DecidedAttempt(open, decision)
    }
  }
}

extension Journal {
  /// The reader has done nothing since. Begins with the decisions, of which few are open, where SQLite would
  /// begin with all attempts; looks at what came later until something is the reader's.
  static let openDecision = """
    SELECT decisions.*, key FROM decisions
    CROSS JOIN attempts ON attempts.id = attemptID
    WHERE finding IS NULL AND reader = ? AND NOT EXISTS (
      SELECT 1 FROM attempts AS later
      WHERE later.id > attempts.id AND later.reader = attempts.reader AND later.state <> 'notSent')
    """

  /// What comes with a step of an attempt, in its transaction.
  static func insertCompanions(of step: LedgerStep, to key: AttemptKey, in db: Database) throws {
    guard step.opens != nil || step.decision != nil || step.finding != nil else { return }
    let attempt = try identity(of: key, in: db)
    if let opening = step.opens {
      let reader = try db.text("SELECT reader FROM attempts WHERE id = ?", [attempt])
      try insert(opening, payment: attempt, reader: reader ?? "", in: db)
    }
    if let decision = step.decision {
      try db.perform(
        "INSERT INTO decisions (attemptID, wasCharged, name, reason, time) VALUES (?, ?, ?, ?, ?)",
        [
          attempt, decision.wasCharged ? 1 : 0, decision.word.name, decision.word.reason,
          milliseconds(Date()),
        ])
    }
    if let finding = step.finding {
      try db.execute(
        sql: "UPDATE decisions SET finding = ? WHERE attemptID = ? AND finding IS NULL",
        arguments: [finding.rawValue, attempt])
      guard db.changesCount == 1 else { throw JournalError.refused("a decision was found out already") }
    }
  }

  private static func insert(
    _ opening: ReversalOpening, payment: Int64?, reader: String, in db: Database
  ) throws {
    let now = milliseconds(Date())
    let record = opening.record.map { StoredRecord($0).json }
    try db.execute(
      sql: """
        INSERT INTO reversals (paymentID, reader, reason, record, opened, status, failures, next, tries)
        SELECT ?, ?, ?, ?, ?, ?, 0, ?, 0
        WHERE NOT EXISTS (
          SELECT 1 FROM reversals WHERE paymentID IS ? AND reader = ? AND record IS ?
            AND status IN ('pending', 'person'))
        """,
      arguments: [
        payment, reader, opening.reason.rawValue, record, now, opening.isAutomatic ? "pending" : "person",
        now,
        payment, reader, record,
      ])
  }

  private static func reversal(_ row: Row) throws -> ReversalTask {
    guard let reason = ReversalReason(rawValue: row["reason"]),
      let status = ReversalMachine.Status(rawValue: row["status"])
    else { throw JournalError.damaged("a reversal cannot be read") }
    return ReversalTask(
      id: row["id"], payment: (row["payment"] as String?).flatMap { AttemptKey($0) }, reader: row["reader"],
      opening: ReversalOpening(reason, record: try record(row["record"])), opened: date(row["opened"]),
      machine: ReversalMachine(status, failures: row["failures"], next: date(row["next"])),
      tries: row["tries"], note: row["note"])
  }
}
