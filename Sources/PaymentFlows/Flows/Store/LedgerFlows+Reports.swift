public import Foundation
internal import PosProtocol

extension LedgerFlows {
  public func reports(dueAt time: Date) async throws(JournalError) -> [Settlement] {
    try await reports("state = 'due' AND next <= ?", FlowTime.milliseconds(time))
  }

  public func reports(_ state: Settlement.State) async throws(JournalError) -> [Settlement] {
    try await reports("state = ?", state.rawValue)
  }

  public func undoneReports() async throws(JournalError) -> [Settlement] {
    try await reports(
      "state = ? AND EXISTS (\(tables.undoing("settlements.reference")))",
      Settlement.State.reported.rawValue)
  }

  public func update(_ report: Settlement) async throws(JournalError) {
    try await tables.write { db in
      try db.perform(
        """
        UPDATE settlements SET state = ?, tries = ?, next = ?, note = ?
        WHERE reference = ? AND state = 'due'
        """,
        [
          report.state.rawValue, report.tries, FlowTime.milliseconds(report.next), report.note,
          report.reference.text,
        ])
    }
  }

  /// Once for a payment, whoever derives it again.
  static func insert(_ report: Settlement, in db: any SQLSession) throws {
    try db.perform(
      """
      INSERT INTO settlements
        (reference, flow, debt, amount, tracking, host_reference, paid, state, tries, next, note)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      [
        report.reference.text, report.flow.description, report.debt, Int64(report.amount.minorUnits),
        report.tracking, report.hostReference, FlowTime.milliseconds(report.paid), report.state.rawValue,
        report.tries, FlowTime.milliseconds(report.next), report.note,
      ])
  }

  private func reports(
    _ condition: String, _ value: some SQLConvertible
  ) async throws(JournalError) -> [Settlement] {
    try await tables.read { db in
      try db.rows(
        "SELECT * FROM settlements WHERE \(condition) ORDER BY paid, reference LIMIT 1000", [value]
      ).map(Self.report)
    }
  }

  private static func report(_ row: SQLRow) throws -> Settlement {
    guard let reference = AttemptKey(row["reference"]), let flow = FlowID(row["flow"]),
      let amount = Amount(minorUnits: UInt64(clamping: row["amount"] as Int64)),
      let state = Settlement.State(rawValue: row["state"])
    else { throw JournalError.damaged("a report cannot be read") }
    return Settlement(
      reference: reference, flow: flow, debt: row["debt"], amount: amount, tracking: row["tracking"],
      hostReference: row["host_reference"], paid: FlowTime.date(row["paid"]), state: state,
      tries: row["tries"], next: FlowTime.date(row["next"]), note: row["note"])
  }
}
