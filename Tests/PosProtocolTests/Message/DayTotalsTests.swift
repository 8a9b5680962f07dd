import Testing

@testable import PosProtocol

/// The totals of a day on the wire.
@Suite struct DayTotalsTests {
  /// What a terminal sent (EVerest/zvt, FEIG cVEND); fixtures/zvt-vectors.json has it too.
  static let captured =
    "04 0F 4D 27 00 04 00 00 00 00 09 58 0B 00 09 82 0D 04 06 0C 08 17 06 60 F0 F5 F3 02 33 02 34"
    + "00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 09 58" + String(repeating: "00", count: 28)

  static let totals: DayTotals = {
    var totals = DayTotals()
    totals.amount = Amount(minorUnits: 958)
    (totals.firstReceipt, totals.lastReceipt) = (ReceiptNumber(233), ReceiptNumber(234))
    totals.groups = [DayTotals.Group(.mastercard, count: 2, amount: Amount(minorUnits: 958)!)]
    totals.traceNumber = TraceNumber(982)
    totals.clock = ClockReading(month: 4, day: 6, hour: 8, minute: 17, second: 6)
    return totals
  }()

  @Test func readsWhatATerminalSent() throws {
    let information = try ZVT.StatusInformation(decoding: hex(Self.captured))
    #expect(information.dayTotals == Self.totals)
    #expect(information.dayTotals?.count == 2)
    #expect(information.totals?.summary == "233 to 234: Mastercard 2 for 958")
  }

  @Test func writesTheSameFields() throws {
    let theirs = try ZVT.Dissection(hex(Self.captured)).fields.map(\.bytes)
    let ours = ZVT.StatusInformation(Self.totals, namesCurrency: true).encoded()
    // They send the date before the time and the totals last; we keep to the specification's order.
    #expect(
      try ZVT.Dissection(ours).fields.map(\.bytes)
        == [theirs[0], theirs[1], theirs[5], theirs[2], theirs[4], theirs[3]])
    #expect(try ZVT.StatusInformation(decoding: ours).dayTotals == Self.totals)
  }

  /// By the specification's list: count in one byte, amount in six, in this order.
  @Test func hasAPlaceForEachScheme() throws {
    let amount = Amount(minorUnits: 12)!
    let groups = DayTotals.Scheme.allCases.map {
      DayTotals.Group($0, count: Int($0.rawValue) + 0x0A, amount: amount)
    }
    let field = ZVT.IndividualTotals(
      firstReceipt: ReceiptNumber(1), lastReceipt: ReceiptNumber(9999), groups: groups)
    let twelve = " 00 00 00 00 00 12"
    #expect(
      field.bytes
        == hex("00 01 99 99" + ["0A", "0B", "0C", "0D", "0E", "0F", "10"].map { $0 + twelve }.joined()))
    #expect(field.parts?.groups == groups)
    let many = ZVT.IndividualTotals(
      firstReceipt: nil, lastReceipt: ReceiptNumber(10_000),
      groups: [DayTotals.Group(.girocard, count: 1000, amount: amount)])
    #expect(many.bytes.prefix(11) == hex("00 00 00 00 FF 00 00 00 00 00 12")[...])
    #expect(many.parts?.firstReceipt == nil && many.parts?.groups.first?.count == 255)
  }

  /// What is not as specified is kept, and the rest of the message can be read.
  @Test(arguments: [0, 3, 52, 54, 106])
  func otherFormsHaveNoParts(_ count: Int) throws {
    let bytes = [UInt8](repeating: 0x01, count: count)
    let length = [0xF0, 0xF0 | UInt8(count / 100), 0xF0 | UInt8(count / 10 % 10), 0xF0 | UInt8(count % 10)]
    let message =
      [0x04, 0x0F, UInt8(count + 13), 0x27, 0x00, 0x04] + hex("00 00 00 00 09 58") + [0x60]
      + length.dropFirst() + bytes
    let information = try ZVT.StatusInformation(decoding: message.map { UInt8($0) })
    #expect(information.totals?.bytes == bytes && information.totals?.parts == nil)
    #expect(information.dayTotals?.amount == Amount(minorUnits: 958))
    #expect(information.dayTotals?.groups == [] && information.dayTotals?.count == nil)
    #expect(information.encoded() == message)
  }

  @Test func digitsThatAreNoneHaveNoParts() throws {
    var bytes = [UInt8](repeating: 0, count: 53)
    bytes[0] = 0xA0
    var reader = ByteReader(bytes)
    let field = try ZVT.IndividualTotals(from: &reader)
    #expect(field.parts == nil && field.summary == Hex.text(bytes))
  }

  @Test func anotherResultIsNoEndOfDay() throws {
    #expect(try ZVT.StatusInformation(decoding: hex("04 0F 02 27 77")).dayTotals == nil)
    #expect(try ZVT.StatusInformation(decoding: hex("04 0F 06 27 77 60 F0 F0 F0")).dayTotals == nil)
    // Without individual totals it is a payment's.
    #expect(try ZVT.StatusInformation(decoding: hex("04 0F 09 27 00 04 00 00 00 00 12 50")).dayTotals == nil)
    let none = try ZVT.StatusInformation(decoding: hex("04 0F 04 60 F0 F0 F0"))
    #expect(none.dayTotals == DayTotals())
  }
}
