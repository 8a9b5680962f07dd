extension ZVT {
  /// The terminal is done; the register is master again.
  ///
  /// Three forms: after a payment it is empty; after a registration it carries status byte, terminal ID and
  /// currency; after a status enquiry software version and terminal status stand first and without tags.
  /// - Direction: terminal to register.
  /// - Answered by: ``Response``.
  /// - Spec: PA00P015 §3.2 (06 0F), §2.1, §2.56.
  public struct Completion: Message {
    public static let control = ControlField(0x06, 0x0F)

    /// Only with a terminal status; without one ``encoded()`` leaves it out.
    public var softwareVersion: Text<UpTo999>?
    /// Only after a status enquiry. 0 is ready; see ``ZVT/terminalStatusName(_:)``.
    public var terminalStatus: UInt8?
    public var result: UInt8?
    public var time: DigitTriple?
    public var date: DigitTriple?
    /// What the terminal needs before it can pay; see ``RegistrationStatus``.
    public var status: RegistrationStatus?
    public var terminalID: TerminalID?
    public var currency: Currency?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      if terminalStatus == nil { softwareVersion = nil }
      try visit.untagged("softwareVersion", &softwareVersion)
      try visit.untagged("terminalStatus", &terminalStatus)
      try visit.field(0x27, "result", &result)
      try visit.field(0x0C, "time", &time)
      try visit.field(0xAA, "date", &date)
      try visit.field(0x19, "status", &status)
      try visit.field(0x29, "terminalID", &terminalID)
      try visit.field(0x49, "currency", &currency)
      try visit.field(0x06, "tlv", &tlv)
    }

    /// The form after a registration.
    public static func registered(_ capabilities: Capabilities) -> Completion {
      var completion = Completion()
      var status: RegistrationStatus = []
      if capabilities.needsInitialisation { status.insert(.needsInitialisation) }
      if capabilities.needsDiagnosis { status.insert(.needsDiagnosis) }
      completion.status = status
      completion.terminalID = capabilities.terminalID
      completion.currency = capabilities.currency
      completion.tlv = capabilities.safeguards.announcement
      return completion
    }

    /// What the form after a registration says.
    public var capabilities: Capabilities {
      var capabilities = Capabilities()
      capabilities.terminalID = terminalID
      capabilities.currency = currency
      capabilities.needsInitialisation = status?.contains(.needsInitialisation) ?? false
      capabilities.needsDiagnosis = status?.contains(.needsDiagnosis) ?? false
      capabilities.safeguards = Safeguards(announcedIn: tlv)
      return capabilities
    }

    /// The form after a status enquiry.
    public static func status(_ status: TerminalStatus) -> Completion {
      var completion = Completion()
      completion.terminalStatus = UInt8(truncatingIfNeeded: min(status.code, 0xFF))
      completion.softwareVersion = status.softwareVersion.map { Text(clipping: $0) }
      completion.tlv = status.clock?.tlv
      return completion
    }

    /// What the form after a status enquiry says; nil for another form.
    public var enquired: TerminalStatus? {
      terminalStatus.map { code in
        let clock = tlv?.first(ClockReading.statusTag).flatMap { ClockReading($0) }
        return TerminalStatus(
          code: UInt16(code), softwareVersion: softwareVersion?.wireText, clock: clock)
      }
    }
  }

  /// What a terminal says of itself at the end of a registration.
  ///
  /// - Wire: BMP 19 of 06 0F.
  public struct RegistrationStatus: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let needsInitialisation = RegistrationStatus(rawValue: 0x01)
    public static let needsDiagnosis = RegistrationStatus(rawValue: 0x02)
    public static let needsOPTAction = RegistrationStatus(rawValue: 0x04)
    public static let fillingStation = RegistrationStatus(rawValue: 0x08)
    public static let vending = RegistrationStatus(rawValue: 0x10)
  }
}

extension ZVT.RegistrationStatus: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) { self.init(rawValue: try reader.byte()) }

  public func write(to bytes: inout [UInt8]) { bytes.append(rawValue) }

  public var summary: String { Hex.text([rawValue]) }
}
