extension ZVT {
  /// What the terminal has to say about a transaction. Its answer is the commit point.
  ///
  /// - Direction: terminal to register.
  /// - Answered by: ``Response``: 80 00 makes an approval final, 84 9C asks for it again, any other 84
  ///   reverses it.
  /// - Spec: PA00P015 §3.1 (04 0F). Fields are written in the order of its list, which old registers rely on.
  public struct StatusInformation: Message {
    public static let control = ControlField(0x04, 0x0F)

    /// Absent is never an approval.
    public var result: UInt8?
    public var amount: Amount?
    /// Only after an end of day and in a turnover query.
    public var totals: IndividualTotals?
    public var traceNumber: TraceNumber?
    public var originalTrace: TraceNumber?
    public var time: DigitTriple?
    public var date: DigitPairs?
    public var expiry: DigitPairs?
    public var cardSequence: DigitPairs?
    /// How it was paid: 40 offline, 50 checked, 60 online, 70 PIN.
    public var paymentType: UInt8?
    public var pan: MaskedCardNumber?
    public var terminalID: TerminalID?
    public var authorizationAttribute: Text<Zeroed8>?
    public var currency: Currency?
    public var blockedGoods: Opaque<LLVAR>?
    public var receiptNumber: Receipt?
    public var cardType: UInt8?
    public var operatorCardType: UInt8?
    public var geldkarte: Opaque<LLLVAR>?
    public var aidParameter: Opaque<FiveBytes>?
    public var merchantNumber: Text<Spaced15>?
    public var additionalText: Text<UpTo999>?
    /// A refusal of the host that 27 cannot express; 27 is then 00.
    public var resultAS: UInt8?
    /// Some registers stop reading here: leave it out unless asked for.
    public var turnoverNumber: TraceNumber?
    public var cardName: Text<Terminated98>?
    public var track1: MaskedTrack?
    public var track2: MaskedTrack?
    public var track3: MaskedTrack?
    public var chipFileID: Opaque<LLVAR>?
    public var synchronousChip: Opaque<LLLVAR>?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0x27, "result", &result)
      try visit.field(0x04, "amount", &amount)
      try visit.field(0x60, "totals", &totals)
      try visit.field(0x0B, "traceNumber", &traceNumber)
      try visit.field(0x37, "originalTrace", &originalTrace)
      try visit.field(0x0C, "time", &time)
      try visit.field(0x0D, "date", &date)
      try visit.field(0x0E, "expiry", &expiry)
      try visit.field(0x17, "cardSequence", &cardSequence)
      try visit.field(0x19, "paymentType", &paymentType)
      try visit.field(0x22, "pan", &pan)
      try visit.field(0x29, "terminalID", &terminalID)
      try visit.field(0x3B, "authorizationAttribute", &authorizationAttribute)
      try visit.field(0x49, "currency", &currency)
      try visit.field(0x4C, "blockedGoods", &blockedGoods)
      try visit.field(0x87, "receiptNumber", &receiptNumber)
      try visit.field(0x8A, "cardType", &cardType)
      try visit.field(0x8C, "operatorCardType", &operatorCardType)
      try visit.field(0x9A, "geldkarte", &geldkarte)
      try visit.field(0xBA, "aidParameter", &aidParameter)
      try visit.field(0x2A, "merchantNumber", &merchantNumber)
      try visit.field(0x3C, "additionalText", &additionalText)
      try visit.field(0xA0, "resultAS", &resultAS)
      try visit.field(0x88, "turnoverNumber", &turnoverNumber)
      try visit.field(0x8B, "cardName", &cardName)
      try visit.field(0x2D, "track1", &track1)
      try visit.field(0x23, "track2", &track2)
      try visit.field(0x24, "track3", &track3)
      try visit.field(0xA7, "chipFileID", &chipFileID)
      try visit.field(0x2E, "synchronousChip", &synchronousChip)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
