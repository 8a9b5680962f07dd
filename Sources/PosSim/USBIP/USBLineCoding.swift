/// How a host wants a serial line to be: PSTN 1.2, table 17.
public struct USBLineCoding: Hashable, Sendable {
  public var baud: UInt32 = 9600
  /// 0: one stop bit, 1: one and a half, 2: two.
  public var stopBits: UInt8 = 0
  /// 0 none, 1 odd, 2 even, 3 mark, 4 space.
  public var parity: UInt8 = 0
  public var dataBits: UInt8 = 8

  /// 9600 baud, 8N1.
  public init() {}

  init?(_ bytes: [UInt8]) {
    guard bytes.count == 7 else { return nil }
    baud = bytes[..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    (stopBits, parity, dataBits) = (bytes[4], bytes[5], bytes[6])
  }

  var bytes: [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: baud >> (8 * $0)) } + [stopBits, parity, dataBits]
  }

  /// As `9600 8N1`.
  public var text: String {
    let parities = ["N", "O", "E", "M", "S"]
    let letter = parity < 5 ? parities[Int(parity)] : "?"
    let stops = ["1", "1.5", "2"]
    return "\(baud) \(dataBits)\(letter)\(stopBits < 3 ? stops[Int(stopBits)] : "?")"
  }
}
