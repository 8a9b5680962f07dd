extension ZVT {
  /// Asks the terminal to undo a transaction of its turnover memory.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``StatusInformation``, then ``Completion`` or ``Abort``.
  /// - Spec: PA00P015 §2.9 (06 30).
  public struct Reversal: Message {
    public static let control = ControlField(0x06, 0x30)

    public var password = Password.zero
    public var receiptNumber: Receipt?
    /// Must match the terminal's record if given.
    public var amount: Amount?
    public var currency: Currency?
    public var paymentType: UInt8?
    public var expiry: DigitPairs?
    public var pan: MaskedCardNumber?
    public var track1: MaskedTrack?
    public var track2: MaskedTrack?
    public var track3: MaskedTrack?
    public var additionalText: Text<UpTo999>?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.untagged("password", &password)
      try visit.field(0x87, "receiptNumber", &receiptNumber)
      try visit.field(0x04, "amount", &amount)
      try visit.field(0x49, "currency", &currency)
      try visit.field(0x19, "paymentType", &paymentType)
      try visit.field(0x0E, "expiry", &expiry)
      try visit.field(0x22, "pan", &pan)
      try visit.field(0x2D, "track1", &track1)
      try visit.field(0x23, "track2", &track2)
      try visit.field(0x24, "track3", &track3)
      try visit.field(0x3C, "additionalText", &additionalText)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
