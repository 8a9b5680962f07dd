import Testing

@testable import PosProtocol

/// A message of any kind, and its tree as lines: `tag name value`, children indented.
struct DissectionVector: Sendable, CustomTestStringConvertible {
  let name: String
  let hex: String
  let lines: [String]

  init(_ name: String, _ hex: String, _ lines: [String]) {
    (self.name, self.hex, self.lines) = (name, hex, lines)
  }

  var testDescription: String { name }
}

let dissectionVectors: [DissectionVector] = [
  DissectionVector("the untagged byte of read card", "06 C0 03 0F 19 40", ["- timeout 0F", "19 type 40"]),
  DissectionVector(
    "registration's currency has no tag", "06 00 06 123456 BE 0978",
    ["- password ******", "- config BE", "- currency 0978"]),
  DissectionVector(
    "elsewhere it has one", "06 01 0A 04 000000001250 49 0978", ["4 amount 1250", "49 currency 0978"]),
  DissectionVector("an intermediate status", "04 FF 01 0A", ["- status 0A insert card"]),
  DissectionVector(
    "minutes", "04 FF 02 0A 15", ["- status 0A insert card", "- timeoutMinutes 15"]),
  DissectionVector(
    "a status enquiry's completion", "06 0F 07 F0F0F2 4131 C2 FF",
    ["- softwareVersion A1", "- terminalStatus C2 diagnosis needed", "- unread FF"]),
  DissectionVector(
    "terminal status F6 is no length", "06 0F 01 F6", ["- terminalStatus F6 OPT data missing"]),
  DissectionVector("an abort", "06 1E 01 6C", ["- result 6C timeout or abort key"]),
  DissectionVector(
    "no open pre-authorizations", "06 1E 04 B8 87 FFFF",
    ["- result B8 pre-authorization error", "87 receiptNumber FFFF"]),
  DissectionVector(
    "a masked card number", "04 0F 0D 27 00 22 F0F8 559883EEEEEE8074",
    ["27 result 00 approved", "22 pan 559883******8074"]),
  DissectionVector(
    "two-byte fields 17 and 0D, LLLVAR 2E, LLVAR 2D", "04 0F 11 17 0001 0D 1006 2E F0F0F1 AA 2D F0F1 EE FF",
    [
      "17 cardSequence 0001", "D date 1006", "2E synchronousChip AA", "2D track1 EE", "- unread FF",
    ]),
  DissectionVector(
    "a tree", "06 0F 14 00 06 11 1F44 04 52523535 E4 08 1F40 02 4142 1F43 00",
    [
      "- terminalStatus 00 ready", "6 tlv ", "  1F44 terminal ID 52523535", "  E4 device ",
      "    1F40 device name AB", "    1F43 device state ",
    ]),
  DissectionVector(
    "a command with two passwords", "06 95 06 123456 654321",
    ["- password ******", "- newPassword ******"]),
  DissectionVector("a vendor's command", "0F 77 03 04 00 00", ["- unread 040000"]),
  DissectionVector("a key as answer", "80 00 01 0D", ["- unread 0D"]),
  DissectionVector("the old display text", "06 85 02 05 41", ["- data 0541"]),
  DissectionVector("a blank", "06 0F 00", []),
]

@Suite struct DissectionTests {
  @Test(arguments: dissectionVectors)
  func showsTheTree(_ vector: DissectionVector) throws {
    var bytes = try Hex.bytes(vector.hex)
    bytes[2] = UInt8(bytes.count - 3)
    let dissection = try ZVT.Dissection(bytes)
    #expect(dissection.fields.flatMap { lines($0, indent: "") } == vector.lines)
    #expect(dissection.canonical)
    #expect(Hex.text(dissection.reencoded) == Hex.text(bytes))
  }

  private func lines(_ node: ZVT.Dissection.Node, indent: String) -> [String] {
    let tag = node.tag.map { String($0, radix: 16, uppercase: true) } ?? "-"
    let name = node.name?.description ?? "-"
    return ["\(indent)\(tag) \(name) \(node.value)"]
      + node.children.flatMap { lines($0, indent: indent + "  ") }
  }

  @Test func aTextInAnotherAlphabetIsEscaped() throws {
    let dissection = try ZVT.Dissection(Hex.bytes("06 D1 05 00 48 8E 5C 41"))
    #expect(dissection.fields.last?.value == "H\\x8E\\x5CA")
  }

  /// The four meanings of 19 are told apart by the message that lists it.
  @Test func theTypeByteMeansWhatItsMessageSays() throws {
    #expect(try ZVT.Authorization(decoding: Hex.bytes("06 01 02 19 40")).paymentType == 0x40)
    #expect(try ZVT.StatusInformation(decoding: Hex.bytes("04 0F 02 19 70")).paymentType == 0x70)
    #expect(try ZVT.Completion(decoding: Hex.bytes("06 0F 02 19 02")).status == .needsDiagnosis)
    #expect(try ZVT.Dissection(Hex.bytes("06 C0 03 0F 19 50")).fields.last?.bytes == [0x50])
  }
}

@Suite struct TableTests {
  @Test func theTableOfFieldsAscends() {
    let tags = ZVT.BMP.all.map(\.tag.number)
    #expect(tags == Set(tags).sorted())
    #expect(tags.count == 76)
    for row in ZVT.BMP.all { #expect(ZVT.BMP.of(row.tag)?.tag == row.tag) }
    #expect(ZVT.BMP.of(0x6C) == nil)
  }

  @Test func theTablesOfCodesAscend() {
    for table in [
      ZVT.NamedCode.results, ZVT.NamedCode.intermediateStatuses, ZVT.NamedCode.terminalStatuses,
      ZVT.NamedCode.cardTypes,
    ] {
      #expect(table.map(\.code) == Set(table.map(\.code)).sorted())
    }
  }

  @Test func codesHaveNames() {
    #expect(ZVT.resultName(0x6C)?.description == "timeout or abort key")
    #expect(ZVT.resultName(0x05) == nil)
    #expect(ZVT.intermediateStatusName(0x0A)?.description == "insert card")
    #expect(ZVT.intermediateStatusName(0x44)?.description == "waiting for the host; remove card")
    #expect(ZVT.intermediateStatusName(0x4A) == nil)
    #expect(ZVT.terminalStatusName(0x51)?.description == "initialisation needed")
    #expect(ZVT.cardTypeName(0x05)?.description == "girocard")
    #expect(ZVT.cardTypeName(0xFF) == nil)
  }

  @Test func noTerminalStatusIsATagOfAnotherCompletion() throws {
    for status in ZVT.NamedCode.terminalStatuses {
      let completion = ZVT.Completion.status(TerminalStatus(code: UInt16(status.code)))
      #expect(try ZVT.Completion(decoding: completion.encoded()).enquired?.code == UInt16(status.code))
    }
  }
}
