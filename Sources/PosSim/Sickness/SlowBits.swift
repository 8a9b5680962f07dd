/// What a receiver makes of bytes that were sent at another baud.
enum SlowBits {
  /// - Parameter slowness: how many of the receiver's bits one of the sender's lasts; 1 or more.
  static func heard(_ bytes: [UInt8], slowness: Int) -> [UInt8] {
    var wire: [Bool] = []
    for byte in bytes {
      // Start bit, eight data bits with the lowest first, two stop bits.
      let bits = [false] + (0..<8).map { byte >> $0 & 1 == 1 } + [true, true]
      for bit in bits { wire += Array(repeating: bit, count: slowness) }
    }
    return sampled(wire)
  }

  /// Waits for a start bit, takes eight bits and the stop bit, and begins anew at the next falling edge.
  private static func sampled(_ wire: [Bool]) -> [UInt8] {
    var (heard, place): ([UInt8], Int) = ([], 0)
    while let start = wire[place...].firstIndex(of: false), start + 9 < wire.count {
      var byte: UInt8 = 0
      for bit in 0..<8 where wire[start + 1 + bit] { byte |= 1 << bit }
      heard.append(byte)
      // A stop bit that is low is a framing error: a receiver waits until the line rests.
      place = start + 9
      while place < wire.count, !wire[place] { place += 1 }
    }
    return heard
  }
}
