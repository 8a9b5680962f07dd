import PosProtocol
import Testing

@Suite struct FrameEncoderTests {
  @Test(arguments: frameVectors)
  func encodes(_ vector: FrameVector) {
    #expect(ZVT.FrameEncoder.encode(hex(vector.apdu)) == hex(vector.frame))
  }

  /// A length of 16 bytes is a DLE too.
  @Test func doublesTheLengthByte() {
    let frame = ZVT.FrameEncoder.encode(hex("06 00 10") + [UInt8](repeating: 0x10, count: 16))
    #expect(frame.dropLast(4) == (hex("10 02 06 00") + [UInt8](repeating: 0x10, count: 34))[...])
  }
}

@Suite struct FrameDecoderTests {
  @Test(arguments: frameVectors, Chunking.allCases)
  func decodes(_ vector: FrameVector, cut: Chunking) {
    var decoder = ZVT.FrameDecoder(maximumLength: 300)
    // Twice, so that nothing of the first is left in the second.
    let stream = hex(vector.frame) + [0x06] + hex(vector.frame) + [0x15]
    let frame = ZVT.FrameDecoder.Event.frame(hex(vector.apdu))
    #expect(decoder.all(in: cut.pieces(of: stream)) == [frame, .ack, frame, .nak])
    #expect(!decoder.isInFrame)
  }

  @Test(arguments: frameVectors, Chunking.allCases)
  func refusesEachDamagedByte(_ vector: FrameVector, cut: Chunking) {
    let frame = hex(vector.frame)
    for index in 2..<frame.count {
      for flip in [0x01, 0x20, 0x80] as [UInt8] {
        var (damaged, decoder) = (frame, ZVT.FrameDecoder(maximumLength: 300))
        damaged[index] ^= flip
        var events = decoder.all(in: cut.pieces(of: damaged))
        if let pause = decoder.pause() { events.append(pause) }
        #expect(events.count == 1, "byte \(index) flipped by \(flip)")
        guard case .damaged? = events.first else {
          Issue.record("byte \(index) flipped by \(flip): \(events)")
          continue
        }
      }
    }
  }

  @Test(arguments: streamVectors, Chunking.allCases)
  func findsItsWay(_ vector: StreamVector, cut: Chunking) {
    var decoder = ZVT.FrameDecoder(maximumLength: 8)
    #expect(decoder.all(in: cut.pieces(of: hex(vector.stream))) == vector.events)
    #expect(decoder.pause() == vector.pause)
    #expect(!decoder.isInFrame)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func findsAFrameAfterAnyNoise(seed: UInt64) {
    var (random, decoder) = (SplitMix64(seed: seed), ZVT.FrameDecoder(maximumLength: 64))
    let bytes: [UInt8] = [0x02, 0x03, 0x06, 0x10, 0x10, 0x15, 0x80]
    let noise = (0..<40).map { _ in bytes.randomElement(using: &random) ?? 0 }
    _ = decoder.all(in: Chunking.random.pieces(of: noise, seed: seed))
    _ = decoder.pause()
    let frame = ZVT.FrameEncoder.encode(hex("04 0F 02 27 00"))
    #expect(decoder.all(in: [frame]) == [.frame(hex("04 0F 02 27 00"))])
  }
}

/// A stream with what a decoder that keeps eight bytes finds in it, and what it finds when it then falls
/// silent.
struct StreamVector: Sendable, CustomTestStringConvertible {
  let name: String
  let stream: String
  let events: [ZVT.FrameDecoder.Event]
  var pause: ZVT.FrameDecoder.Event?

  var testDescription: String { name }
}

private let good = "10 02 80 00 00 10 03 F5 1F"
private let found = ZVT.FrameDecoder.Event.frame([0x80, 0, 0])
private let wrong = ZVT.FrameDecoder.Event.damaged(.checksum(received: 0x1FF5, computed: 0x6D19))

