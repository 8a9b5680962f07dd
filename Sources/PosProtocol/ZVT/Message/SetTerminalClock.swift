extension ZVT {
  /// Sets the terminal's clock.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response``, then ``Completion`` or ``Abort``.
  /// - Spec: PA00P015 §2.25 (06 91).
  public struct SetTerminalClock: Message {
    public static let control = ControlField(0x06, 0x91)

    public var password = Password.zero
    public var date: DigitTriple?
    public var time: DigitTriple?
    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.untagged("password", &password)
      try visit.field(0xAA, "date", &date)
      try visit.field(0x0C, "time", &time)
    }
  }
}
