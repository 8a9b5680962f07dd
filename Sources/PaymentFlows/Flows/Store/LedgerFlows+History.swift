internal import Foundation
internal import PosProtocol

extension LedgerFlows {
  /// One row for each attempt: made when the reader is about to be asked, brought up to date by each later
  /// step that names it.
  static func keepPayment(_ step: FlowStep, of flow: Flow, in db: any SQLSession) throws {
    guard let key = step.key else { return }
    let numbers = [step.tracking, step.hostReference].compactMap(\.self).joined(separator: " ")
    guard step.stage == .charging else {
      try db.perform(
        """
        UPDATE flow_payments SET status = ?, tracking = ?, host_reference = ?, searchable = searchable || ?
        WHERE attempt = ? AND flow = ?
        """,
        [
          PaymentStatus(step.stage).rawValue, step.tracking, step.hostReference,
          numbers.isEmpty ? "" : " " + FlowQuery.searchable(numbers), key.text, flow.id.description,
        ])
      return
    }
    let subject = flow.subject
    try db.perform(
      """
      INSERT INTO flow_payments (attempt, flow, category, purpose, amount, status, searchable, time)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        key.text, flow.id.description, subject.category.rawValue, subject.purpose.rawValue,
        Int64(subject.amount.minorUnits), PaymentStatus.doubtful.rawValue, searchable(flow.id, subject),
        FlowTime.milliseconds(step.time),
      ])
  }

  public func payments(_ query: FlowQuery) async throws(JournalError) -> FlowPage<PaymentRow> {
    var filter = Filter(query, column: "flow_payments.searchable")
    filter.add("flow_payments.category = ?", query.category?.rawValue)
    filter.add("flow_payments.status = ?", query.status?.rawValue)
    filter.add(
      """
      (flow_payments.time, flow_payments.attempt) <
        (SELECT time, attempt FROM flow_payments WHERE attempt = ?)
      """, query.before)
    let (clause, arguments) = (filter.clause, filter.arguments)
    let select = rows
    return try await tables.read { db in
      let rows = try db.rows(
        """
        \(select) \(clause)
        ORDER BY flow_payments.time DESC, flow_payments.attempt DESC LIMIT ? OFFSET ?
        """, arguments)
      return FlowPage(query, try rows.map(Self.payment))
    }
  }

  public func payment(_ key: AttemptKey) async throws(JournalError) -> PaymentRow? {
    let select = rows
    return try await tables.read { db in
      try db.row("\(select) WHERE flow_payments.attempt = ?", [key.text])
        .map(Self.payment)
    }
  }

  private var rows: String {
    """
    SELECT flow_payments.*, flows.applicant AS applicant, flows.stage AS stage, flows.kind AS kind,
      (SELECT attempt FROM flow_steps AS last WHERE last.flow = flows.id AND last.attempt IS NOT NULL
        ORDER BY last.position DESC LIMIT 1) AS newest,
      CASE WHEN EXISTS (\(tables.undoing("flow_payments.attempt"))) THEN 1 ELSE 0 END AS undone
    FROM flow_payments JOIN flows ON flows.id = flow_payments.flow
    """
  }

  public func inquiries(_ query: FlowQuery) async throws(JournalError) -> FlowPage<InquiryRow> {
    var filter = Filter(query, column: "searchable")
    filter.add("kind = ?", FlowKind.inquiry.rawValue)
    filter.add("category = ?", query.category?.rawValue)
    filter.add("stage = ?", query.isReviewOnly ? FlowStage.review.rawValue : nil)
    filter.add("(registered, id) < (SELECT registered, id FROM flows WHERE id = ?)", query.before)
    if let status = query.status {
      let stages = FlowStage.allCases.filter { PaymentStatus($0) == status }.map { "'\($0.rawValue)'" }
      filter.conditions.append("stage IN (\(stages.joined(separator: ", ")))")
    }
    let (clause, arguments) = (filter.clause, filter.arguments)
    return try await tables.read { db in
      let rows = try db.rows(
        "SELECT * FROM flows \(clause) ORDER BY registered DESC, id DESC LIMIT ? OFFSET ?", arguments)
      return FlowPage(query, try rows.map(Self.inquiry))
    }
  }

  /// The conditions of a page, and their arguments in order.
  private struct Filter {
    var conditions: [String] = []
    private var values: [any SQLConvertible] = []
    private let query: FlowQuery

    init(_ query: FlowQuery, column: String) {
      self.query = query
      for word in query.search {
        let literal = word.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
        add("\(column) LIKE ? ESCAPE '!'", "%\(literal)%")
      }
    }

    mutating func add(_ condition: String, _ value: String?) {
      guard let value else { return }
      conditions.append(condition)
      values.append(value)
    }

    var clause: String { conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ") }
    /// One row more than the page has, to know whether there is another.
    var arguments: [any SQLConvertible] {
      values + [query.pageSize + 1, query.before == nil ? query.page * query.pageSize : 0]
    }
  }

  private static func payment(_ row: SQLRow) throws -> PaymentRow {
    guard let key = AttemptKey(row["attempt"]), let flow = FlowID(row["flow"]),
      let category = FlowCategory(rawValue: row["category"]),
      let purpose = FlowPurpose(rawValue: row["purpose"]),
      let amount = Amount(minorUnits: UInt64(clamping: row["amount"] as Int64)),
      let status = PaymentStatus(rawValue: row["status"]), let stage = FlowStage(rawValue: row["stage"]),
      let kind = FlowKind(rawValue: row["kind"])
    else { throw JournalError.damaged("a payment's row cannot be read") }
    // Only the flow's last attempt can be gone on with.
    let isUndone = (row["undone"] as Int64) == 1
    let command =
      row["newest"] == key.text && !isUndone ? FlowMachine(kind, at: stage).commands.first : nil
    return PaymentRow(
      key: key, flow: flow, category: category, purpose: purpose, applicant: row["applicant"],
      amount: amount, status: status, time: FlowTime.date(row["time"]), tracking: row["tracking"],
      hostReference: row["host_reference"],
      isPrinted: status == .successful && ![FlowStage.paid, .printing].contains(stage),
      isUndone: isUndone, command: command)
  }

  private static func inquiry(_ row: SQLRow) throws -> InquiryRow {
    guard let id = FlowID(row["id"]), let stage = FlowStage(rawValue: row["stage"]),
      let form = FlowJSON.read(FlowJSON.Subject.self, (row["subject"] as String).utf8)?.inquiry
    else { throw JournalError.damaged("an inquiry's row cannot be read") }
    return InquiryRow(
      flow: id, kind: form.kind, applicant: row["applicant"], stage: stage,
      time: FlowTime.date(row["registered"]))
  }
}
