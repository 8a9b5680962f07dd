import Testing

@testable import PosProtocol

struct Malformed: Sendable, CustomTestStringConvertible {
  let name: String
  let hex: String
  let error: CodecError
  /// Its structure is sound; only a typed message refuses it.
  let dissects: Bool

  init(_ name: String, _ hex: String, _ error: CodecError, dissects: Bool = false) {
    (self.name, self.hex, self.error, self.dissects) = (name, hex, error, dissects)
  }

  var testDescription: String { name }
}

let malformedVectors: [Malformed] = [
  Malformed("amount cut short", "06 01 04 04 000000", CodecError(.truncated(missing: 3), at: 7)),
  Malformed("a tag and nothing", "06 01 01 04", CodecError(.truncated(missing: 6), at: 4)),
  Malformed(
    "a nibble above 9 in the amount", "06 01 07 04 00000000A000", CodecError(.notBCD(0xA0), at: 8),
    dissects: true),
  Malformed(
    "a nibble above 9 in the trace number", "04 0F 06 2700 0B 00000A", CodecError(.notBCD(0x0A), at: 8),
    dissects: true),
  Malformed(
    "a currency beyond three digits", "06 01 03 49 1978", CodecError(.outOfRange, at: 4), dissects: true),
  Malformed(
    "amount twice", "06 01 0E 04 000000001250 04 000000001250",
    CodecError(.duplicateTag(0x04), at: 10), dissects: true),
  Malformed(
    "result twice", "04 0F 04 27 6C 27 00", CodecError(.duplicateTag(0x27), at: 5), dissects: true),
  Malformed(
    "container twice", "06 01 04 06 00 06 00", CodecError(.duplicateTag(0x06), at: 5), dissects: true),
  Malformed(
    "LLVAR whose first nibble is no F", "04 0F 04 22 E0 F1 41", CodecError(.badLength(0xE0), at: 4)),
  Malformed(
    "LLVAR with a hexadecimal length", "04 0F 04 22 F0 FA 41", CodecError(.badLength(0xFA), at: 5)),
  Malformed("LLVAR longer than its data", "04 0F 04 22 F0 F2 41", CodecError(.truncated(missing: 1), at: 7)),
  Malformed("LLVAR cut in its length", "04 0F 02 22 F0", CodecError(.truncated(missing: 1), at: 5)),
  Malformed(
    "LLLVAR longer than its data", "04 0F 05 3C F0 F0 F2 41", CodecError(.truncated(missing: 1), at: 8)),
  Malformed("container longer than its data", "06 01 03 06 02 07", CodecError(.truncated(missing: 1), at: 6)),
  Malformed("container of indefinite length", "06 01 02 06 80", CodecError(.badLength(0x80), at: 4)),
  Malformed(
    "container of a length of three bytes", "06 01 05 06 83 000000", CodecError(.badLength(0x83), at: 4)),
  Malformed(
    "an object longer than its container", "06 01 05 06 03 07 02 41",
    CodecError(.truncated(missing: 1), at: 8)),
  Malformed(
    "an object longer than its container, though the APDU goes on", "06 01 08 06 03 07 02 41 49 0978",
    CodecError(.truncated(missing: 1), at: 8)),
  Malformed("a registration without config", "06 00 03 123456", CodecError(.truncated(missing: 1), at: 6)),
  Malformed(
    "a registration with half a currency", "06 00 05 123456 BE 09",
    CodecError(.truncated(missing: 1), at: 8)),
  Malformed(
    "a registration whose password is no number", "06 00 04 12345A BE", CodecError(.notBCD(0x5A), at: 5),
    dissects: true),
  Malformed("a reversal without password", "06 30 00", CodecError(.truncated(missing: 3), at: 3)),
  Malformed("an intermediate status without status", "04 FF 00", CodecError(.truncated(missing: 1), at: 3)),
  Malformed(
    "an intermediate status whose minutes are no number", "04 FF 02 0A 0B",
    CodecError(.notBCD(0x0B), at: 4), dissects: true),
  Malformed("a print line without attribute", "06 D1 00", CodecError(.truncated(missing: 1), at: 3)),
  Malformed(
    "offsets behind a long length count from the start", "06 01 FF 0400 04 000000",
    CodecError(.truncated(missing: 3), at: 9)),
]

@Suite struct MalformedTests {
  @Test(arguments: malformedVectors)
  func refuses(_ vector: Malformed) throws {
    let bytes = try Hex.bytes(vector.hex)
    #expect(throws: vector.error) { try TypedMessage.encodedAgain(bytes) }
    if vector.dissects {
      #expect(try ZVT.Dissection(bytes).canonical)
    } else {
      #expect(throws: vector.error) { try ZVT.Dissection(bytes) }
    }
  }

  @Test func anotherMessageIsNotRead() throws {
    #expect(throws: CodecError(.wrongControl(0x060F), at: 0)) { try ZVT.Abort(decoding: [0x06, 0x0F, 0x00]) }
  }

  @Test func offsetsOfAnAPDUCountFromItsOwnEncoding() throws {
    let apdu = try ZVT.APDU(decoding: Hex.bytes("06 01 FF 0400 04 000000"))
    #expect(throws: CodecError(.truncated(missing: 3), at: 7)) { try ZVT.Authorization(decoding: apdu) }
  }
}

/// What no table knows is kept, written again, and never fatal.
@Suite struct UnknownFieldTests {
  @Test func anUnknownTagAndAllBehindItIsTheTail() throws {
    let bytes = try Hex.bytes("04 0F 07 27 00 6C 01 04 00 00")
    let status = try ZVT.StatusInformation(decoding: bytes)
    #expect(status.result == 0)
    #expect(status.amount == nil)
    #expect(status.rest.tail == [0x6C, 0x01, 0x04, 0x00, 0x00])
    #expect(status.encoded() == bytes)
  }

  @Test func aKnownTagTheMessageDoesNotListIsKept() throws {
    let bytes = try Hex.bytes("06 01 0C 04 000000001250 87 0042 F0 05")
    let authorization = try ZVT.Authorization(decoding: bytes)
    #expect(authorization.rest.fields.map(\.tag) == [0x87, 0xF0])
    #expect(authorization.rest.fields.map(\.content) == [[0x00, 0x42], [0x05]])
    #expect(authorization.encoded() == bytes)
  }

  @Test func anUnlistedTagMayComeTwice() throws {
    // The refusal of a prepaid top-up names the smallest and the largest amount, both as 04.
    let bytes = try Hex.bytes("06 1E 12 6F 49 0978 04 000000000100 04 000000010000")
    let abort = try ZVT.Abort(decoding: bytes)
    #expect(abort.result == 0x6F)
    #expect(abort.currency == nil)
    #expect(abort.rest.fields.map(\.tag) == [0x49, 0x04, 0x04])
    #expect(abort.encoded() == bytes)
  }

  @Test func unknownObjectsOfAContainerAreKept() throws {
    let bytes = try Hex.bytes("06 01 0A 06 08 1F7F 01 05 FF7E 01 06")
    #expect(try ZVT.Authorization(decoding: bytes).encoded() == bytes)
  }
}
