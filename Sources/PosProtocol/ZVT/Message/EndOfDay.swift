extension ZVT {
  /// Asks the terminal to close its day: to settle with its host and to empty its turnover memory.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``StatusInformation`` with the totals, then ``Completion`` or
  ///   ``Abort``.
  /// - Spec: PA00P015 §2.16 (06 50).
  public struct EndOfDay: Message {
    public static let control = ControlField(0x06, 0x50)

    public var password = Password.zero
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.untagged("password", &password)
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
