extension ZVT {
  /// The first two bytes of every message: which command it is, or how one was answered.
  ///
  /// - Wire: class and instruction of a command; 80 00 or 84 xx of a response.
  /// - Spec: PA00P016 §5.2.
  public struct ControlField: Hashable, Sendable {
    public let classByte: UInt8
    public let instruction: UInt8

    public init(_ classByte: UInt8, _ instruction: UInt8) {
      (self.classByte, self.instruction) = (classByte, instruction)
    }

    /// Both bytes as one number: 0x0601 for 06 01.
    public var value: UInt16 { UInt16(classByte) << 8 | UInt16(instruction) }

    /// An answer to a command, not a command: 80 xx or 84 xx.
    public var isResponse: Bool { classByte == 0x80 || classByte == 0x84 }

    /// The command's short English name; nil if no table knows it.
    public var name: StaticString? {
      switch (classByte, instruction) {
      case (0x80, 0x00): "positive response"
      case (0x84, 0x00): "positive response (84 00)"
      case (0x84, _): "negative response"
      default: Command.of(self)?.name
      }
    }
  }
}
