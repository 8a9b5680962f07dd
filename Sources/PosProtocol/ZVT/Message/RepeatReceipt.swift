extension ZVT {
  /// Asks for the last transaction again: its receipt, its status information, or both.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``StatusInformation`` if service bit 01 asks for it and print messages
  ///   unless bit 02 forbids them, then ``Completion`` or ``Abort``.
  /// - Spec: PA00P015 §2.20 (06 20).
  public struct RepeatReceipt: Message {
    public static let control = ControlField(0x06, 0x20)
    /// Service bit: send the status information.
    public static let sendsRecord: UInt8 = 0x01
    /// Service bit: do not print.
    public static let suppressesPrint: UInt8 = 0x02

    public var password = Password.zero
    public var serviceByte: UInt8?
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.untagged("password", &password)
      try visit.field(0x03, "serviceByte", &serviceByte)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
