extension ZVT {
  /// How the bytes of a connection are cut into APDUs.
  public enum Framing: Hashable, Sendable {
    /// DLE/STX frames with a checksum, each acknowledged; for serial lines and what looks like one.
    case serial
    /// Bare APDUs, one behind the other.
    case tcp
  }

  /// The serial link's patience.
  ///
  /// - Spec: PA00P016 §3.
  public struct LinkTimers: Hashable, Sendable {
    /// T1: between two bytes of a frame; then the receiver refuses it.
    public var interByte: Duration
    /// T2: from a frame's end to its ACK or NAK; then the sender repeats it.
    public var acknowledgement: Duration

    public init(interByte: Duration, acknowledgement: Duration) {
      (self.interByte, self.acknowledgement) = (interByte, acknowledgement)
    }

    public static let standard = LinkTimers(interByte: .milliseconds(200), acknowledgement: .seconds(5))

    /// The same timers, longer or shorter: for tests and simulations in which time is short.
    public func scaled(by factor: Double) -> LinkTimers {
      LinkTimers(interByte: interByte * factor, acknowledgement: acknowledgement * factor)
    }
  }
}
