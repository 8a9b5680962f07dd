import Foundation
import PosProtocol
import Testing

@testable import PosDriver

/// The text that is written field by field is the text that a tree of fields gave.
@Suite(.timeLimit(.minutes(2))) struct ExplainerTests {
  struct Row: Decodable {
    let hex: String
    let layer: String
  }

  /// The messages of fixtures/zvt-vectors.json, malformed ones included.
  static let vectors: [[UInt8]] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard let data = try? Data(contentsOf: root.appending(path: "fixtures/zvt-vectors.json")),
      let rows = try? JSONDecoder().decode([Row].self, from: data)
    else { return [] }
    return rows.compactMap { row in
      guard let bytes = try? Hex.bytes(row.hex) else { return nil }
      guard row.layer == "serial" else { return bytes }
      var (decoder, index) = (ZVT.FrameDecoder(maximumLength: 65_540), 0)
      guard case .frame(let apdu)? = decoder.feed(bytes, from: &index) else { return nil }
      return apdu
    }
  }()

  /// The same numbers each time.
  struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  static func expectSame(_ apdu: [UInt8]) {
    let (actual, expected) = (TraceFormatter.text(apdu), TreeFormatter.text(apdu))
    #expect(actual == expected, "\(Hex.text(ZVT.masked(apdu)))")
  }

  /// A whole message of `data`.
  static func message(_ control: ArraySlice<UInt8>, _ data: [UInt8]) -> [UInt8] {
    let length =
      data.count < 0xFF
      ? [UInt8(data.count)] : [0xFF, UInt8(data.count & 0xFF), UInt8(truncatingIfNeeded: data.count >> 8)]
    return control + length + data
  }

  @Test func saysTheSameOfWhatOthersMade() {
    #expect(Self.vectors.count > 100)
    for apdu in Self.vectors { Self.expectSame(apdu) }
  }

  /// The zero byte that ends a card's name is none of its letters.
  @Test func theEndOfATextIsNotShown() {
    let name = Self.message([0x04, 0x0F], [0x8B, 0xF0, 0xF3] + [0x41, 0x42, 0x00])
    #expect(TraceFormatter.text(name).hasSuffix("cardName AB"))
    Self.expectSame(name)
  }

  @Test func saysTheSameOfWhatWasChanged() {
    var dice = Dice(state: 1)
    for _ in 0..<20 {
      for vector in Self.vectors where vector.count > 3 && vector[2] != 0xFF {
        var data = Array(vector.dropFirst(3))
        for _ in 0..<Int.random(in: 1...3, using: &dice) where !data.isEmpty {
          let place = Int.random(in: 0..<data.count, using: &dice)
          switch Int.random(in: 0...3, using: &dice) {
          case 0: data[place] = UInt8.random(in: 0...255, using: &dice)
          case 1: data.remove(at: place)
          case 2:
            data.insert([0x22, 0x2F, 0x06, 0x1F, 0x49, 0x04].randomElement(using: &dice) ?? 0, at: place)
          default: data.removeSubrange(place...)
          }
        }
        Self.expectSame(Self.message(vector.prefix(2), data))
      }
    }
  }

  @Test func saysTheSameOfAnything() {
    var dice = Dice(state: 2)
    let controls = Self.vectors.map { Array($0.prefix(2)) } + [[0x84, 0x1E], [0x06, 0x1E], [0x0F, 0xFF]]
    for _ in 0..<5_000 {
      let control = controls.randomElement(using: &dice) ?? []
      let data = (0..<Int.random(in: 0...40, using: &dice)).map { _ in
        UInt8.random(in: 0...255, using: &dice)
      }
      Self.expectSame(Self.message(control[...], data))
      Self.expectSame(data)
    }
  }

  /// Numbers of 12 to 20 digits, plain and in groups, in a text and in card fields.
  @Test func masksTheSame() {
    var dice = Dice(state: 3)
    for count in 0...22 {
      for _ in 0..<60 {
        let digits = (0..<count).map { _ in UInt8.random(in: 0...9, using: &dice) }
        var text = digits.map { $0 + 0x30 }
        Self.expectSame([0x06, 0xD1, UInt8(text.count + 1), 0] + text)
        for place in stride(from: 4, to: count, by: 5) { text.insert(0x20, at: min(place, text.count)) }
        Self.expectSame([0x06, 0xD1, UInt8(text.count + 1), 0] + text)
        let nibbles = digits + (count % 2 == 0 ? [] : [0x0F])
        let packed = stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
        for tag in [0x22, 0x23, 0x2D] as [UInt8] {
          let field = [tag, 0xF0 | UInt8(packed.count / 10), 0xF0 | UInt8(packed.count % 10)] + packed
          Self.expectSame([0x04, 0x0F, UInt8(field.count)] + field)
          Self.expectSame([0x04, 0x0F, UInt8(field.count + 2), 0x06, UInt8(field.count)] + field)
        }
      }
    }
  }

  @Test func aNumberInClearIsNeverSaid() {
    for apdu in TraceTests.frames {
      for count in 3...apdu.count {
        #expect(!TraceTests.isClear(Array(TraceFormatter.text(Array(apdu.prefix(count))).utf8)))
      }
    }
  }
}
