extension ZVT {
  /// Gives back the unused part of a pre-authorization; with receipt number FFFF alone it asks which ones are
  /// open, and changes nothing.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``StatusInformation`` and ``Completion``, or ``Abort``, which with
  ///   result B8 is the ordinary answer to FFFF.
  /// - Spec: PA00P015 §2.10, §2.10.1 (06 23).
  public struct PartialReversal: Message {
    public static let control = ControlField(0x06, 0x23)

    public var receiptNumber: ReceiptOrAll?
    /// The part that was not used.
    public var amount: Amount?
    public var currency: Currency?
    public var additionalText: Text<UpTo999>?
    public var traceNumber: TraceNumber?
    public var authorizationAttribute: Text<Zeroed8>?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    /// The enquiry for those that are open.
    public static var enquiry: PartialReversal {
      var enquiry = PartialReversal()
      enquiry.receiptNumber = .all
      return enquiry
    }

    /// Whether it asks, and does nothing else.
    public var isEnquiry: Bool { receiptNumber == .all && amount == nil }

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0x87, "receiptNumber", &receiptNumber)
      try visit.field(0x04, "amount", &amount)
      try visit.field(0x49, "currency", &currency)
      try visit.field(0x3C, "additionalText", &additionalText)
      try visit.field(0x0B, "traceNumber", &traceNumber)
      try visit.field(0x3B, "authorizationAttribute", &authorizationAttribute)
      try visit.field(0x06, "tlv", &tlv)
    }
  }

  /// One receipt number, or FFFF: all of them in an enquiry, none in its answer.
  ///
  /// - Wire: BMP 87, 2 bytes of packed BCD; 0...9_999, or FFFF.
  public enum ReceiptOrAll: FieldValue, Hashable {
    case one(Receipt)
    case all

    public init(from reader: inout ByteReader) throws(CodecError) {
      guard reader.peek() == 0xFF, reader.peek(1) == 0xFF else {
        self = .one(try Receipt(from: &reader))
        return
      }
      _ = try reader.bytes(2)
      self = .all
    }

    public func write(to bytes: inout [UInt8]) {
      switch self {
      case .one(let receipt): receipt.write(to: &bytes)
      case .all: bytes += [0xFF, 0xFF]
      }
    }

    public var summary: String {
      switch self {
      case .one(let receipt): receipt.summary
      case .all: "FFFF"
      }
    }
  }
}
