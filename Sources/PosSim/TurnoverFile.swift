import PosFirmware
import PosProtocol

/// A terminal's flash: every snapshot of its turnover memory, one a line. Of closed days only their ends are
/// kept, and the last transaction, which a register may still ask for.
final class TurnoverFile {
  private let path: String
  private var lines: JSONLines<TurnoverRow>

  init(_ path: String) throws(SimulatorError) {
    self.path = path
    lines = try JSONLines(path)
  }

  func restore() throws(SimulatorError) -> [Turnover] {
    let rows = try lines.rows()
    var turnovers: [Turnover] = []
    for (index, row) in rows.enumerated() {
      guard let turnover = row.turnover else {
        throw .damaged(path: path, line: index + 1, why: "a value outside its range")
      }
      turnovers.append(turnover)
    }
    return turnovers
  }

  func append(_ turnover: Turnover) throws(SimulatorError) {
    try lines.append(TurnoverRow(turnover))
    if turnover.isEndOfDay { try compact() }
  }

  /// Leaves out what closed days are made of. A crash on the way leaves the old file or the new one.
  private func compact() throws(SimulatorError) {
    let turnovers = try restore()
    let kept = TurnoverFile.needed(of: turnovers)
    guard kept.count < turnovers.count else { return }
    lines = try lines.replaced(by: kept.map { TurnoverRow($0) })
  }

  /// Without what stands before the last end of day, but for ends of days and the last transaction.
  static func needed(of turnovers: [Turnover]) -> [Turnover] {
    guard let end = turnovers.lastIndex(where: \.isEndOfDay) else { return turnovers }
    let last = turnovers[..<end].filter { $0.kind != .dayClose }.max { $0.sequence <= $1.sequence }
    let newest = last.flatMap { last in turnovers[..<end].lastIndex { $0.sequence == last.sequence } }
    return turnovers.indices.filter { index in
      index > end || turnovers[index].isEndOfDay || index == newest
    }.map { turnovers[$0] }
  }
}

extension Turnover {
  /// A day was closed with this.
  fileprivate var isEndOfDay: Bool { kind == .dayClose && state == .committed }
}

/// A snapshot as JSON. The card number is masked, as it is everywhere.
struct TurnoverRow: Codable {
  var sequence: UInt64
  var kind, state: String
  var trace, currency: UInt32
  var amount: UInt64
  var approvedAmount: UInt64?
  var namesCurrency: Bool
  var receipt, originalTrace, terminal, result: UInt32?
  var isApproval: Bool
  /// Month, day, hour, minute, second.
  var clock: [UInt8]?
  var card, cardName, merchantNumber, reference: String?
  var order: String?
  var totals: [DayTotalsRow]?

  init(_ turnover: Turnover) {
    let record = turnover.record
    sequence = turnover.sequence
    (kind, state) = (turnover.kind.name, turnover.state.name)
    (trace, currency) = (turnover.trace.value, UInt32(turnover.currency.numericCode))
    amount = turnover.amount.minorUnits
    approvedAmount = record.amount?.minorUnits
    namesCurrency = record.currency != nil
    (receipt, originalTrace) = (record.receiptNumber?.value, record.originalTrace?.value)
    (terminal, result) = (record.terminalID?.value, record.result.map { UInt32($0.number) })
    isApproval = record.isApproval
    clock = record.clock?.row
    card = record.card?.text
    (cardName, merchantNumber) = (record.cardName?.ascii, record.merchantNumber?.ascii)
    reference = record.hostReference?.ascii
    order = turnover.orderNumber.map { String(decoding: $0.bytes, as: UTF8.self) }
    totals = turnover.totals.isEmpty ? nil : turnover.totals.map { DayTotalsRow($0) }
  }

  /// Nil if a value is outside its range.
  var turnover: Turnover? {
    guard let kind = Turnover.Kind.allCases.first(where: { $0.name == kind }),
      let state = Turnover.State.allCases.first(where: { $0.name == state }),
      let trace = TraceNumber(trace), let amount = Amount(minorUnits: amount),
      let currency = UInt16(exactly: currency).flatMap(Currency.init(numericCode:)),
      result ?? 0 <= UInt16.max, clock == nil || clock?.count == 5
    else { return nil }
    let days = (totals ?? []).map(\.totals)
    guard !days.contains(nil) else { return nil }
    var turnover = Turnover(
      sequence: sequence, kind: kind, state: state, record: record(trace, namesCurrency ? currency : nil),
      trace: trace, amount: amount, currency: currency, totals: days.compactMap(\.self))
    turnover.orderNumber = order.flatMap { OrderNumber($0.utf8) }
    return turnover
  }

  private func record(_ trace: TraceNumber, _ currency: Currency?) -> TransactionRecord {
    var record = TransactionRecord()
    record.result = result.map { ResultCode(.zvt, UInt16($0)) }
    record.amount = approvedAmount.flatMap(Amount.init(minorUnits:))
    record.currency = currency
    (record.receiptNumber, record.traceNumber) = (receipt.flatMap { ReceiptNumber($0) }, trace)
    record.originalTrace = originalTrace.flatMap { TraceNumber($0) }
    record.clock = clock.flatMap { ClockReading(row: $0) }
    record.terminalID = terminal.flatMap { TerminalID($0) }
    record.card = card.map { text in
      MaskedCardNumber(
        masking: text.utf8.map { (0x30...0x39).contains($0) ? $0 - 0x30 : MaskedCardNumber.masked })
    }
    (record.cardName, record.merchantNumber) = (
      cardName.map { WireText(ascii: $0) }, merchantNumber.map { WireText(ascii: $0) }
    )
    record.hostReference = reference.map { WireText(ascii: $0) }
    record.isApproval = isApproval
    return record
  }
}

extension Turnover.Kind {
  var name: String { "\(self)" }
}

extension Turnover.State {
  var name: String { "\(self)" }
}

extension WireText {
  /// The terminal's own texts are ASCII.
  var ascii: String { String(decoding: bytes, as: UTF8.self) }

  init(ascii text: String) { self.init(bytes: Array(text.utf8)) }
}
