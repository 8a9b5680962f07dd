import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct PersianTextTests {
  @Test func lettersThatLookTheSameAreTheSame() {
    #expect(PersianText.normalised("كارتخوان علي على ۱۲٣") == "کارتخوان علی علی 123")
  }

  /// Bytes by Unicode's CP1256.TXT: 0x98 ک, 0xED ي, 0x81 پ, 0x8D چ, 0x8E ژ, 0x90 گ, 0x9D ZWNJ, 0xA1 ،
  @Test func windows1256HasNoPersianYeh() {
    #expect(PersianText.windows1256("کی ۱") == [0x98, 0xED, 0x20, 0x31])
    #expect(PersianText.windows1256("پچژگ\u{200C}،") == [0x81, 0x8D, 0x8E, 0x90, 0x9D, 0xA1])
    #expect(PersianText.windows1256("ي") == [0xED])
    #expect(PersianText.windows1256("漢") == nil)
    #expect(PersianText.reading(windows1256: [0x98, 0xED, 0x20, 0x31, 0x90]) == "کی 1گ")
  }

  @Test func everyByteComesBack() {
    for byte in UInt8.min...UInt8.max {
      #expect(PersianText.windows1256(PersianText.reading(windows1256: [byte])) == [byte])
    }
  }

  /// The numbers of the project's synthetic cards.
  @Test func banksByCard() throws {
    let rows = [
      ("6037990000000006", "Bank Melli"), ("6219860000000001", "Saman Bank"),
      ("6104330000000128", "Bank Mellat"), ("6273530000000342", "Tejarat Bank"),
    ]
    for (number, bank) in rows {
      let digits = number.compactMap(\.wholeNumberValue)
      #expect(Luhn.isSatisfied(by: digits))
      #expect(CardIssuer(of: MaskedCardNumber(masking: digits.map(UInt8.init)))?.englishName == bank)
      #expect(CardIssuer(of: MaskedCardNumber(masking: digits.suffix(10).map(UInt8.init))) == nil)
    }
    #expect(CardIssuer(of: MaskedCardNumber(masking: Array(repeating: 1, count: 16))) == nil)
  }
}
