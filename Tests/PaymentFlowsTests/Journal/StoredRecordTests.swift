import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct StoredRecordTests {
  private static let clocks: [ClockReading?] = [
    nil, ClockReading(month: 11, day: 21, hour: 23, minute: 59, second: 58),
    ClockReading(month: 1, day: 2, hour: 3, minute: 4, second: 5),
    ClockReading(month: nil, day: nil, hour: 12, minute: 1, second: 2),
  ]

  @Test(arguments: clocks)
  func isReadAsItWasKept(clock: ClockReading?) {
    var record = TransactionRecord.made(
      receipt: 42, trace: 701, amount: 5, original: 655, clock: clock, terminal: 12_345_678)
    record.card = MaskedCardNumber(masking: [6, 0, 3, 7, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6])
    record.cardName = WireText(bytes: Array("CARD".utf8), characterSet: .utf8)
    record.hostReference = WireText(bytes: Array("123456789012".utf8), characterSet: .utf8)
    #expect(StoredRecord(json: StoredRecord(record).json)?.record == record)
    #expect(StoredRecord(json: Noted.record(record).json ?? "")?.record == record)
  }

  @Test func aRecordThatIsEmptyStaysSo() {
    #expect(StoredRecord(json: StoredRecord(TransactionRecord()).json)?.record == TransactionRecord())
    #expect(StoredRecord(json: "none") == nil && StoredRecord(json: "") == nil)
  }

  /// The same record is the same text, so that a step that is asked for twice is found.
  @Test func keysAreSorted() {
    let json = StoredRecord(.made(receipt: 42, trace: 701, amount: 5)).json
    let keys = json.matches(of: /"(\w+)":/).map { String($0.1) }
    #expect(keys.count > 5 && keys == keys.sorted())
  }

  @Test(arguments: ["[11,21,12,1]", "[11,21,12,1,2,3]", "[]", "[13,1,1,1,1]", "[5,0,12,1,2]", "[0,5,12,1,2]"])
  func aClockThatIsNoneIsLeftOut(parts: String) {
    #expect(StoredRecord(json: #"{"approval":true,"clock":\#(parts)}"#)?.record.clock == nil)
  }

  @Test func whatWasNotedIsReadAsItWasKept() {
    for noted in [Noted.unknown, .none, .record(.made(receipt: 42, trace: 701, amount: 5))] {
      #expect(Noted(json: noted.json) == noted)
    }
    #expect(Noted(json: "{") == .unknown)
    #expect(Noted.none.record == nil && Noted.unknown.record == nil)
  }

  /// Of 13 to 19 digits that satisfy Luhn only the last four stay, wherever they stand, in any script.
  @Test(arguments: [
    ("4222222222222", "*********2222"), ("6037990000000006", "************0006"),
    ("6304000000000000000", "***************0000"), ("6037990000000007", "6037990000000007"),
    ("a4222222222222", "a*********2222"), ("4222222222222.", "*********2222."),
    ("4222222222222 6037990000000006", "*********2222 ************0006"),
    ("1 4222222222222 12345", "1 *********2222 12345"),
    ("۶۰۳۷۹۹۰۰۰۰۰۰۰۰۰۶", "************۰۰۰۶"), ("000000000000", "000000000000"),
    ("6304000000000000000⑩", "***************0000⑩"),
    ("00000000000000000000", "00000000000000000000"), ("", ""), ("  a  ", "  a"),
  ])
  func keepsNoCardNumber(text: String, kept: String) {
    #expect(WireText(utf8: text).safeText == kept)
  }

  @Test func whatFollowsAZeroByteIsPadding() {
    #expect(WireText(bytes: [0x41, 0x00, 0x42], characterSet: .utf8).string == "A")
    #expect(WireText(bytes: [0x00, 0x42], characterSet: .utf8).string == "")
    #expect(WireText(bytes: [0x01, 0x41, 0x00], characterSet: .utf8).string.hasSuffix("A"))
  }
}
