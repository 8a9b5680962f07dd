extension ZVT {
  /// Ends the registration: the terminal prints itself again and sends no containers.
  ///
  /// - Direction: register to terminal.
  /// - Answered by: ``Response`` alone.
  /// - Spec: PA00P015 §2.24 (06 02).
  public struct LogOff: Message {
    public static let control = ControlField(0x06, 0x02)

    public var rest = Rest()

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {}
  }
}
