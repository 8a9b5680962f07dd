import PosProtocol
import Testing

@testable import PaymentFlows

struct GoodBill: Sendable {
  var bill: String, payment: String
  var service: BillService
  var rial: UInt64
}

struct BadBill: Sendable {
  var bill: String, payment: String
  var error: BillError
}

private let goodBills = [
  GoodBill(bill: "7748317800142", payment: "1770160", service: .landline, rial: 17_000),
  GoodBill(bill: "2050327604613", payment: "1070189", service: .water, rial: 10_000),
  GoodBill(bill: "1117753200140", payment: "12070160", service: .landline, rial: 120_000),
  GoodBill(bill: "1177809000142", payment: "570108", service: .landline, rial: 5_000),
  GoodBill(bill: "6039628301226", payment: "189840835", service: .electricity, rial: 1_898_000),
  GoodBill(bill: "1234567810199", payment: "150041268", service: .trafficFine, rial: 1_500_000),
  GoodBill(bill: "0034106711099", payment: "75040632", service: .trafficFine, rial: 750_000),
  GoodBill(bill: "9876543220090", payment: "12345630135", service: .trafficFine, rial: 123_456_000),
  GoodBill(bill: "100790", payment: "500088", service: .trafficFine, rial: 5_000),
  GoodBill(bill: "34106711099", payment: "75040632", service: .trafficFine, rial: 750_000),
  GoodBill(bill: " ۱۲۳۴۵۶۷۸۱۰۱۹۹ ", payment: "١٥٠٠٤١٢٦٨", service: .trafficFine, rial: 1_500_000),
  GoodBill(bill: "0000000100790", payment: "0000000500088", service: .trafficFine, rial: 5_000),
]

private let badBills = [
  BadBill(bill: "9174639504124", payment: "12908197", error: .pairCheck(expected: 0, found: 7)),
  BadBill(bill: "2234322344613", payment: "1070189", error: .billCheck(expected: 7, found: 3)),
  BadBill(bill: "1117753200140", payment: "1770165", error: .pairCheck(expected: 3, found: 5)),
  BadBill(bill: "9100074409151", payment: "12908190", error: .billCheck(expected: 3, found: 1)),
  BadBill(bill: "1234567810199", payment: "150041278", error: .paymentCheck(expected: 6, found: 7)),
  BadBill(bill: "1234567810199", payment: "150041269", error: .pairCheck(expected: 8, found: 9)),
  BadBill(bill: "12345678x0199", payment: "150041268", error: .notDigit(.billID, at: 8)),
  BadBill(bill: "1234567810199", payment: "15004 1268", error: .notDigit(.paymentID, at: 5)),
  BadBill(bill: "-234567810199", payment: "150041268", error: .notDigit(.billID, at: 0)),
  BadBill(bill: "", payment: "150041268", error: .length(.billID, 0)),
  BadBill(bill: "10199", payment: "150041268", error: .length(.billID, 5)),
  BadBill(bill: "01234567810199", payment: "150041268", error: .length(.billID, 14)),
  BadBill(bill: "1234567810199", payment: "50088", error: .length(.paymentID, 5)),
  BadBill(bill: "0000000000000", payment: "150041268", error: .service(0)),
  BadBill(bill: "1234567810199", payment: "0000000", error: .nothingDue),
]

@Suite struct BillTests {
  @Test(arguments: goodBills)
  func reads(_ row: GoodBill) throws {
    let bill = try Bill(billID: row.bill, paymentID: row.payment)
    #expect(bill.service == row.service)
    #expect(bill.amount.minorUnits == row.rial)
  }

  @Test(arguments: badBills)
  func refuses(_ row: BadBill) {
    #expect(throws: row.error) { try Bill(billID: row.bill, paymentID: row.payment) }
  }

  @Test func everyWrongLastDigitOfTheBillIsSeen() throws {
    for digit in 0...8 {
      #expect(throws: BillError.billCheck(expected: 9, found: digit)) { try BillID("123456781019\(digit)") }
    }
  }

  @Test func nothingDue() throws {
    let bill = try BillID("1234567810199")
    for period in 0...99 {
      let digits = [6, period / 10, period % 10]
      let first = BillDigits.check(digits)
      let second = BillDigits.check(bill.digits.values + digits + [first])
      let text = (digits + [first, second]).map(String.init).joined()
      #expect(throws: BillError.nothingDue) { try PaymentID("0" + text, for: bill) }
    }
  }

  /// 1,000 rial is the least that a payment ID can say.
  @Test func aThousandIsDue() throws {
    let bill = try BillID("1234567810199")
    let digits = [1, 6, 0, 1]
    let first = BillDigits.check(digits)
    let second = BillDigits.check(bill.digits.values + digits + [first])
    let text = (digits + [first, second]).map(String.init).joined()
    #expect(try PaymentID(text, for: bill).amount.minorUnits == 1000)
  }

  @Test func theLastDigitButOneNamesTheService() {
    let services: [BillService?] = [
      nil, .water, .electricity, .gas, .landline, .mobile, .municipality, .municipality, .tax, .trafficFine,
      nil,
    ]
    for (digit, service) in services.enumerated() {
      #expect(BillService(digit: digit) == service, "\(digit)")
    }
  }

  @Test func leadingZerosDoNotCount() throws {
    #expect(try BillID("0034106711099") == BillID("34106711099"))
    let short = try Bill(billID: "34106711099", paymentID: "75040632")
    let long = try Bill(billID: "0034106711099", paymentID: "0075040632")
    #expect(short == long)
    #expect(short.identity == long.identity)
    #expect(long.billID.description == "0034106711099")
  }

  @Test func barcodeIsBothNumbersPadded() throws {
    #expect(try fine().barcode == "12345678101990000150041268")
    #expect(try Bill(barcode: "12345678101990000150041268") == fine())
    for row in goodBills {
      let bill = try Bill(billID: row.bill, paymentID: row.payment)
      #expect(bill.barcode.count == 26)
      #expect(try Bill(barcode: bill.barcode) == bill)
    }
    #expect(try Bill(barcode: "۱۲۳۴۵۶۷۸۱۰۱۹۹۰۰۰۰۱۵۰۰۴۱۲۶۸") == fine())
    #expect(throws: BillError.length(.barcode, 25)) { try Bill(barcode: "1234567810199000150041268") }
    #expect(throws: BillError.length(.barcode, 27)) { try Bill(barcode: "123456781019900001500412680") }
  }

  @Test func aFineIsABillOfServiceNine() throws {
    #expect(try FinePayment(billID: "1234567810199", paymentID: "150041268").amount.minorUnits == 1_500_000)
    #expect(throws: BillError.notFine(.landline)) {
      try FinePayment(billID: "7748317800142", paymentID: "1770160")
    }
  }
}
