extension ZVT {
  /// Asks what the terminal has turned over since its last end of day. Changes nothing.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``StatusInformation`` with the totals, then ``Completion`` or
  ///   ``Abort``.
  /// - Spec: PA00P015 §2.43 (06 10).
  public struct TurnoverTotals: Message {
    public static let control = ControlField(0x06, 0x10)

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
