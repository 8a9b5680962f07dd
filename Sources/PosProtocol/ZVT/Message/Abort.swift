extension ZVT {
  /// The terminal ends a command that failed; the register is master again.
  ///
  /// Result B8 with receipt numbers is the ordinary answer to an enquiry for open pre-authorizations.
  /// - Direction: terminal to register.
  /// - Answered by: ``Response``.
  /// - Spec: PA00P015 §3.3 (06 1E).
  public struct Abort: Message {
    public static let control = ControlField(0x06, 0x1E)

    /// What the terminal stated; some state nothing.
    public var statedResult: UInt8?
    /// The currency the terminal takes. Written only with result 6F and no other field but a container.
    public var currency: Currency?
    /// Only with result B8; see ``openPreauthorizations``.
    public var receiptNumber: ReceiptOrAll?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public init(result: UInt8) { statedResult = result }

    /// Why; see ``ZVT/resultName(_:)``. FF, system error, if the terminal did not state it.
    public var result: UInt8 { statedResult ?? 0xFF }

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      if statedResult == nil, receiptNumber != nil || tlv != nil || !rest.isEmpty { statedResult = 0xFF }
      if statedResult != 0x6F || receiptNumber != nil || !rest.isEmpty { currency = nil }
      // 6F 06 00 would read as currency 600.
      if statedResult == 0x6F, currency == nil, receiptNumber == nil, tlv?.objects.isEmpty ?? false {
        tlv = nil
      }
      try visit.untagged("result", &statedResult)
      try visit.untagged("currency", &currency)
      try visit.field(0x87, "receiptNumber", &receiptNumber)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
