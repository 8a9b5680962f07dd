import Testing

@testable import PosProtocol

@Suite struct TLVTests {
  @Test(arguments: [
    ("", "nothing"), ("07 00", "an empty value"), ("07 03 414243", "a short length"),
    ("1F73 03 000001", "a tag of two bytes"), ("1FFF7F 01 00", "a tag of three bytes"),
    ("E4 06 1F40 03 414243", "a constructed tag"), ("FF01 03 07 01 41", "a constructed tag of two bytes"),
    ("62 08 60 06 43 01 A0 41 01 05", "two levels"), ("1F1F 00", "an absent synchronisation number"),
    ("1F80 01 41", "1F80 as a tag of two bytes"), ("1F80 00", "1F80 with nothing"),
    ("E4 10 FF40 03 123456 FF41 07 D5B7136976C101", "a maker's constructed tag that holds no objects"),
  ])
  func readsAndWritesTheSame(_ text: String, _ what: Comment) throws {
    let bytes = try Hex.bytes(text)
    var reader = ByteReader(bytes)
    let tlv = try ZVT.TLV(from: &reader)
    #expect(reader.isAtEnd)
    var written: [UInt8] = []
    tlv.write(to: &written)
    #expect(Hex.text(written) == Hex.text(bytes), what)
  }

  @Test(arguments: [
    ("07", CodecError(.truncated(missing: 1), at: 1)),
    ("07 02 41", CodecError(.truncated(missing: 1), at: 3)),
    ("07 80 41", CodecError(.badLength(0x80), at: 1)),
    ("07 83 000001 41", CodecError(.badLength(0x83), at: 1)),
    ("07 81", CodecError(.truncated(missing: 1), at: 2)),
    ("07 82 00", CodecError(.truncated(missing: 1), at: 3)),
    ("1F", CodecError(.truncated(missing: 1), at: 1)), ("1F FF", CodecError(.truncated(missing: 1), at: 2)),
    ("1F FFFFFFFF 00", CodecError(.unknownTag(0x1FFF_FFFF), at: 0)),
    // Inside a listed constructed tag everything must fit.
    ("25 03 07 02 41", CodecError(.truncated(missing: 1), at: 5)),
    ("25 03 07 02 41 07 01 41", CodecError(.truncated(missing: 1), at: 5)),
  ])
  func refuses(_ text: String, _ error: CodecError) throws {
    var reader = ByteReader(try Hex.bytes(text))
    #expect(throws: error) { try ZVT.TLV(from: &reader) }
  }

  /// Found by fuzzing: masking made a tag of five bytes out of the value.
  @Test func whatWasMaskedCanBeReadAgain() throws {
    let found = "FF42 1F F900770000002435E0FA00000000000000AFFFFFFFFEF824F8F9E0FEFD0102"
    var reader = ByteReader(try Hex.bytes(found))
    var written: [UInt8] = []
    try ZVT.TLV(from: &reader).write(to: &written)
    var again = ByteReader(written)
    #expect(throws: Never.self) { try ZVT.TLV(from: &again) }
  }

  @Test func longFormsAreReadAndWrittenShort() throws {
    var reader = ByteReader(try Hex.bytes("25 81 05 07 82 0001 41"))
    var written: [UInt8] = []
    try ZVT.TLV(from: &reader).write(to: &written)
    #expect(Hex.text(written) == "2503070141")
  }

  /// FF22 is in no table: its content may be anything, but it may not nest for ever either.
  @Test(arguments: [0x20, 0xFF22] as [UInt32])
  func nestingEnds(_ tag: UInt32) throws {
    var object = ZVT.TLV.Object(0x07, [0x41])
    for _ in 1..<ZVT.TLV.maximumDepth { object = ZVT.TLV.Object(tag, of: [object]) }
    var bytes: [UInt8] = []
    ZVT.TLV([object]).write(to: &bytes)
    var reader = ByteReader(bytes)
    #expect(try ZVT.TLV(from: &reader) == ZVT.TLV([object]))

    bytes = []
    ZVT.TLV([ZVT.TLV.Object(tag, of: [object])]).write(to: &bytes)
    reader = ByteReader(bytes)
    let error = #expect(throws: CodecError.self) { try ZVT.TLV(from: &reader) }
    #expect(error == CodecError(.tooLarge, at: bytes.count - 3))
  }

  @Test func theirNumberEnds() {
    let count = ZVT.TLV.maximumObjects
    var fits = ByteReader([UInt8](repeating: 0, count: 2 * count))
    #expect(throws: Never.self) { try ZVT.TLV(from: &fits) }
    var reader = ByteReader([UInt8](repeating: 0, count: 2 * count + 2))
    #expect(throws: CodecError(.tooLarge, at: 2 * count)) { try ZVT.TLV(from: &reader) }
  }

  @Test func answersByTag() throws {
    var reader = ByteReader(try Hex.bytes("1F1F 02 0042 24 03 07 01 41 1F1F 02 0043"))
    var tlv = try ZVT.TLV(from: &reader)
    #expect(tlv.value(0x1F1F) == [0x00, 0x42])
    #expect(tlv.first(0x24)?.objects.first?.value == [0x41])
    #expect(tlv.value(0x24) == nil)
    #expect(tlv.first(0x1F73) == nil)
    tlv.append(0x1F73, [0, 0, 1])
    #expect(tlv.value(0x1F73) == [0, 0, 1])
  }

  @Test func laterTagsAreReachableInACommand() throws {
    var authorization = ZVT.Authorization()
    authorization.tlv = ZVT.TLV([
      ZVT.TLV.Object(0x1F1F, []), ZVT.TLV.Object(0x1F0D, [0x41]), ZVT.TLV.Object(0x1F15, [0x04]),
      ZVT.TLV.Object(0x1F73, [0, 0, 1]),
    ])
    let read = try ZVT.Authorization(decoding: authorization.encoded())
    #expect(read.tlv?.value(0x1F1F) == [])
    #expect(read.tlv?.value(0x1F0D) == [0x41])
    #expect(read.tlv?.value(0x1F15) == [0x04])
    #expect(read.tlv?.value(0x1F73) == [0, 0, 1])
  }

  @Test func theTableOfTagsAscendsAndTellsConstructedOnes() {
    let tags = ZVT.TLVTag.all.map(\.tag)
    #expect(tags == Set(tags).sorted())
    for row in ZVT.TLVTag.all {
      #expect((row.format == .objects) == ZVT.TLV.isConstructed(row.tag), "\(row.name)")
      #expect(ZVT.TLVTag.of(row.tag)?.tag == row.tag)
    }
  }
}