let streamVectors: [StreamVector] = [
  StreamVector(name: "ACK, then a frame", stream: "06" + good, events: [.ack, found]),
  StreamVector(name: "a frame, then NAK", stream: good + "15", events: [found, .nak]),
  StreamVector(name: "two frames", stream: good + good, events: [found, found]),
  StreamVector(name: "noise before a frame", stream: "FF 00 41" + good, events: [found]),
  StreamVector(name: "a DLE before a frame", stream: "10" + good, events: [found]),
  StreamVector(name: "two DLEs before a frame", stream: "10 10" + good, events: [found]),
  StreamVector(name: "half an opening before a frame", stream: "10 41" + good, events: [found]),
  StreamVector(name: "a frame cut short by another", stream: "10 02 06 01 07 04" + good, events: [found]),
  StreamVector(name: "cut in the middle of a damaged one", stream: "10 02 10 41 06" + good, events: [found]),
  StreamVector(name: "an ACK among noise is none", stream: "41 06 15", events: []),
  StreamVector(name: "a frame without its first byte", stream: "02 06 0F 00 10 03 C6 33", events: []),
  StreamVector(name: "an ACK after half an opening is none", stream: "10 06", events: []),
  StreamVector(name: "wrong checksum", stream: "10 02 84 00 00 10 03 F5 1F", events: [wrong]),
  StreamVector(
    name: "what follows a wrong checksum is noise", stream: "10 02 84 00 00 10 03 F5 1F 06 15",
    events: [wrong]),
  StreamVector(
    name: "a frame after a wrong checksum", stream: "10 02 84 00 00 10 03 F5 1F" + good,
    events: [wrong, found]),
  StreamVector(
    name: "checksum with its bytes changed about", stream: "10 02 80 00 00 10 03 1F F5",
    events: [.damaged(.checksum(received: 0xF51F, computed: 0x1FF5))]),
  StreamVector(
    name: "checksum without the ETX", stream: "10 02 80 00 00 10 03 EC 0C",
    events: [.damaged(.checksum(received: 0x0CEC, computed: 0x1FF5))]),
  StreamVector(
    name: "a DLE not doubled", stream: "10 02 06 10 05 06 15 10 03 00 00",
    events: [.damaged(.strayEscape(0x05))]),
  StreamVector(
    name: "two stray DLEs: the first counts", stream: "10 02 10 05 10 07 10 03 00 00",
    events: [.damaged(.strayEscape(0x05))]),
  StreamVector(
    name: "as long as allowed", stream: "10 02 01 02 03 04 05 06 07 08 10 03 C0 E3",
    events: [.frame([1, 2, 3, 4, 5, 6, 7, 8])]),
  StreamVector(
    name: "a byte too long", stream: "10 02 01 02 03 04 05 06 07 08 09 10 03 00 00" + good,
    events: [.damaged(.tooLong), found]),
  StreamVector(
    name: "no APDU in the frame", stream: "10 02 10 03 9B 32", events: [.damaged(.length)]),
  StreamVector(
    name: "half a control field in the frame", stream: "10 02 06 01 10 03 9A FD 06",
    events: [.damaged(.length), .ack]),
  StreamVector(name: "silence after an opening", stream: "10", events: []),
  StreamVector(
    name: "silence in a frame", stream: "10 02 06 01", events: [], pause: .damaged(.pause)),
  StreamVector(
    name: "silence after a DLE", stream: "10 02 06 01 10", events: [], pause: .damaged(.pause)),
  StreamVector(
    name: "silence before the checksum", stream: "10 02 80 00 00 10 03", events: [],
    pause: .damaged(.pause)),
  StreamVector(
    name: "silence in the checksum", stream: "10 02 80 00 00 10 03 F5", events: [],
    pause: .damaged(.pause)),
  StreamVector(
    name: "silence in a frame that was damaged", stream: "10 02 06 10 41 06", events: [],
    pause: .damaged(.strayEscape(0x41))),
]
