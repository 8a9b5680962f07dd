extension ZVT {
  /// What the terminal does, or wants the cardholder to do.
  ///
  /// - Direction: terminal to register, if its registration asked for it.
  /// - Answered by: ``Response``.
  /// - Spec: PA00P015 §3.7 (04 FF). Terminals send the container also without the minutes before it; a second
  ///   byte 06 counts as minutes only where no container follows from it.
  public struct IntermediateStatus: Message {
    public static let control = ControlField(0x04, 0xFF)

    /// See ``ZVT/intermediateStatusName(_:)``.
    public var code: UInt8 = 0
    /// The new T4.
    public var timeoutMinutes: TwoDigits?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public init(code: UInt8, texts: [WireText] = [], minutes: UInt8? = nil) {
      self.code = code
      timeoutMinutes = minutes.flatMap { TwoDigits($0) }
      if !texts.isEmpty {
        tlv = TLV([TLV.Object(0x24, of: texts.map { TLV.Object(0x07, Masking.text($0.bytes)) })])
      }
    }

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.untagged("code", &code)
      try visit.untagged("timeoutMinutes", &timeoutMinutes)
      try visit.field(0x06, "tlv", &tlv)
    }

    /// The terminal's own words for it.
    public var texts: [WireText] {
      guard let tlv else { return [] }
      var texts: [WireText] = []
      for object in tlv.first(0x24)?.objects ?? [] where object.tag == 0x07 {
        texts.append(WireText(bytes: object.value ?? [], characterSet: tlv.characterSet))
      }
      return texts
    }
  }
}
