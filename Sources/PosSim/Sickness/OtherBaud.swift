/// What a receiver makes of bytes that were sent at another baud.
enum OtherBaud {
  /// - Parameters:
  ///   - sender: the baud at which they were sent, 8N2.
  ///   - receiver: the baud at which they are read.
  static func heard(_ bytes: [UInt8], sentAt sender: Int, readAt receiver: Int) -> [UInt8] {
    // Start bit, eight data bits with the lowest first, two stop bits.
    var bits: [Bool] = []
    for byte in bytes {
      bits.append(false)
      for bit in 0..<8 { bits.append(byte >> bit & 1 == 1) }
      bits += [true, true]
    }
    // In ticks, of which a bit of the sender lasts `receiver`, and one of the receiver `sender`.
    func isHigh(_ tick: Int) -> Bool { tick / receiver >= bits.count || bits[tick / receiver] }
    var (heard, place): ([UInt8], Int) = ([], 0)
    // A falling edge is a start bit; each bit is looked at in its middle.
    while let edge = bits.indices.dropFirst(place / receiver).first(where: { !bits[$0] }) {
      let start = max(place, edge * receiver)
      var byte: UInt8 = 0
      for bit in 0..<8 where isHigh(start + sender * (2 * bit + 3) / 2) { byte |= 1 << bit }
      heard.append(byte)
      // A stop bit that is low is a framing error: a receiver waits until the line rests.
      place = start + sender * 19 / 2
      while !isHigh(place) { place = (place / receiver + 1) * receiver }
    }
    return heard
  }
}
