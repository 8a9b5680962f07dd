import PosFirmware
import PosProtocol

/// A day's totals as JSON.
struct DayTotalsRow: Codable {
  var amount: UInt64?
  var currency: UInt16?
  var firstReceipt, lastReceipt, trace: UInt32?
  var clock: [UInt8]?
  var groups: [Group]

  struct Group: Codable {
    var scheme: String
    var count: Int
    var amount: UInt64
  }

  init(_ totals: DayTotals) {
    (amount, currency) = (totals.amount?.minorUnits, totals.currency?.numericCode)
    (firstReceipt, lastReceipt) = (totals.firstReceipt?.value, totals.lastReceipt?.value)
    (trace, clock) = (totals.traceNumber?.value, totals.clock?.row)
    groups = totals.groups.map {
      Group(scheme: "\($0.scheme)", count: $0.count, amount: $0.amount.minorUnits)
    }
  }

  /// Nil if a value is outside its range.
  var totals: DayTotals? {
    var totals = DayTotals()
    if let amount {
      guard let amount = Amount(minorUnits: amount) else { return nil }
      totals.amount = amount
    }
    totals.currency = currency.flatMap { Currency(numericCode: $0) }
    totals.firstReceipt = firstReceipt.flatMap { ReceiptNumber($0) }
    totals.lastReceipt = lastReceipt.flatMap { ReceiptNumber($0) }
    totals.traceNumber = trace.flatMap { TraceNumber($0) }
    totals.clock = clock.flatMap { ClockReading(row: $0) }
    for group in groups {
      guard let scheme = DayTotals.Scheme.allCases.first(where: { "\($0)" == group.scheme }),
        let amount = Amount(minorUnits: group.amount)
      else { return nil }
      totals.groups.append(DayTotals.Group(scheme, count: group.count, amount: amount))
    }
    return totals
  }
}

extension ClockReading {
  /// Month, day, hour, minute, second; month 0: no date.
  var row: [UInt8] { [month ?? 0, day ?? 0, hour, minute, second] }

  init?(row: [UInt8]) {
    guard row.count == 5 else { return nil }
    let date = row[0] > 0 ? (row[0], row[1]) : nil
    self.init(month: date?.0, day: date?.1, hour: row[2], minute: row[3], second: row[4])
  }
}
