import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

private func attempt(
  _ state: AttemptState = .approved, kind: AttemptKind = .payment, currency: Currency = .irr
) throws -> Attempt {
  var record = TransactionRecord.made(receipt: 42, trace: 701, amount: 1_500_000)
  record.hostReference = WireText("123456789012")
  let bill = try fine()
  return Attempt(
    key: key("a"), kind: kind, reader: "fake:1", order: bill.identity,
    lines: [
      Attempt.Line(
        amount: bill.amount, billID: bill.billID.description, paymentID: bill.paymentID.description,
        purpose: nil)
    ], amount: bill.amount, currency: currency, state: state, record: record, note: nil,
    started: Date(timeIntervalSince1970: 1_661_078_854), time: Date(timeIntervalSince1970: 1_661_078_854),
    reverses: nil)
}

@Suite struct ReceiptTests {
  @Test func english() throws {
    #expect(
      Receipt(try attempt()).text(.english, width: .narrow) == """
                PAYMENT RECEIPT         \("")
        --------------------------------
        For:                traffic fine
        Bill ID:           1234567810199
        Payment ID:            150041268
        Status:               successful
        Amount:            1,500,000 IRR
        Equals:            150,000 toman
        Date (Jalali):        1401/05/30
        Time (Tehran):          15:17:34
        Tracking no:              000701
        Reference no:       123456789012
        Receipt no:                 0042
        Card:           603799******0006
        Terminal:               12345678
        --------------------------------
        Please keep this receipt.       \("")

        """)
  }

  @Test func persian() throws {
    let lines = Receipt(try attempt()).lines(.persian)
    #expect(lines.contains("\u{200F}مبلغ:                     ۱٬۵۰۰٬۰۰۰ ریال"))
    #expect(lines.contains("\u{200F}معادل:                     ۱۵۰٬۰۰۰ تومان"))
    #expect(lines.contains("\u{200F}بابت:                      جریمه رانندگی"))
    #expect(lines.contains("\u{200F}تاریخ:                        \u{2066}۱۴۰۱/۰۵/۳۰\u{2069}"))
    #expect(lines.contains("\u{200F}شماره کارت:             \u{2066}۶۰۳۷۹۹******۰۰۰۶\u{2069}"))
    #expect(lines.contains("\u{200F}شماره پیگیری:                     \u{2066}۰۰۰۷۰۱\u{2069}"))
  }

  @Test(arguments: Receipt.Language.allCases, Receipt.Width.allCases)
  func everyLineIsAsWideAsThePaper(language: Receipt.Language, width: Receipt.Width) throws {
    for state in AttemptState.allCases {
      for kind in AttemptKind.allCases {
        let receipt = Receipt(try attempt(state, kind: kind), isReprint: true)
        for line in receipt.lines(language, width: width) {
          #expect(ReceiptLayout.columns(line) == width.rawValue, "\(line)")
        }
      }
    }
  }

  @Test func persianLinesRunFromRightToLeftAndCloseWhatTheyOpen() throws {
    for line in Receipt(try attempt()).lines(.persian) {
      #expect(line.first == "\u{200F}" || line.unicodeScalars.first == "\u{200F}")
      let scalars = line.unicodeScalars
      #expect(scalars.count { $0 == "\u{2066}" } == scalars.count { $0 == "\u{2069}" })
    }
  }

  @Test func onlyAnApprovalMakesAReceipt() throws {
    for state in AttemptState.allCases where state != .approved {
      let receipt = Receipt(try attempt(state))
      #expect(receipt.kind == (state.outcome == .unknown ? .doubt : .declined))
      for language in Receipt.Language.allCases {
        let text = receipt.text(language)
        #expect(!text.contains("successful") && !text.contains(" موفق"))
        #expect(!text.contains("000701") && !text.contains("۰۰۰۷۰۱"))
      }
    }
  }

  @Test func aReprintSaysSo() throws {
    #expect(Receipt(try attempt(), isReprint: true).text(.english).contains("REPRINT"))
    #expect(Receipt(try attempt(), isReprint: true).text(.persian).contains("چاپ مجدد"))
    #expect(!Receipt(try attempt()).text(.english).contains("REPRINT"))
  }

  @Test func tomanOnlyForRial() throws {
    #expect(!Receipt(try attempt(currency: .eur)).text(.english).contains("toman"))
  }

  @Test func longWordsAreCut() {
    let layout = ReceiptLayout(width: 8, isRightToLeft: false)
    #expect(layout.wrapped("a bcdefghijklmnop qr") == ["a       ", "bcdefghi", "jklmnop ", "qr      "])
    #expect(layout.row("label", "0123456", isNumber: true) == ["label:  ", " 0123456"])
    #expect(layout.wrapped("") == ["        "])
  }
}
