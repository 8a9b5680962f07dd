extension ZVT {
  /// Asks whether the terminal can take a command.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``Completion`` with the terminal status.
  /// - Spec: PA00P015 §2.56 (05 01).
  public struct StatusEnquiry: Message {
    public static let control = ControlField(0x05, 0x01)

    /// Service bit: send a container, and in it the terminal's clock.
    public static let wantsContainer: UInt8 = 0x04

    /// Must be there before a service byte or a container, so ``encoded()`` then writes 000000.
    public var password: Password?
    /// 01: no service menu on the terminal's key; 02: no software version; 04: send a container.
    public var serviceByte: UInt8?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      if password == nil, serviceByte != nil || tlv != nil || !rest.isEmpty { password = .zero }
      try visit.untagged("password", &password)
      try visit.field(0x03, "serviceByte", &serviceByte)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
