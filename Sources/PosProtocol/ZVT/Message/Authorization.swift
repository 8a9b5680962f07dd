extension ZVT {
  /// Asks the terminal to take a payment.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``StatusInformation``, then ``Completion`` or ``Abort``.
  /// - Spec: PA00P015 §2.2 (06 01).
  public struct Authorization: Message {
    public static let control = ControlField(0x06, 0x01)

    public var amount: Amount?
    public var currency: Currency?
    /// Which way of paying the register asks for; 40 lets the terminal decide.
    public var paymentType: UInt8?
    public var expiry: DigitPairs?
    public var pan: MaskedCardNumber?
    public var track1: MaskedTrack?
    public var track2: MaskedTrack?
    public var track3: MaskedTrack?
    /// Seconds the register has to issue the goods.
    public var timeout: UInt8?
    /// How often the register may answer a status information with "please wait".
    public var maximumWaits: UInt8?
    public var pumpNumber: UInt8?
    public var cardCheckValue: HiddenCheckValue?
    public var additionalText: Text<UpTo999>?
    public var cardType: UInt8?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0x04, "amount", &amount)
      try visit.field(0x49, "currency", &currency)
      try visit.field(0x19, "paymentType", &paymentType)
      try visit.field(0x0E, "expiry", &expiry)
      try visit.field(0x22, "pan", &pan)
      try visit.field(0x2D, "track1", &track1)
      try visit.field(0x23, "track2", &track2)
      try visit.field(0x24, "track3", &track3)
      try visit.field(0x01, "timeout", &timeout)
      try visit.field(0x02, "maximumWaits", &maximumWaits)
      try visit.field(0x05, "pumpNumber", &pumpNumber)
      try visit.field(0x3A, "cardCheckValue", &cardCheckValue)
      try visit.field(0x3C, "additionalText", &additionalText)
      try visit.field(0x8A, "cardType", &cardType)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
