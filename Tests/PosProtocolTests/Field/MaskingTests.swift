import Testing

@testable import PosProtocol

/// The numbers are synthetic: they pass the check and belong to nobody.
@Suite struct MaskingTests {
  @Test(
    arguments: [
      ("6037990000000006", "603799EEEEEE0006"), ("603799000000006F", "603799EEEEE0006F"),
      ("1234567890", "EEEEEE7890"), ("123F", "123F"), ("", ""), ("EEEEEEEEEEEE4771", "EEEEEEEEEEEE4771"),
      ("559883EEEEEE8074", "559883EEEEEE8074"),
      // Behind the D nothing is kept but padding; a number longer than any is none.
      ("6037990000000006D25122010000012345678F", "603799EEEEEE0006DEEEEEEEEEEEEEEEEEEEEF"),
      ("603799000000000660379900000000061234", "EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE"),
      ("6037990000000006D2512D2010ABCD", "603799EEEEEE0006DEEEEEEEEEEEEE"),
    ] as [(Clear, String)])
  func cardDataKeepsOnlyTheEndsOfTheNumber(_ clear: Clear, _ masked: String) throws {
    #expect(Hex.text(ZVT.Masking.card(try Hex.bytes(clear.text))) == masked)
  }

  @Test(
    arguments: [
      ("6037990000000006", "603799******0006"), ("Nr 6037990000000006.", "Nr 603799******0006."),
      ("6037 9900 0000 0006", "6037 99** **** 0006"), ("6037-9900-0000-0006", "6037-99**-****-0006"),
      ("6037 9900 0000 0006 12/25", "6037 99** **** 0006 12/25"),
      ("603799000000016", "603799*****0016"), ("6037 990000 00016", "6037 99**** *0016"),
      ("6037990000000006=2512 6219860000000001", "603799******0006=2512 621986******0001"),
      ("6104330000000128 ", "610433******0128 "),
    ] as [(Clear, String)])
  func cardNumbersInTextAreHidden(_ clear: Clear, _ masked: String) {
    #expect(ZVT.Masking.text(Array(clear.text.utf8)) == Array(masked.utf8))
  }

  @Test(
    arguments: [
      "6037990000000007", "000000001250", "0000000000000000", "18.10.2021 22:55:50",
      "Terminal-ID:    28004869", "VU-Nr:         100461763", "Trace-Nr:         001044",
      "60379900000000066037990000000006", "Nr:  **** **** **** 4821", "DAUER   7 TAGE",
    ] as [Clear])
  func otherTextStays(_ clear: Clear) {
    #expect(ZVT.Masking.text(Array(clear.text.utf8)) == Array(clear.text.utf8))
  }

  /// Found by fuzzing: the last digits of one run make another with what follows.
  @Test func whatIsLeftOfARunIsLookedAtAgain() {
    let masked = ZVT.Masking.text(Array("0221 02022 0200 2022 202022 20".utf8))
    #expect(ZVT.Masking.text(masked) == masked)
  }

  @Test func maskingTwiceIsMaskingOnce() throws {
    let once = ZVT.Masking.card(try Hex.bytes("6037990000000006D25122010000012345678F"))
    #expect(ZVT.Masking.card(once) == once)
    let text = ZVT.Masking.text(Array("6037 9900 0000 0006".utf8))
    #expect(ZVT.Masking.text(text) == text)
  }

  /// Card data in every place a message can have it, and the digits that must not come out.
  static let carriers: [Clear] = [
    "04 0F 0F 27 00 22 F0F8 6037990000000006 49 0978",
    "04 0F 18 27 00 23 F1F9 6037990000000006D25122010000012345678F",
    "04 0F 19 27 00 24 F0F1F9 6037990000000006D25122010000012345678F",
    "04 0F 18 27 00 2D F1F9 6037990000000006D25122010000012345678F",
    "06 01 0F 04 000000001250 22 F0F8 6037990000000006 3A 123F",
    "06 01 1A 06 16 1F09 13 6037990000000006D25122010000012345678F",
    "04 0F 16 27 00 3C F0F1F6 36303337393930303030303030303036",
    "06 D1 11 00 36303337393930303030303030303036",
    "06 D3 16 06 14 25 12 07 10 36303337393930303030303030303036",
    "04 0F 15 27 00 06 11 1F77 0E 3630333739393030303030303030303036",
    "0F 77 10 36303337393930303030303030303036",
    "06 0F 12 27 6C EE 36303337393930303030303030303036",
    // Behind a tag nobody knows: in a card field, and by itself.
    "04 0F 18 27 00 EE 01 22 F0F8 6037990000000006 29 12345678",
    "04 0F 18 27 00 EE 01 23 F1F9 6037990000000006D25122010000012345678F",
    "04 0F 0C 27 00 EE FF 6037990000000006",
    "04 0F 0C 27 00 06 0B 1F77 08 6037990000000006",
  ]

