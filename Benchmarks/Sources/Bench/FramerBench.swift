import CBaseline
import PosProtocol

/// Frames there and back, and what memory that asks for.
func benchFramer(samples: Int) {
  var table = Table("Framer", "APDU", "MB/s", "ratio to a C checksum of the same bytes")
  for size in [20, 250, 5_000] {
    // One byte in sixteen is a DLE.
    let apdu = [0x06, 0xD3] + (2..<size).map { UInt8(truncatingIfNeeded: $0 & 0x1F) }
    let (frame, rounds) = (ZVT.FrameEncoder.encode(apdu), 400_000 / size)
    var decoder = ZVT.FrameDecoder(maximumLength: 65_540)
    let times = alternate(
      samples: samples,
      [
        { for _ in 0..<rounds { consume(baseline_crc(apdu, apdu.count)) } },
        { for _ in 0..<rounds { consume(ZVT.FrameEncoder.encode(apdu)) } },
        { for _ in 0..<rounds { decode(frame, &decoder) } },
        { for _ in 0..<rounds { for byte in frame { consume(decoder.feed(byte)) } } },
      ])
    let names = ["", "encode", "decode, in pieces", "decode, byte by byte"]
    for (name, time) in zip(names, times).dropFirst() {
      table.row(name, "\(size) B", megabytes(size * rounds, in: time), short(times[0] / time))
    }
  }
  table.show("Framer")
  countAllocations()
}

private func decode(_ frame: [UInt8], _ decoder: inout ZVT.FrameDecoder) {
  var index = 0
  while let event = decoder.feed(frame, from: &index) { consume(event) }
}

private func countAllocations() {
  var table = Table("Allocations a frame", "APDU 20 B", "APDU 250 B", "APDU 5000 B", "APDU 50000 B")
  func count(_ name: String, _ body: ([UInt8], inout ZVT.FrameDecoder) -> Void) {
    let counts = [20, 250, 5_000, 50_000].map { size in
      let frame = ZVT.FrameEncoder.encode([0x06, 0xD3] + [UInt8](repeating: 0x10, count: size - 2))
      var decoder = ZVT.FrameDecoder(maximumLength: 65_540)
      body(frame, &decoder)
      let count = allocations { for _ in 0..<100 { body(frame, &decoder) } }
      return short(Double(count) / 100)
    }
    table.row(name, counts[0], counts[1], counts[2], counts[3])
  }
  count("decode, in pieces") { decode($0, &$1) }
  count("decode, byte by byte") { frame, decoder in for byte in frame { consume(decoder.feed(byte)) } }
  table.show("Memory")
}
