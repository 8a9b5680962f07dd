import PosProtocol
import Testing

/// Every vector of others goes through here, in both directions.
@Suite struct FixtureTests {
  @Test func theTableIsThere() {
    #expect(FixtureRow.all.count == 120)
    #expect(FixtureRow.malformed.count == 7)
  }

  @Test(arguments: FixtureRow.wellFormed)
  func dissectsAndEncodesToTheSame(_ row: FixtureRow) throws {
    let bytes = try row.apdu
    let dissection = try ZVT.Dissection(bytes)
    #expect(dissection.canonical)
    #expect(Hex.text(dissection.reencoded) == Self.maskedRows[row.hex] ?? Hex.text(bytes))
    #expect(Hex.text(dissection.masked) == Hex.text(dissection.reencoded))
  }

  @Test(arguments: FixtureRow.wellFormed)
  func findsTheFieldsTheOtherDecoderFound(_ row: FixtureRow) throws {
    let dissection = try ZVT.Dissection(try row.apdu)
    let text = row.meaning.split(separator: ";")[0].split(separator: "TLV[")[0]
    let expected = text.matches(of: /\b([0-9A-F]{2})(?:\([^)]*\))?=/).map { String($0.1) }
    let found = dissection.fields.compactMap { node in
      node.tag.flatMap { $0 == 0x06 ? nil : Hex.text([UInt8($0)]) }
    }
    #expect(found == expected.filter { $0 != "CC" })  // CC: the untagged currency
  }

  @Test(
    arguments: FixtureRow.wellFormed.filter { $0.meaning.contains("TLV[") && !$0.meaning.contains("items") })
  func findsTheObjectsTheOtherDecoderFound(_ row: FixtureRow) throws {
    let dissection = try ZVT.Dissection(try row.apdu)
    let container = try #require(dissection.fields.last { $0.tag == 0x06 })
    let text = try #require(row.meaning.firstRange(of: "TLV[")).upperBound
    let expected = row.meaning[text...].replacing(/'[^']*'/, with: "").split(separator: ";")[0]
      .matches(of: /\b([0-9A-F]{2,4})[={]/).map { String($0.1) }
    let found = container.children.flatMap { flattened($0) }.map { node in
      String(node.tag ?? 0, radix: 16, uppercase: true)
    }
    #expect(found == expected.map { String(UInt32($0, radix: 16) ?? 0, radix: 16, uppercase: true) })
  }

  @Test(arguments: FixtureRow.wellFormed)
  func typedMessagesEncodeToTheSame(_ row: FixtureRow) throws {
    let bytes = try row.apdu
    guard let again = try TypedMessage.encodedAgain(bytes) else { return }
    switch Self.otherwise[row.hex.prefix(24).description] {
    case nil: #expect(Hex.text(again) == Hex.text(bytes))
    case .order: #expect(try sortedFields(again) == sortedFields(bytes))
    case .bytes(let expected, _): #expect(Hex.text(again) == expected)
    }
  }

  @Test(arguments: FixtureRow.malformed)
  func refuses(_ row: FixtureRow) throws {
    let error = try #require(Self.errors[row.hex.prefix(16).description], "no row for \(row.hex)")
    #expect(throws: error) { try ZVT.APDU(decoding: try row.apdu) }
    #expect(throws: error) { try ZVT.Dissection(try row.apdu) }
  }

  private func sortedFields(_ bytes: [UInt8]) throws -> [String] {
    try ZVT.Dissection(bytes).fields.map { "\($0.tag ?? 0) \(Hex.text($0.bytes))" }.sorted()
  }

  /// Why an encoded message may differ from the row it was decoded from.
  enum Difference {
    /// The terminal sends the fields in an order of its own; we write the specification's.
    case order
    case bytes(String, reason: String)
  }

  /// By the first 12 bytes of the row.
  static let otherwise: [String: Difference] = [
    "040F25270529290002743CF0": .order,
    "040F4D270004000000000958": .order,
    "040F5A270004000000002500": .order,
    "040F6C270004000000002040": .order,
    "040F77270004000000002040": .order,
    "040FA4270004000000000000": .order,
    "1002040F3727000400000000": .bytes(
      "040F312700040000000040000B6139950C0938480D04250E0512170001194022F0F5EEEEEE6666296009991449"
        + "09788701758A02",
      reason: "another order, and what follows the D in the card number is dropped"),
  ]

  /// Rows that hold clear card digits, and how they are shown.
  static let maskedRows: [String: String] = [
    "1002040F372700040000000040004909780C0938480D042522F1F15966666666D200212201001700018701750B613995194029"
      + "600999140E05128A021003908C":
      "040F372700040000000040004909780C0938480D042522F1F1EEEEEE6666DEEEEEEEEEEE1700018701750B6139951940296009"
      + "99140E05128A02"
  ]

  /// By the first 8 bytes of the row.
  static let errors: [String: CodecError] = [
    "040F0600010203": CodecError(.truncated(missing: 2), at: 7),
    "040F44276C040000": CodecError(.truncated(missing: 31), at: 40),
    "040FFF00016C": CodecError(.truncated(missing: 255), at: 6),
    "040FFFFFFF6C": CodecError(.truncated(missing: 65_534), at: 6),
    "06D110402A2A204B": CodecError(.trailing(count: 4), at: 19),
    "06D118402A2A204B": CodecError(.truncated(missing: 4), at: 23),
    "06D3FFBD04068204": CodecError(.truncated(missing: 194), at: 1_024),
  ]
}

/// The typed message behind a control field.
enum TypedMessage {
  /// The bytes decoded and encoded again; nil if there is no type for them.
  static func encodedAgain(_ bytes: [UInt8]) throws(CodecError) -> [UInt8]? {
    let apdu = try ZVT.APDU(decoding: bytes)
    switch apdu.control.value {
    case 0x0600: return try ZVT.Registration(decoding: bytes).encoded()
    case 0x0601: return try ZVT.Authorization(decoding: bytes).encoded()
    case 0x0602: return try ZVT.LogOff(decoding: bytes).encoded()
    case 0x060F: return try ZVT.Completion(decoding: bytes).encoded()
    case 0x061E: return try ZVT.Abort(decoding: bytes).encoded()
    case 0x0610: return try ZVT.TurnoverTotals(decoding: bytes).encoded()
    case 0x0650: return try ZVT.EndOfDay(decoding: bytes).encoded()
    case 0x0620: return try ZVT.RepeatReceipt(decoding: bytes).encoded()
    case 0x0401: return try ZVT.SetRegisterClock(decoding: bytes).encoded()
    case 0x0623: return try ZVT.PartialReversal(decoding: bytes).encoded()
    case 0x0670: return try ZVT.Diagnosis(decoding: bytes).encoded()
    case 0x0691: return try ZVT.SetTerminalClock(decoding: bytes).encoded()
    case 0x0630: return try ZVT.Reversal(decoding: bytes).encoded()
    case 0x06B0: return try ZVT.AbortRequest(decoding: bytes).encoded()
    case 0x0501: return try ZVT.StatusEnquiry(decoding: bytes).encoded()
    case 0x040F: return try ZVT.StatusInformation(decoding: bytes).encoded()
    case 0x04FF: return try ZVT.IntermediateStatus(decoding: bytes).encoded()
    case 0x06D1: return try ZVT.PrintLine(decoding: bytes).encoded()
    case 0x06D3: return try ZVT.PrintTextBlock(decoding: bytes).encoded()
    case 0x8000, 0x8400...0x84FF: return try ZVT.Response(decoding: apdu).encoded()
    default: return nil
    }
  }
}
