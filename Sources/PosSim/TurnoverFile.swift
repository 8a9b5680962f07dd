import PosFirmware
import PosProtocol

/// A terminal's flash: every snapshot of its turnover memory, one a line.
final class TurnoverFile {
  private let path: String
  private let lines: JSONLines<TurnoverRow>

  init(_ path: String) throws(SimulatorError) {
    self.path = path
    lines = try JSONLines(path)
  }

  func restore() throws(SimulatorError) -> [Turnover] {
    var turnovers: [Turnover] = []
    for (index, row) in try lines.rows().enumerated() {
      guard let turnover = row.turnover else {
        throw .damaged(path: path, line: index + 1, why: "a value outside its range")
      }
      turnovers.append(turnover)
    }
    return turnovers
  }

  func append(_ turnover: Turnover) throws(SimulatorError) { try lines.append(TurnoverRow(turnover)) }
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
    clock = record.clock.map { [$0.month ?? 0, $0.day ?? 0, $0.hour, $0.minute, $0.second] }
    card = record.card?.text
    (cardName, merchantNumber) = (record.cardName?.ascii, record.merchantNumber?.ascii)
    reference = record.hostReference?.ascii
  }

  /// Nil if a value is outside its range.
  var turnover: Turnover? {
    guard let kind = Turnover.Kind.allCases.first(where: { $0.name == kind }),
      let state = Turnover.State.allCases.first(where: { $0.name == state }),
      let trace = TraceNumber(trace), let amount = Amount(minorUnits: amount),
      let currency = UInt16(exactly: currency).flatMap(Currency.init(numericCode:)),
      result ?? 0 <= UInt16.max, clock == nil || clock?.count == 5
    else { return nil }
    return Turnover(
      sequence: sequence, kind: kind, state: state, record: record(trace, namesCurrency ? currency : nil),
      trace: trace, amount: amount, currency: currency)
  }

  private func record(_ trace: TraceNumber, _ currency: Currency?) -> TransactionRecord {
    var record = TransactionRecord()
    record.result = result.map { ResultCode(.zvt, UInt16($0)) }
    record.amount = approvedAmount.flatMap(Amount.init(minorUnits:))
    record.currency = currency
    (record.receiptNumber, record.traceNumber) = (receipt.flatMap { ReceiptNumber($0) }, trace)
    record.originalTrace = originalTrace.flatMap { TraceNumber($0) }
    if let clock {
      let date = clock[0] > 0 ? (clock[0], clock[1]) : nil
      record.clock = ClockReading(
        month: date?.0, day: date?.1, hour: clock[2], minute: clock[3], second: clock[4])
    }
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
