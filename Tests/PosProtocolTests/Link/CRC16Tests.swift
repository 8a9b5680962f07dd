import PosProtocol
import Testing

@Suite struct CRC16Tests {
  @Test func checkValue() {
    #expect(CRC16.of([UInt8]("123456789".utf8)) == 0x2189)
    #expect(CRC16.of([]) == 0)
  }

  /// The definition, bit by bit.
  private func plain(_ bytes: [UInt8]) -> UInt16 {
    bytes.reduce(0) { crc, byte in
      (0..<8).reduce(crc ^ UInt16(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x8408 : crc >> 1 }
    }
  }

  @Test(arguments: 0..<40)
  func slicedEqualsStreamedEqualsDefinition(length: Int) {
    var random = SplitMix64(seed: UInt64(length))
    let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    var (streamed, mixed) = (CRC16(), CRC16())
    for byte in bytes { streamed.update(byte) }
    mixed.update([UInt8](bytes.prefix(length / 3)))
    mixed.update([UInt8](bytes.dropFirst(length / 3)))
    #expect(CRC16.of(bytes) == plain(bytes))
    #expect(streamed.value == plain(bytes))
    #expect(mixed.value == plain(bytes))
  }
}
