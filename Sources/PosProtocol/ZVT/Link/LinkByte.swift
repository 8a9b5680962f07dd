extension ZVT {
  /// The bytes that mean something to the serial link.
  ///
  /// - Spec: PA00P016 §3.
  enum LinkByte {
    static let stx: UInt8 = 0x02
    static let etx: UInt8 = 0x03
    static let ack: UInt8 = 0x06
    static let dle: UInt8 = 0x10
    static let nak: UInt8 = 0x15
    /// As it is written.
    static let ackAlone = [ack]
  }
}
