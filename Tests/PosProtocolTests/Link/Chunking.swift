import PosProtocol

/// A small generator of known numbers: the same seed, the same test.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// How a stream comes in: a decoder must find the same in each.
enum Chunking: CaseIterable, Sendable {
  case whole, byByte, random

  func pieces(of bytes: [UInt8], seed: UInt64 = 1) -> [[UInt8]] {
    switch self {
    case .whole: return [bytes]
    case .byByte: return bytes.map { [$0] }
    case .random:
      var (random, rest, pieces) = (SplitMix64(seed: seed), bytes[...], [[UInt8]]())
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...7, using: &random))
        rest = rest.dropFirst(piece.count)
        pieces.append([UInt8](piece))
      }
      return pieces
    }
  }
}

extension ZVT.FrameDecoder {
  /// What the decoder finds, by the path for pieces and by that for single bytes.
  mutating func all(in pieces: [[UInt8]]) -> [Event] {
    var events: [Event] = []
    for piece in pieces {
      if piece.count == 1 {
        if let event = feed(piece[0]) { events.append(event) }
        continue
      }
      var index = 0
      while let event = feed(piece, from: &index) { events.append(event) }
    }
    return events
  }
}
