internal import Foundation
internal import PosProtocol

/// The whole journal as text, oldest first, for other programs.
public enum JournalExport: String, CaseIterable, Sendable {
  /// One object a line.
  case json
  /// RFC 4180, with a head.
  case csv

  /// One attempt: the columns, in their order.
  private struct Row: Encodable {
    var key, kind, order, reader, state, outcome: String
    var amount: UInt64
    var currency: UInt16
    var started, time: String
    var receiptNumber, traceNumber, terminalID: UInt32?
    var card, hostReference, reverses, note: String?
    var lines: [Line]

    struct Line: Encodable {
      var amount: UInt64
      var billID, paymentID, purpose: String?
    }

    init(_ attempt: Attempt) {
      (key, kind, order) = (attempt.key.text, attempt.kind.rawValue, attempt.order)
      (reader, state, outcome) = (attempt.reader, attempt.state.rawValue, attempt.outcome.rawValue)
      (amount, currency) = (attempt.amount.minorUnits, attempt.currency.numericCode)
      (started, time) = (Self.text(attempt.started), Self.text(attempt.time))
      let record = attempt.record
      (receiptNumber, traceNumber) = (record?.receiptNumber?.value, record?.traceNumber?.value)
      (terminalID, card) = (record?.terminalID?.value, record?.card?.text)
      (hostReference, reverses) = (record?.hostReference?.safeText, attempt.reverses?.text)
      note = attempt.note
      lines = attempt.lines.map { line in
        Line(
          amount: line.amount.minorUnits, billID: line.billID, paymentID: line.paymentID,
          purpose: line.purpose)
      }
    }

    static func text(_ date: Date) -> String {
      date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    var cells: [String?] {
      [
        key, kind, order, reader, state, outcome, "\(amount)", "\(currency)", started, time,
        receiptNumber.map { "\($0)" }, traceNumber.map { "\($0)" }, terminalID.map { "\($0)" }, card,
        hostReference, reverses, note,
        lines.map { line in
          [line.billID, line.paymentID, line.purpose].compactMap(\.self).joined(separator: "/")
            + "=\(line.amount)"
        }.joined(separator: " "),
      ]
    }
  }

  static let columns = [
    "key", "kind", "order", "reader", "state", "outcome", "amount", "currency", "started", "time",
    "receiptNumber", "traceNumber", "terminalID", "card", "hostReference", "reverses", "note", "lines",
  ]

  /// What stands above the first attempt.
  var head: String? { self == .csv ? Self.columns.joined(separator: ",") : nil }

  /// One attempt, without a line break.
  func line(_ attempt: Attempt) -> String {
    let row = Row(attempt)
    switch self {
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return (try? encoder.encode(row)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    case .csv: return row.cells.map { Self.cell($0 ?? "") }.joined(separator: ",")
    }
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}

extension LedgerDatabase {
  /// Writes every attempt as it is now, oldest first, a page at a time.
  ///
  /// - Parameter write: gets lines without their breaks; false ends it.
  public func export(
    _ format: JournalExport, to write: @Sendable (String) -> Bool
  ) async throws(JournalError) {
    if let head = format.head, !write(head) { return }
    var place: AttemptKey?
    while true {
      let page = try await oldest(after: place, limit: 500)
      for attempt in page where !write(format.line(attempt)) { return }
      guard let last = page.last else { return }
      place = last.key
    }
  }
}
