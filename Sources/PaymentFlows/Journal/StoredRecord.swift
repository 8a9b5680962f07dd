internal import Foundation
internal import PosProtocol

/// A terminal's record as the journal keeps it: JSON whose card number is masked already and whose texts have
/// lost any run of digits that could be one.
struct StoredRecord: Codable, Hashable, Sendable {
  var wire: UInt8?, result: UInt16?
  var amount: UInt64?
  var currency: UInt16?
  var receipt: UInt32?, trace: UInt32?, originalTrace: UInt32?
  /// MM, DD (0 if the terminal gave no date), HH, MM, SS.
  var clock: [UInt8]?
  var terminal: UInt32?
  /// As `MaskedCardNumber.text` shows it.
  var card: String?
  var cardName: String?, merchant: String?, hostReference: String?, text: String?
  var approval: Bool

  init(_ record: TransactionRecord) {
    (wire, result) = (record.result?.wire.rawValue, record.result?.number)
    amount = record.amount?.minorUnits
    currency = record.currency?.numericCode
    (receipt, trace) = (record.receiptNumber?.value, record.traceNumber?.value)
    originalTrace = record.originalTrace?.value
    clock = record.clock.map { [$0.month ?? 0, $0.day ?? 0, $0.hour, $0.minute, $0.second] }
    terminal = record.terminalID?.value
    card = record.card?.text
    cardName = record.cardName?.safeText
    merchant = record.merchantNumber?.safeText
    hostReference = record.hostReference?.safeText
    text = record.additionalText?.safeText
    approval = record.isApproval
  }

  var record: TransactionRecord {
    var record = TransactionRecord()
    if let wire = wire.flatMap(WireProtocol.init(rawValue:)), let result {
      record.result = ResultCode(wire, result)
    }
    record.amount = amount.flatMap(Amount.init(minorUnits:))
    record.currency = currency.flatMap(Currency.init(numericCode:))
    record.receiptNumber = receipt.flatMap { ReceiptNumber($0) }
    record.traceNumber = trace.flatMap { TraceNumber($0) }
    record.originalTrace = originalTrace.flatMap { TraceNumber($0) }
    record.clock = clock.flatMap(Self.reading)
    record.terminalID = terminal.flatMap { TerminalID($0) }
    // What is no digit comes to more than 9, and that is masked.
    record.card = card.map { MaskedCardNumber(masking: $0.utf8.map { $0 &- 0x30 }) }
    record.cardName = cardName.map(WireText.init(utf8:))
    record.merchantNumber = merchant.map(WireText.init(utf8:))
    record.hostReference = hostReference.map(WireText.init(utf8:))
    record.additionalText = text.map(WireText.init(utf8:))
    record.isApproval = approval
    return record
  }

  private static func reading(_ parts: [UInt8]) -> ClockReading? {
    guard parts.count == 5 else { return nil }
    return ClockReading(
      month: parts[0] == 0 ? nil : parts[0], day: parts[1] == 0 ? nil : parts[1], hour: parts[2],
      minute: parts[3],
      second: parts[4])
  }

  /// The JSON text, with sorted keys.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Returns nil for text that is no record.
  init?(json: String) {
    guard let record = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
    self = record
  }
}