  @Test(arguments: carriers)
  func noCardNumberComesOutOfAMessage(_ carrier: Clear) throws {
    var bytes = try Hex.bytes(carrier.text)
    bytes[2] = UInt8(bytes.count - 3)
    var outputs = [ZVT.masked(bytes)]
    if let dissection = try? ZVT.Dissection(bytes) {
      outputs += [dissection.reencoded, dissection.masked]
      outputs += dissection.fields.flatMap { flattened($0) }.flatMap { [$0.bytes, Array($0.value.utf8)] }
    }
    if let again = try TypedMessage.encodedAgain(bytes) { outputs.append(again) }
    for output in outputs {
      #expect(!Hex.text(output).contains("6037990000000006"), "\(Hex.text(output))")
      #expect(!Hex.text(output).contains(Hex.text("6037990000000006".utf8)), "\(Hex.text(output))")
    }
  }

  @Test func whatCannotBeReadIsMaskedToo() throws {
    let cut = try Hex.bytes("04 0F 20 27 00 22 F0F8 6037990000000006 49 0978")
    #expect(throws: CodecError.self) { try ZVT.Dissection(cut) }
    let masked = ZVT.masked(cut)
    #expect(masked.count == cut.count)
    #expect(!Hex.text(masked).contains("6037990000000006"))
    #expect(Hex.text(masked.prefix(8)) == "040F20270022F0F8")
  }

  @Test func theMaskedInputKeepsItsForm() throws {
    // The long lengths are not what we would write.
    let bytes = try Hex.bytes("04 0F FF 1100 06 81 0E 1F08 81 0A 6037990000000006 D123")
    let dissection = try ZVT.Dissection(bytes)
    #expect(!dissection.canonical)
    #expect(Hex.text(dissection.masked) == "040FFF110006810E1F08810A603799EEEEEE0006DEEE")
    #expect(Hex.text(dissection.reencoded) == "040F0F060D1F080A603799EEEEEE0006DEEE")
  }

  @Test func sensitiveBytesShowNothing() throws {
    let apdu = try ZVT.APDU(decoding: Hex.bytes("06 01 0B 22 F0F8 6037990000000006"))
    let sensitive = try #require(apdu.sensitive(0x22))
    #expect(sensitive.reveal { Hex.text($0) } == "6037990000000006")
    var dumped = ""
    dump(sensitive, to: &dumped)
    for shown in ["\(sensitive)", String(reflecting: sensitive), dumped, "\([sensitive])"] {
      #expect(!shown.contains("96") && !shown.contains("60"), "\(shown)")
    }
    #expect(apdu.sensitive(0x23) == nil)
  }

  @Test func passwordsAreHiddenWhereTheyAreShown() throws {
    let bytes = try Hex.bytes("06 00 06 123456 BE 0978")
    let registration = try ZVT.Registration(decoding: bytes)
    #expect(registration.described.map(\.value) == ["******", "BE", "978"])
    #expect(try ZVT.Dissection(bytes).fields.map(\.value) == ["******", "BE", "0978"])
  }
}

/// A node and all below it.
func flattened(_ node: ZVT.Dissection.Node) -> [ZVT.Dissection.Node] {
  [node] + node.children.flatMap { flattened($0) }
}

/// A row's input with clear digits; the test's output names it without them.
struct Clear: Sendable, ExpressibleByStringLiteral, CustomTestStringConvertible, CustomStringConvertible {
  let text: String

  init(stringLiteral text: String) { self.text = text }

  var testDescription: String { "\(text.count) characters" }
  var description: String { "(\(text.count) characters)" }
}
