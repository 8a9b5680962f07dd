extension ZVT {
  /// Asks the terminal to stop what it does. A request: the command still ends with the terminal's last word.
  ///
  /// - Direction: register to terminal, also while the terminal is master.
  /// - Answered by: ``Response`` alone; the command it stops ends with ``Abort``.
  /// - Spec: PA00P015 §2.23 (06 B0).
  public struct AbortRequest: Message {
    public static let control = ControlField(0x06, 0xB0)

    /// Where the card goes: 00 out, 01 in, 02 parked.
    public var direction: UInt8?
    /// 00 switches the reader on, FF off.
    public var activation: UInt8?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0xD2, "direction", &direction)
      try visit.field(0xFA, "activation", &activation)
    }
  }
}
