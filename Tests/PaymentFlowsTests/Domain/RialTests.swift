import PosProtocol
import Testing

@testable import PaymentFlows

private let typedRial = [
  FieldRow("1500000", "1500000"), FieldRow("1,500,000", "1500000"), FieldRow("۱٬۵۰۰٬۰۰۰ ریال", "1500000"),
  FieldRow("۱،۵۰۰،۰۰۰ريال", "1500000"), FieldRow("1 500 000 IRR", "1500000"), FieldRow("٥ Rial", "5"),
  FieldRow("999999999999", "999999999999"),
  FieldRow("1000000000000", .tooLarge), FieldRow("99999999999999999999999", .tooLarge),
  FieldRow("000000000000005", "5"), FieldRow("0000000000000005", .tooLarge),
  FieldRow("150000 تومان", .unit), FieldRow("150000 Toman", .unit), FieldRow("150000 EUR", .unit),
  FieldRow("100.5", .character(at: 3)), FieldRow("", .length(0, wanted: 1...12)),
  FieldRow("ریال", .character(at: 0)), FieldRow(",5", .character(at: 0)),
  FieldRow("5ریال5", .character(at: 5)),
  FieldRow("1.", .character(at: 1)), FieldRow("+5", .character(at: 0)),
]

private let typedToman = [
  FieldRow("17,500", "175000"), FieldRow("۱۷٬۵۰۰ تومان", "175000"), FieldRow("100.5", "1005"),
  FieldRow("۱۰۰٫۵ تومان", "1005"), FieldRow("99999999999.9", "999999999999"),
  FieldRow("100000000000", .tooLarge), FieldRow("999999999999999", .tooLarge),
  FieldRow("17,500 ریال", .unit), FieldRow("1.23", .character(at: 3)), FieldRow("1.2,3", .character(at: 3)),
  FieldRow("1..2", .character(at: 2)),
]

@Suite struct RialTests {
  @Test(arguments: typedRial) func rial(_ row: FieldRow) {
    row.holds(.amount) { text throws(FieldError) in String(try Rial(typed: text).rials) }
  }

  @Test(arguments: typedToman) func toman(_ row: FieldRow) {
    row.holds(.amount) { text throws(FieldError) in String(try Toman(typed: text).rial.rials) }
  }

  @Test func aTomanIsTenRial() throws {
    let rial = try #require(Rial(1005))
    #expect(Toman(rial).whole == 100 && Toman(rial).rest == 5)
    #expect(Toman(17_500)?.rial == Rial(175_000))
    #expect(Toman(100_000_000_000) == nil && Toman(.max) == nil && Rial(1_000_000_000_000) == nil)
    #expect(rial.amount == Amount(minorUnits: 1005))
    #expect(try #require(Toman(1)) < #require(Toman(2)))
    #expect(try !(#require(Toman(1)) < #require(Toman(1))) && !(rial < rial))
  }

  /// What is shown is read again as the same, whatever the amount, in either unit and either script.
  @Test func whatIsShownIsReadAgain() throws {
    for units in [0, 1, 9, 10, 999, 1000, 1005, 175_000, 20_594_000, 999_999_999_999] as [UInt64] {
      let rial = try #require(Rial(units))
      #expect(try Rial(typed: MoneyText.persian(rial.amount, .irr)) == rial)
      #expect(try Rial(typed: MoneyText.english(rial.amount, .irr)) == rial)
      #expect(try Toman(typed: MoneyText.persianToman(rial.amount)).rial == rial)
      #expect(try Toman(typed: MoneyText.englishToman(rial.amount)).rial == rial)
    }
  }
}
