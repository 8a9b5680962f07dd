public import Foundation
internal import PosProtocol

/// Flows in the ledger's own database, whatever it is: what a step says and what it makes due are in one
/// synced transaction.
public struct LedgerFlows: FlowStore {
  let tables: any SQLEngine

  public init(_ ledger: any LedgerDatabase) { tables = ledger.tables.engine }

  public func register(
    _ flow: FlowID, _ subject: FlowSubject, at time: Date
  ) async throws(JournalError) -> Flow? {
    let text = FlowJSON.text(FlowJSON.Subject(subject))
    return try await tables.write { db in
      if let known = try Self.flow(db, flow) { return known.subject == subject ? known : nil }
      try db.perform(
        """
        INSERT INTO flows (id, kind, subject, applicant, category, searchable, registered, stage)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'registered')
        """,
        [
          flow.description, subject.kind.rawValue, text, subject.applicant, subject.category.rawValue,
          Self.searchable(flow, subject), FlowTime.milliseconds(time),
        ])
      let first = FlowStep(.registered, at: time)
      try Self.insert(first, at: 0, of: flow, in: db)
      try Self.insertBills(of: flow, subject, in: db)
      return Flow(flow, subject, [first])
    }
  }

  public func flow(_ id: FlowID) async throws(JournalError) -> Flow? {
    try await tables.read { db in try Self.flow(db, id) }
  }

  public func flows(in stages: Set<FlowStage>) async throws(JournalError) -> [Flow] {
    let words = stages.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    return try await tables.read { db in
      let ids = try db.rows("SELECT id FROM flows WHERE stage IN (\(words)) ORDER BY registered, id", [])
      return try ids.compactMap { FlowID($0["id"]) }.compactMap { try Self.flow(db, $0) }
    }
  }

  public func flow(paying bill: BillID, _ payment: String?) async throws(JournalError) -> Flow? {
    try await tables.read { db in
      let payment = payment.map { String($0.drop { $0 == "0" }) }
      let row = try db.row(
        """
          SELECT flows.id FROM flow_bills JOIN flows ON flows.id = flow_bills.flow
          WHERE flow_bills.bill = ?\(payment == nil ? "" : " AND flow_bills.payment = ?")
          ORDER BY flows.registered DESC, flows.id DESC LIMIT 1
        """, [bill.digits.significant] + (payment.map { [$0] } ?? []))
      return try row.flatMap { FlowID($0["id"]) }.flatMap { try Self.flow(db, $0) }
    }
  }

  public func add(
    _ step: FlowStep, to flow: Flow, owing report: Settlement?
  ) async throws(JournalError) -> Bool {
    try await tables.write { db in
      let known = try db.row(
        "SELECT count(*) AS steps FROM flow_steps WHERE flow = ?", [flow.id.description])
      guard (known?["steps"] as Int?) == flow.steps.count else { return false }
      try Self.insert(step, at: flow.steps.count, of: flow.id, in: db)
      try db.perform("UPDATE flows SET stage = ? WHERE id = ?", [step.stage.rawValue, flow.id.description])
      try db.perform(
        "UPDATE flow_bills SET stage = ? WHERE flow = ?", [step.stage.rawValue, flow.id.description])
      try Self.keepPayment(step, of: flow, in: db)
      if let report { try Self.insert(report, in: db) }
      return true
    }
  }
}

extension LedgerFlows {
  static func flow(_ db: any SQLSession, _ id: FlowID) throws -> Flow? {
    guard
      let text: String = try db.row("SELECT subject FROM flows WHERE id = ?", [id.description])?["subject"]
    else { return nil }
    guard let subject = FlowJSON.read(FlowJSON.Subject.self, text.utf8)?.value else {
      throw JournalError.damaged("flow \(id) cannot be read")
    }
    let rows = try db.rows("SELECT * FROM flow_steps WHERE flow = ? ORDER BY position", [id.description])
    return Flow(id, subject, try rows.map(step))
  }

  private static func step(_ row: SQLRow) throws -> FlowStep {
    guard let stage = FlowStage(rawValue: row["stage"]) else {
      throw JournalError.damaged("a step cannot be read")
    }
    var step = FlowStep(stage, at: FlowTime.date(row["time"]))
    step.key = (row["attempt"] as String?).flatMap { AttemptKey($0) }
    (step.tracking, step.hostReference, step.note) = (row["tracking"], row["host_reference"], row["note"])
    if let text = row["result"] as String? {
      guard let result = FlowJSON.read(FlowJSON.Result.self, text.utf8)?.value else {
        throw JournalError.damaged("a result cannot be read")
      }
      step.result = result
    }
    return step
  }

  private static func insert(_ step: FlowStep, at position: Int, of flow: FlowID, in db: any SQLSession)
    throws
  {
    try db.perform(
      """
      INSERT INTO flow_steps
        (flow, position, stage, time, attempt, tracking, host_reference, note, result)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        flow.description, position, step.stage.rawValue, FlowTime.milliseconds(step.time), step.key?.text,
        step.tracking, step.hostReference, step.note,
        step.result.map { FlowJSON.text(FlowJSON.Result($0)) },
      ])
  }

  private static func insertBills(of flow: FlowID, _ subject: FlowSubject, in db: any SQLSession) throws {
    guard case .bills(let basket) = subject else { return }
    for (position, bill) in basket.bills.enumerated() {
      try db.perform(
        """
        INSERT INTO flow_bills (flow, position, bill, payment, amount, stage)
        VALUES (?, ?, ?, ?, ?, 'registered')
        """,
        [
          flow.description, position, bill.billID.digits.significant, bill.paymentID.digits.significant,
          Int64(bill.amount.minorUnits),
        ])
    }
  }

  static func searchable(_ flow: FlowID, _ subject: FlowSubject) -> String {
    FlowQuery.searchable(
      [flow.description, subject.applicant, subject.purpose.persianName, subject.purpose.englishName]
        .joined(separator: " "))
  }
}
