extension ZVT {
  /// Asks the terminal to try its way to the host, and to load what it needs from there.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``SetRegisterClock`` and print messages if the terminal sends them,
  ///   then ``Completion`` or ``Abort``.
  /// - Spec: PA00P015 §2.17 (06 70).
  public struct Diagnosis: Message {
    public static let control = ControlField(0x06, 0x70)
    /// TLV 1B: what is to be done; without it the terminal does the extended diagnosis, which loads.
    public static let kindTag: UInt32 = 0x1B
    /// The way to the host, and nothing else.
    public static let line: UInt8 = 1

    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0x06, "tlv", &tlv)
    }
  }
}
