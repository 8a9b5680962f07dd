extension ZVT {
  /// Tells the register what the terminal's clock shows.
  ///
  /// - Direction: terminal to register, within a diagnosis.
  /// - Answered by: ``Response``.
  /// - Spec: PA00P015 §3.4 (04 01).
  public struct SetRegisterClock: Message {
    public static let control = ControlField(0x04, 0x01)

    public var date: DigitTriple?
    public var time: DigitTriple?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0xAA, "date", &date)
      try visit.field(0x0C, "time", &time)
    }
  }
}
