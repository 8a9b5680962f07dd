import Testing

@testable import PosProtocol

@Suite struct APDUTests {
  @Test(arguments: [0, 1, 16, 254, 255, 256, 861, 65_535])
  func lengthsGoBothWays(_ count: Int) throws {
    let apdu = ZVT.APDU(
      control: ZVT.ControlField(0x06, 0xD3), data: [UInt8](repeating: 0x41, count: count))
    let bytes = apdu.encoded()
    #expect(bytes.count == apdu.headerCount + count)
    #expect(ZVT.APDU.length(of: bytes[...]) == bytes.count)
    #expect(try ZVT.APDU(decoding: bytes) == apdu)
  }

  @Test func theLongLengthHasItsLowByteFirst() {
    let apdu = ZVT.APDU(control: ZVT.ControlField(0x06, 0xD3), data: [UInt8](repeating: 0, count: 0x035D))
    #expect(Array(apdu.encoded().prefix(5)) == [0x06, 0xD3, 0xFF, 0x5D, 0x03])
  }

  @Test func aLongLengthBelow255IsReadAndWrittenShort() throws {
    let apdu = try ZVT.APDU(decoding: Hex.bytes("06 0F FF 02 00 27 E0"))
    #expect(apdu.encoded() == (try Hex.bytes("06 0F 02 27 E0")))
    let dissection = try ZVT.Dissection(Hex.bytes("06 0F FF 02 00 27 E0"))
    #expect(!dissection.canonical)
    #expect(Hex.text(dissection.reencoded) == "060F0227E0")
  }

  @Test(arguments: [
    ("", CodecError(.truncated(missing: 1), at: 0)), ("06", CodecError(.truncated(missing: 1), at: 1)),
    ("06 01", CodecError(.truncated(missing: 1), at: 2)),
    ("06 01 FF", CodecError(.truncated(missing: 1), at: 3)),
    ("06 01 FF 00", CodecError(.truncated(missing: 1), at: 4)),
    ("06 01 02 00", CodecError(.truncated(missing: 1), at: 4)),
    ("06 01 FF 00 01 00", CodecError(.truncated(missing: 255), at: 6)),
    ("80 00 00 01 02", CodecError(.trailing(count: 2), at: 3)),
    // The specification's own example of message numbers; its length is wrong.
    (
      "06 01 0C 04 000000000100 49 0978 19 44 06 06 1F73 03 000001",
      CodecError(.trailing(count: 8), at: 15)
    ),
  ])
  func refuses(_ text: String, _ error: CodecError) throws {
    let bytes = try Hex.bytes(text)
    #expect(throws: error) { try ZVT.APDU(decoding: bytes) }
  }

  @Test func theLengthIsKnownOnceTheHeaderIsThere() throws {
    let bytes = try Hex.bytes("06 D3 FF 5D 03")
    #expect((0..<5).allSatisfy { ZVT.APDU.length(of: bytes.prefix($0)) == nil })
    #expect(ZVT.APDU.length(of: bytes[...]) == 5 + 861)
    #expect(ZVT.APDU.length(of: bytes[3...]) == nil)
    #expect(ZVT.APDU.length(of: [0x80, 0x00, 0x00, 0x06]) == 3)
  }

  @Test func bothByteOrdersInOneMessage() throws {
    let text = [UInt8](repeating: 0x41, count: 300)
    var block = ZVT.PrintTextBlock()
    block.tlv = ZVT.TLV([ZVT.TLV.Object(0x25, of: [ZVT.TLV.Object(0x07, text)])])
    let bytes = block.encoded()
    // The APDU's 0138 low byte first; 06's 0134, 25's 0130 and 07's 012C high byte first.
    #expect(Hex.text(bytes.prefix(17)) == "06D3FF3801" + "06820134" + "25820130" + "0782012C")
    #expect(try ZVT.PrintTextBlock(decoding: bytes) == block)
  }

  @Test func aLengthOf10IsStuffedOnTheWire() throws {
    let registration = try Hex.bytes("06 00 10 123456 BE 0978 0301 0606 26040A0206D3")
    #expect(Hex.text(ZVT.FrameEncoder.encode(registration).prefix(6)) == "100206001010")
  }
}

@Suite struct ControlFieldTests {
  @Test(arguments: [
    (0x06, 0x01, "authorization"), (0x04, 0x0F, "status information"), (0x80, 0x00, "positive response"),
    (0x84, 0x00, "positive response (84 00)"), (0x84, 0x83, "negative response"),
  ])
  func hasAName(_ classByte: UInt8, _ instruction: UInt8, _ name: String) {
    #expect(ZVT.ControlField(classByte, instruction).name?.description == name)
  }

  @Test func unknownOnesHaveNone() {
    #expect(ZVT.ControlField(0x0F, 0x77).name == nil)
    #expect(ZVT.ControlField(0x80, 0x01).name == nil)
  }

  @Test func theTableOfCommandsAscends() {
    let controls = ZVT.Command.all.map(\.control)
    #expect(controls == Set(controls).sorted())
    for command in ZVT.Command.all {
      let control = ZVT.ControlField(UInt8(command.control >> 8), UInt8(command.control & 0xFF))
      #expect(ZVT.Command.of(control)?.control == command.control)
    }
  }
}

@Suite struct ResponseTests {
  @Test(arguments: [
    ("80 00 00", true, 0), ("84 00 00", true, 0), ("84 83 00", false, 0x83), ("84 9C 00", false, 0x9C),
    ("84 9D 07 04 000000002200", false, 0x9D), ("84 1E 03 6F 0978", false, 0x6F), ("84 1E 00", false, 0x1E),
    ("84 1E 01 6F", false, 0x6F), ("80 00 08 06 06 1F73 03 000001", true, 0),
    // What a display command's answer carries is not told by any tag.
    ("80 00 01 0D", true, 0),
  ])
  func saysYesOrNo(_ text: String, _ isPositive: Bool, _ code: UInt8) throws {
    let bytes = try Hex.bytes(text)
    let response = try ZVT.Response(decoding: ZVT.APDU(decoding: bytes))
    #expect(response.isPositive == isPositive)
    #expect(response.code == code)
    #expect(Hex.text(response.encoded()) == Hex.text(bytes))
  }

  @Test func carriesWhatItMust() throws {
    #expect(ZVT.Response.positive.encoded() == [0x80, 0, 0])
    #expect(ZVT.Response.negative(0x83).encoded() == [0x84, 0x83, 0])
    #expect(!ZVT.Response.negative(0).isPositive)
    #expect(Hex.text(ZVT.Response.wrongCurrency(.irr).encoded()) == "841E036F0364")
    let partly = ZVT.Response.partly(try #require(Amount(minorUnits: 2200)))
    #expect(Hex.text(partly.encoded()) == "849D0704000000002200")
    #expect(try ZVT.Response(decoding: partly.apdu).amount?.minorUnits == 2200)
    #expect(try ZVT.Response(decoding: ZVT.Response.wrongCurrency(.irr).apdu).currency == .irr)
  }

  @Test(arguments: ["06 01 00", "80 01 00", "04 0F 00"])
  func isNothingElse(_ text: String) throws {
    let apdu = try ZVT.APDU(decoding: Hex.bytes(text))
    #expect(throws: CodecError(.wrongControl(apdu.control.value), at: 0)) { try ZVT.Response(decoding: apdu) }
  }
}
