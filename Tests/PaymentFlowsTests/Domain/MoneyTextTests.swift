import PosProtocol
import Testing

@testable import PaymentFlows

struct MoneyRow: Sendable {
  var units: UInt64
  var rial: String, toman: String, persianRial: String, persianToman: String
}

private let moneyRows = [
  MoneyRow(
    units: 175_000, rial: "175,000 IRR", toman: "17,500 toman", persianRial: "۱۷۵٬۰۰۰ ریال",
    persianToman: "۱۷٬۵۰۰ تومان"),
  MoneyRow(
    units: 20_594_000, rial: "20,594,000 IRR", toman: "2,059,400 toman", persianRial: "۲۰٬۵۹۴٬۰۰۰ ریال",
    persianToman: "۲٬۰۵۹٬۴۰۰ تومان"),
  MoneyRow(units: 0, rial: "0 IRR", toman: "0 toman", persianRial: "۰ ریال", persianToman: "۰ تومان"),
  MoneyRow(
    units: 1005, rial: "1,005 IRR", toman: "100.5 toman", persianRial: "۱٬۰۰۵ ریال",
    persianToman: "۱۰۰٫۵ تومان"),
]

@Suite struct MoneyTextTests {
  @Test(arguments: moneyRows)
  func rialAndToman(_ row: MoneyRow) throws {
    let amount = try #require(Amount(minorUnits: row.units))
    #expect(MoneyText.english(amount, .irr) == row.rial)
    #expect(MoneyText.englishToman(amount) == row.toman)
    #expect(MoneyText.persian(amount, .irr) == row.persianRial)
    #expect(MoneyText.persianToman(amount) == row.persianToman)
  }

  @Test func euroHasCents() throws {
    #expect(MoneyText.english(try #require(Amount(minorUnits: 1250)), .eur) == "12.50 EUR")
    #expect(MoneyText.english(try #require(Amount(minorUnits: 5)), .eur) == "0.05 EUR")
    #expect(MoneyText.english(try #require(Amount(minorUnits: 123_456)), .eur) == "1,234.56 EUR")
  }

  @Test func digitsAreNormalised() {
    #expect(PersianDigits.normalised("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 5a") == "0123456789 0123456789 5a")
    #expect(PersianDigits.persian("a0123456789") == "a۰۱۲۳۴۵۶۷۸۹")
  }
}
