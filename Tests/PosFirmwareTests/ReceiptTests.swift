import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct ReceiptTests {
  @Test(arguments: [
    (UInt64(1_500_000), Currency.irr, "1,500,000 IRR"), (UInt64(0), .irr, "0 IRR"),
    (UInt64(1250), .eur, "12.50 EUR"),
    (UInt64(7), .eur, "0.07 EUR"), (Amount.maximum, .irr, "999,999,999,999 IRR"),
    (UInt64(100_005), Currency(numericCode: 36)!, "1,000.05 036"),
  ])
  func writesAmounts(_ units: UInt64, _ currency: Currency, _ text: String) {
    var receipt = ReceiptText()
    receipt.add(rial(units), currency)
    #expect(String(decoding: receipt.bytes, as: UTF8.self) == text)
  }

  @Test func printsACopyForEachSide() {
    var bench = Bench()
    bench.register()
    bench.put(.clock(ClockReading(month: 7, day: 2, hour: 13, minute: 5, second: 9)!))
    bench.pay()
    let copies = Receipt.copies(of: bench.terminal.memory.newest!, settings: TerminalSettings())
    let text = copies[1].map { String(decoding: $0.text.bytes, as: UTF8.self) }
    #expect(
      text == [
        "PARKING FINES OFFICE", "CUSTOMER COPY", "", "PAYMENT", "TERMINAL        12345678",
        "RECEIPT             0001", "TRACE             000001", "07-02           13:05:09",
        "CARD    603799******0006", "TOTAL      1,500,000 IRR", "REF                  REF", "APPROVED",
      ])
    #expect(
      copies.count == 2
        && copies.allSatisfy { $0.last?.isLast == true && !$0.dropLast().contains { $0.isLast } })
    #expect(text.allSatisfy { $0.utf8.count <= ReceiptText.width })
  }

  @Test func cardsAreMaskedBeforeTheyExist() {
    #expect(testCard.number.text == "603799******0006")
    #expect(Card(digits: [6, 0, 3, 7]) == nil)
    #expect(Card(digits: "6037990000000007".utf8.map { $0 - 0x30 }) == nil)
  }
}
