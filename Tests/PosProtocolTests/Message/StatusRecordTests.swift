import PosProtocol
import Testing

@Suite struct StatusRecordTests {
  @Test(arguments: [
    ("27 00", 0 as UInt16?, true), ("27 6C", 0x6C, false), ("04 000000001250", nil, false), ("", nil, false),
    ("27 00 A0 00", 0, true),
    // The host refused with a code that 27 cannot express.
    ("27 00 A0 A5", 0xA5, false), ("27 05 A0 A5", 0x05, false),
  ])
  func onlyAResultOfZeroIsAnApproval(_ fields: String, _ result: UInt16?, _ isApproval: Bool) throws {
    let data = try Hex.bytes(fields)
    let apdu = ZVT.APDU(control: ZVT.StatusInformation.control, data: data)
    let record = try ZVT.StatusInformation(decoding: apdu).record
    #expect(record.result == result.map { ResultCode(.zvt, $0) })
    #expect(record.isApproval == isApproval)
  }

  @Test func aRecordGoesThereAndBack() throws {
    var record = TransactionRecord()
    record.result = ResultCode(.zvt, 0)
    record.isApproval = true
    record.amount = Amount(minorUnits: 1_500_000)
    record.currency = .irr
    record.receiptNumber = ReceiptNumber(42)
    record.traceNumber = TraceNumber(7)
    record.originalTrace = TraceNumber(6)
    record.clock = ClockReading(month: 12, day: 31, hour: 23, minute: 59, second: 58)
    record.terminalID = TerminalID(12_345_678)
    record.card = MaskedCardNumber(masking: [6, 0, 3, 7, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6])
    record.cardName = WireText("Mastercard")
    record.merchantNumber = WireText("100461763")
    record.hostReference = WireText("978539")
    record.additionalText = WireText("GEN.NR.:978539")
    let message = ZVT.StatusInformation(record, namesCurrency: true)
    let read = try ZVT.StatusInformation(decoding: message.encoded())
    #expect(read.record == record)
    #expect(ZVT.StatusInformation(record, namesCurrency: false).currency == nil)
  }

  /// The whole message, written down by hand: the order of fields is the specification's.
  @Test func fieldsStandInTheOrderOfTheSpecification() {
    var record = TransactionRecord()
    record.result = ResultCode(.zvt, 0)
    record.isApproval = true
    record.amount = Amount(minorUnits: 1250)
    record.currency = .eur
    record.receiptNumber = ReceiptNumber(42)
    record.traceNumber = TraceNumber(42)
    record.clock = ClockReading(month: 7, day: 22, hour: 13, minute: 45, second: 1)
    record.terminalID = TerminalID(12_345_678)
    record.cardName = WireText("VISA")
    #expect(
      Hex.text(ZVT.StatusInformation(record, namesCurrency: true).encoded())
        == "040F27" + "2700" + "04000000001250" + "0B000042" + "0C134501" + "0D0722" + "2912345678"
        + "490978" + "870042" + "8BF0F55649534100")
  }

  @Test func aRecordThatIsNoApprovalNeverGetsResultZero() {
    var record = TransactionRecord()
    record.result = ResultCode(.zvt, 0)
    #expect(ZVT.StatusInformation(record, namesCurrency: false).result == nil)
    record.result = ResultCode(.sadad, 0x1_00)
    #expect(ZVT.StatusInformation(record, namesCurrency: false).result == 0xFF)
  }

  @Test(arguments: [
    ("0B 000042", 42 as UInt32?), ("0B 000000", 0),
    ("0B 000000 06 06 1F2B 03 000987", 987), ("0B 000000 06 07 1F2B 04 10016005", nil),
    ("0B 000001 06 06 1F2B 03 000987", 1), ("", nil),
  ])
  func theLongTraceNumberCounts(_ fields: String, _ trace: UInt32?) throws {
    let apdu = ZVT.APDU(control: ZVT.StatusInformation.control, data: try Hex.bytes(fields))
    #expect(try ZVT.StatusInformation(decoding: apdu).record.traceNumber?.value == trace)
  }

  @Test(arguments: [
    ("0C 134501 0D 0722", ClockReading(month: 7, day: 22, hour: 13, minute: 45, second: 1)),
    ("0C 134501 0D 9999", ClockReading(month: nil, day: nil, hour: 13, minute: 45, second: 1)),
    ("0C 134501", ClockReading(month: nil, day: nil, hour: 13, minute: 45, second: 1)),
    ("0C 999999 0D 0722", nil), ("0D 0722", nil),
  ])
  func aClockThatShowsNoTimeIsNone(_ fields: String, _ clock: ClockReading?) throws {
    let apdu = ZVT.APDU(control: ZVT.StatusInformation.control, data: try Hex.bytes(fields))
    #expect(try ZVT.StatusInformation(decoding: apdu).record.clock == clock)
  }

  @Test func aReceiptNumberOfFiveDigitsIsNotSent() {
    var record = TransactionRecord()
    record.receiptNumber = ReceiptNumber(12_345)
    #expect(ZVT.StatusInformation(record, namesCurrency: false).receiptNumber == nil)
  }
}
