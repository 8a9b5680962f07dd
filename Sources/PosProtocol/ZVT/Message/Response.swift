extension ZVT {
  /// How a command was taken: 80 00 and 84 00 say yes, 84 xx says no, and why.
  ///
  /// - Direction: both. It is never answered itself, except by the link's acknowledgement.
  /// - Spec: PA00P016 §5.2.
  public struct Response: FieldList, Hashable {
    public private(set) var control: ControlField
    /// Behind 84 1E: the real reason.
    public private(set) var reason: UInt8?
    /// Behind 84 1E 6F: the currency the terminal takes.
    public private(set) var currency: Currency?
    /// Behind 84 9D: only this amount is due.
    public private(set) var amount: Amount?
    public var tlv: TLV?
    public var rest = Rest()

    private init(_ control: ControlField) { self.control = control }

    /// 80 00 00.
    public static let positive = Response(ControlField(0x80, 0x00))

    /// 84 `code`. Code 00 would say yes, so it becomes FF.
    public static func negative(_ code: UInt8) -> Response {
      Response(ControlField(0x84, code == 0 ? 0xFF : code))
    }

    /// 84 9D: only `amount` is due.
    public static func partly(_ amount: Amount) -> Response {
      var response = Response(ControlField(0x84, 0x9D))
      response.amount = amount
      return response
    }

    /// 84 1E 6F: the registration's currency is not taken, but `currency` is.
    public static func wrongCurrency(_ currency: Currency?) -> Response {
      var response = Response(ControlField(0x84, 0x1E))
      (response.reason, response.currency) = (0x6F, currency)
      return response
    }

    public var isPositive: Bool { control.instruction == 0 }

    /// Why it was refused: the reason behind 84 1E, or the second byte; 0 if it was not.
    public var code: UInt8 { reason ?? control.instruction }

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      if control.instruction == 0x1E {
        try visit.untagged("reason", &reason)
        try visit.untagged("currency", &currency)
      }
      try visit.field(0x04, "amount", &amount)
      try visit.field(0x06, "tlv", &tlv)
    }

    public var apdu: APDU { APDU(control: control, data: isBare ? [] : FieldEncoder.data(of: self, control)) }

    /// Most are: no fields.
    private var isBare: Bool {
      reason == nil && currency == nil && amount == nil && tlv == nil && rest.isEmpty
    }

    /// The whole APDU.
    public func encoded() -> [UInt8] { apdu.encoded() }

    /// - Throws: `.wrongControl` if it is no response; `.duplicateTag`; what its fields throw.
    public init(decoding apdu: APDU) throws(CodecError) {
      guard apdu.control.isResponse, apdu.control.classByte == 0x84 || apdu.control.instruction == 0
      else { throw CodecError(.wrongControl(apdu.control.value), at: 0) }
      control = apdu.control
      try FieldDecoder.read(apdu, headerCount: apdu.headerCount, into: &self)
    }
  }
}
