import PosProtocol
import Testing

@testable import PaymentFlows

/// What is refused before a reader is asked.
@Suite struct BillBasketTests {
  static let good = [("7748317800142", "1770160"), ("2050327604613", "1070189")]

  @Test func splitsExactly() throws {
    let basket = try BillBasket(typed: Self.good)
    #expect(basket.bills.map(\.amount.minorUnits) == [17_000, 10_000])
    #expect(basket.total.minorUnits == 27_000)
  }

  @Test func namesTheBillAndItsFault() {
    #expect(throws: BillBasket.Trouble.bill(at: 1, .billCheck(expected: 7, found: 3))) {
      try BillBasket(typed: [Self.good[0], ("2234322344613", "1070189")])
    }
    #expect(throws: BillBasket.Trouble.empty) { try BillBasket([]) }
  }

  @Test func refusesTheSameBillTwice() {
    #expect(throws: BillBasket.Trouble.twice(at: 0, and: 2)) {
      // Zeros in front, and Persian digits, change nothing.
      try BillBasket(typed: Self.good + [("۷۷۴۸۳۱۷۸۰۰۱۴۲", "01770160")])
    }
  }

  @Test func refusesMoreThanOnePaymentHolds() throws {
    let bill = try Bill(billID: Self.good[0].0, paymentID: Self.good[0].1)
    #expect(throws: BillBasket.Trouble.tooMany) { try BillBasket(Array(repeating: bill, count: 51)) }
    let fifty = try (0..<50).map { number in
      let stem = [1, 0, 0, number / 10, number % 10, 1, 2, 3, 1]
      let billID = stem + [BillDigits.check(stem)]
      let first = BillDigits.check([1, 6, 0, 1])
      let second = BillDigits.check(billID + [1, 6, 0, 1, first])
      return try Bill(billID: billID.digitText, paymentID: [1, 6, 0, 1, first, second].digitText)
    }
    #expect(try BillBasket(fifty).total.minorUnits == 50_000)
  }
}
