import PosProtocol
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The capture's form; what Wireshark reads in it is judged by scripts/judge.
@Suite struct PacketCaptureTests {
  /// The blocks' kinds and bodies; nil if a length is wrong.
  static func blocks(_ bytes: [UInt8]) -> [(kind: UInt32, body: ArraySlice<UInt8>)]? {
    let word = { (at: Int) in (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * UInt32($1)) } }
    var (blocks, index): ([(UInt32, ArraySlice<UInt8>)], Int) = ([], 0)
    while index < bytes.count {
      guard index + 12 <= bytes.count else { return nil }
      let length = Int(word(index + 4))
      guard length >= 12, length.isMultiple(of: 4), index + length <= bytes.count,
        Int(word(index + length - 4)) == length
      else { return nil }
      blocks.append((word(index), bytes[(index + 8)..<(index + length - 4)]))
      index += length
    }
    return blocks.map { (kind: $0.0, body: $0.1) }
  }

  @Test func connectionsOfBothKindsStandInOneFile() throws {
    let serial = Hex.spaced(ZVT.FrameEncoder.encode([0x80, 0x00, 0x00]))
    let file = try ReplayTests.File(
      ReplayTests.dialogue + """
        # pos-trace 1 serial:/dev/x serial
        0.000000 \(ReplayTests.head) > apdu \(serial)
        0.000000 \(ReplayTests.head) < ack 06
        0.000000 \(ReplayTests.head) < noise 41

        """)
    var capture = PacketCapture()
    for recording in try Recording.all(of: file.path) { capture.add(recording) }
    let blocks = try #require(Self.blocks(capture.bytes))
    // Four messages over TCP; then a frame and its ACK.
    #expect(blocks.map(\.kind) == [0x0A0D_0D0A, 1] + Array(repeating: 6, count: 4) + [1, 6, 6])
  }

  @Test func eachConnectionHasPortsOfItsOwn() throws {
    let file = try ReplayTests.File(ReplayTests.dialogue + ReplayTests.dialogue)
    var capture = PacketCapture()
    for recording in try Recording.all(of: file.path) { capture.add(recording) }
    let packets = try #require(Self.blocks(capture.bytes)).filter { $0.kind == 6 }
    let first: [UInt8] = [0, 25, 0, 4, 0, 0, 0xC0, 0, 0, 26, 0, 4, 0, 0, 0x4E, 0x27, 0, 0, 0, 0, 0x06, 0]
    let answerOfSecond: [UInt8] = [
      0, 25, 0, 4, 0, 0, 0x4E, 0x27, 0, 26, 0, 4, 0, 0, 0xC0, 1, 0, 0, 0, 0, 0x80,
    ]
    #expect(packets.first?.body.firstRange(of: first) != nil)
    #expect(packets.dropFirst(5).first?.body.firstRange(of: answerOfSecond) != nil)
  }
}
