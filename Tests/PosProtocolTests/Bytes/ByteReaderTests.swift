import PosProtocol
import Testing

@Suite struct ByteReaderTests {
  @Test func readsToTheEndAndNotFurther() throws {
    var reader = ByteReader([1, 2, 3])
    #expect(try reader.byte() == 1)
    #expect(try reader.bytes(2) == [2, 3])
    #expect(reader.isAtEnd)
    #expect(throws: CodecError(.truncated(missing: 1), at: 3)) { try reader.byte() }
    #expect(throws: CodecError(.truncated(missing: 7), at: 3)) { try reader.bytes(7) }
  }

  @Test func aPartSpeaksOfTheWholeInput() throws {
    var reader = ByteReader([1, 2, 3, 4, 5], at: 10)
    _ = try reader.byte()
    var part = try reader.part(2)
    #expect(reader.offset == 13)
    #expect(part.offset == 11)
    #expect(throws: CodecError(.truncated(missing: 1), at: 13)) { try part.bytes(3) }
    #expect(part.peek(1) == 3)
    #expect(part.peek(2) == nil)
    #expect(part.peek(-1) == nil)
    #expect(throws: CodecError(.trailing(count: 2), at: 11)) { try part.expectEnd() }
    #expect(part.rest() == [2, 3])
    try part.expectEnd()
  }

  @Test func aNegativeCountIsRefused() {
    var reader = ByteReader([1])
    #expect(throws: CodecError(.outOfRange, at: 0)) { try reader.part(-1) }
  }
}

@Suite struct BCDTests {
  @Test(arguments: [("00", 0), ("99", 99), ("001250", 1250), ("999999999999999999", 999_999_999_999_999_999)])
  func readsAndWrites(_ text: String, _ value: UInt64) throws {
    var reader = ByteReader(try Hex.bytes(text))
    #expect(try BCD.read(digits: text.count, from: &reader) == value)
    var bytes: [UInt8] = []
    BCD.write(value, digits: text.count, to: &bytes)
    #expect(Hex.text(bytes) == text)
  }

  @Test(arguments: [
    ("0A00", CodecError(.notBCD(0x0A), at: 0)), ("00A0", CodecError(.notBCD(0xA0), at: 1)),
    ("00", CodecError(.truncated(missing: 1), at: 1)), ("", CodecError(.truncated(missing: 2), at: 0)),
  ])
  func refuses(_ text: String, _ error: CodecError) throws {
    var reader = ByteReader(try Hex.bytes(text))
    #expect(throws: error) { try BCD.read(digits: 4, from: &reader) }
  }

  @Test func writesTheLowDigitsOnly() {
    var bytes: [UInt8] = [0xFF]
    BCD.write(12_345, digits: 4, to: &bytes)
    #expect(bytes == [0xFF, 0x23, 0x45])
  }
}

@Suite struct HexTests {
  @Test func skipsWhatPeoplePutBetween() throws {
    #expect(try Hex.bytes("06 0f:00\n\tAa") == [0x06, 0x0F, 0x00, 0xAA])
    #expect(Hex.text([0x06, 0x0F, 0xAA]) == "060FAA")
  }

  @Test(arguments: [
    ("0", CodecError(.notHex, at: 1)), ("0G", CodecError(.notHex, at: 1)),
    ("01é", CodecError(.notHex, at: 2)),
    ("010", CodecError(.notHex, at: 3)),
  ])
  func refuses(_ text: String, _ error: CodecError) {
    #expect(throws: error) { try Hex.bytes(text) }
  }

  @Test func textWithoutEndIsTooLarge() {
    #expect(throws: CodecError(.tooLarge, at: 262_217)) {
      try Hex.bytes(String(repeating: "0", count: 300_000))
    }
  }
}
