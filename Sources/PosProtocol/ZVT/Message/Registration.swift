extension ZVT {
  /// Makes register and terminal known to each other and says how the register wants to be served.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``Completion``; no status information.
  /// - Spec: PA00P015 §2.1 (06 00).
  public struct Registration: Message {
    public static let control = ControlField(0x06, 0x00)

    public var password = Password.zero
    public var config: RegistrationConfig = []
    /// Absent means euro. It must stand before a service byte or a container, so ``encoded()`` then writes
    /// euro.
    public var currency: Currency?
    public var serviceByte: UInt8?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      if currency == nil, serviceByte != nil || tlv != nil || !rest.isEmpty { currency = .eur }
      try visit.untagged("password", &password)
      try visit.untagged("config", &config)
      try visit.untagged("currency", &currency)
      try visit.field(0x03, "serviceByte", &serviceByte)
      try visit.field(0x06, "tlv", &tlv)
    }
  }

  /// What a register wants of a terminal.
  ///
  /// - Wire: the byte behind the password of 06 00.
  public struct RegistrationConfig: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let printsPaymentReceipts = RegistrationConfig(rawValue: 0x02)
    public static let printsAdministrationReceipts = RegistrationConfig(rawValue: 0x04)
    public static let wantsIntermediateStatus = RegistrationConfig(rawValue: 0x08)
    public static let controlsPayment = RegistrationConfig(rawValue: 0x10)
    public static let controlsAdministration = RegistrationConfig(rawValue: 0x20)
    /// The terminal sends ready lines (06 D1, 06 D3); otherwise the register composes receipts itself.
    public static let wantsPrintLines = RegistrationConfig(rawValue: 0x80)
  }
}

extension ZVT.RegistrationConfig: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) { self.init(rawValue: try reader.byte()) }

  public func write(to bytes: inout [UInt8]) { bytes.append(rawValue) }

  public var summary: String { Hex.text([rawValue]) }
}
