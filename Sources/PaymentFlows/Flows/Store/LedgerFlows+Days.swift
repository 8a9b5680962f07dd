internal import Foundation
internal import PosProtocol

extension LedgerFlows: DayStore {
  public func lastClose(of reader: String) async throws(JournalError) -> DayClose? {
    try await tables.read { db in
      try db.row(
        "SELECT * FROM day_closes WHERE reader = ? ORDER BY number DESC LIMIT 1", [reader]
      ).map(Self.close)
    }
  }

  public func lastClosed(
    of reader: String, before number: Int?
  ) async throws(JournalError) -> DayClose? {
    let limit = Int64(number ?? .max)
    return try await tables.read { db in
      try db.row(
        """
        SELECT * FROM day_closes WHERE reader = ? AND stage = 'closed' AND number < ?
        ORDER BY number DESC LIMIT 1
        """, [reader, limit]
      ).map(Self.close)
    }
  }

  public func keep(_ close: DayClose) async throws(JournalError) {
    let totals = close.totals.map { FlowJSON.text($0.map(Totals.init)) }
    try await tables.write { db in
      try db.perform(
        """
        INSERT INTO day_closes (reader, number, started, stage, totals) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (reader, number) DO UPDATE SET stage = excluded.stage, totals = excluded.totals
        """,
        [
          close.reader, close.number, FlowTime.milliseconds(close.started), close.stage.rawValue, totals,
        ])
    }
  }

  private struct Totals: Codable {
    var currency: UInt16, amount: UInt64?, count: Int?, first: UInt32?, last: UInt32?

    init(_ told: DayClose.CurrencyFigures) {
      (currency, amount) = (told.currency.numericCode, told.figures.amount?.minorUnits)
      (count, first, last) = (told.figures.count, told.figures.first?.value, told.figures.last?.value)
    }

    var told: DayClose.CurrencyFigures? {
      Currency(numericCode: currency).map { currency in
        DayClose.CurrencyFigures(
          currency: currency,
          figures: DayFigures(
            amount: amount.flatMap(Amount.init(minorUnits:)), count: count,
            first: first.flatMap { ReceiptNumber($0) }, last: last.flatMap { ReceiptNumber($0) }))
      }
    }
  }

  private static func close(_ row: SQLRow) throws -> DayClose {
    guard let stage = DayClose.Stage(rawValue: row["stage"]) else {
      throw JournalError.damaged("an end of day cannot be read")
    }
    let totals = (row["totals"] as String?).map { text in
      (FlowJSON.read([Totals].self, text.utf8) ?? []).compactMap(\.told)
    }
    return DayClose(
      reader: row["reader"], number: row["number"], started: FlowTime.date(row["started"]), stage: stage,
      totals: totals)
  }
}
