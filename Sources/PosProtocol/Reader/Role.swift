/// The two ends of a line: the register (till, kiosk, counter) and the terminal (the card reader).
public enum Role: UInt8, CaseIterable, Sendable {
  case register, terminal

  /// The other end.
  public var peer: Role { self == .register ? .terminal : .register }
}
