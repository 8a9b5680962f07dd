import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

/// An attempt to pay the first fine of the vectors, or what `lines` says.
func attempt(
  _ state: AttemptState = .approved, kind: AttemptKind = .payment, currency: Currency = .irr,
  lines: [Attempt.Line]? = nil, time: Double = 1_661_078_854
) throws -> Attempt {
  var record = TransactionRecord.made(receipt: 42, trace: 701, amount: 1_500_000)
  record.hostReference = WireText("123456789012")
  let bill = try fine()
  let line = Attempt.Line(
    amount: bill.amount, billID: bill.billID.description, paymentID: bill.paymentID.description, purpose: nil)
  let total = (lines ?? [line]).reduce(0) { $0 + $1.amount.minorUnits }
  return Attempt(
    key: key("a"), kind: kind, reader: "fake:1", order: bill.identity, lines: lines ?? [line],
    amount: try #require(Amount(minorUnits: total)), currency: currency, state: state, record: record,
    note: nil, started: Date(timeIntervalSince1970: 1_661_078_854), time: Date(timeIntervalSince1970: time),
    reverses: nil)
}

/// A group of two bills and a fee.
func group() throws -> Attempt {
  let electricity = try Bill(billID: "6039628301226", paymentID: "189840835")
  let landline = try Bill(billID: "7748317800142", paymentID: "1770160")
  let bills = [electricity, landline].map {
    Attempt.Line(
      amount: $0.amount, billID: $0.billID.description, paymentID: $0.paymentID.description, purpose: nil)
  }
  let fee = Attempt.Line(
    amount: try #require(Amount(minorUnits: 175_000)), billID: nil, paymentID: nil,
    purpose: "کارمزد استعلام تجمیعی خلافی")
  return try attempt(lines: bills + [fee])
}

@Suite struct ReceiptTests {
  @Test func english() throws {
    #expect(
      Receipt(try attempt()).text(.english, width: .narrow) == """
                PAYMENT RECEIPT         \("")
                CUSTOMER'S PART         \("")
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
        Bank:                 Bank Melli
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
    #expect(lines.contains("\u{200F}بانک:                           بانک ملی"))
  }

  @Test func aGroupHasALineABillAndATotal() throws {
    let lines = Receipt(try group()).lines(.persian, width: .full).map { $0.filter { $0 != " " } }
    let wanted = [
      "بابت۱:برق", "شناسهقبض:\u{2066}۶۰۳۹۶۲۸۳۰۱۲۲۶\u{2069}", "شناسهپرداخت:\u{2066}۱۸۹۸۴۰۸۳۵\u{2069}",
      "مبلغ:۱٬۸۹۸٬۰۰۰ریال", "بابت۲:تلفنثابت", "مبلغ:۱۷٬۰۰۰ریال", "بابت۳:کارمزداستعلامتجمیعیخلافی",
      "مبلغ:۱۷۵٬۰۰۰ریال", "جمعکل:۲٬۰۹۰٬۰۰۰ریال",
    ]
    for line in wanted { #expect(lines.contains("\u{200F}" + line), "\(line)") }
    #expect(Receipt(try group()).text(.english).contains("Total:"))
  }

  @Test(arguments: Receipt.Language.allCases, Receipt.Width.allCases)
  func everyLineIsAsWideAsThePaper(language: Receipt.Language, width: Receipt.Width) throws {
    for state in AttemptState.allCases {
      for kind in AttemptKind.allCases {
        var receipt = Receipt(try attempt(state, kind: kind), isReprint: true)
        receipt.office = ["دفتر پیشخوان دولت ۷۲-۱۲-۱۰۴۵ Pishkhan Counter Office, Valiasr Street 1045, Tehran"]
        receipt.applicant = try VehiclePlate(two: "67", letter: "و", three: "341", province: "10").shown
        receipt.copy = .merchant
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
        #expect(!receipt.elements(language).contains { if case .code = $0 { true } else { false } })
      }
    }
  }

  @Test func aPaymentThatWasUndoneSaysSo() throws {
    let undone = Receipt(
      try attempt(),
      reversals: [try attempt(.declined, kind: .reversal), try attempt(kind: .reversal, time: 1_661_082_454)])
    #expect(undone.kind == .reversed)
    for language in Receipt.Language.allCases {
      #expect(!undone.text(language).contains("successful") && !undone.text(language).contains(" موفق"))
      #expect(!undone.elements(language).contains { if case .code = $0 { true } else { false } })
    }
    #expect(undone.text(.english).contains("REVERSED PAYMENT"))
    #expect(undone.text(.english).contains("Reversed:            1401/05/30 16:17:34"))
    #expect(undone.text(.persian).contains("برگشت خورده"))
    for open in [AttemptState.intent, .received, .unknown] {
      let doubtful = Receipt(try attempt(), reversals: [try attempt(open, kind: .reversal)])
      #expect(doubtful.kind == .doubt)
    }
    for failed in [AttemptState.declined, .notSent] {
      #expect(Receipt(try attempt(), reversals: [try attempt(failed, kind: .reversal)]).kind == .receipt)
    }
  }

  @Test func theJournalKnowsThatItWasUndone() async throws {
    let scratch = try Scratch()
    let payments = try scratch.payments()
    let reader = FakeReader()
    _ = await payments.pay(order(), key: key("paid"), on: reader)
    #expect(try await payments.journal.receipt(key("paid"))?.kind == .receipt)
    #expect(try await payments.journal.receipt(key("paid"))?.isReprint == true)
    _ = try await payments.reverse(key("paid"), key: key("undo"), on: reader)
    #expect(try await payments.journal.receipt(key("paid"))?.kind == .reversed)
    #expect(try await payments.journal.receipt(key("undo"))?.kind == .reversal)
    #expect(try await payments.journal.receipt(key("none")) == nil)
  }

  @Test func aReprintSaysSo() throws {
    #expect(Receipt(try attempt(), isReprint: true).text(.english).contains(" COPY (REPRINT) "))
    #expect(Receipt(try attempt(), isReprint: true).text(.persian).contains(" رونوشت (چاپ مجدد) "))
    #expect(!Receipt(try attempt()).text(.english).contains("COPY"))
    #expect(!Receipt(try attempt()).text(.persian).contains("رونوشت"))
  }

  @Test func theMerchantsPartHasTheKey() throws {
    var receipt = Receipt(try attempt())
    #expect(!receipt.text(.english).contains("Order key") && receipt.text(.persian).contains("نسخه مشتری"))
    receipt.copy = .merchant
    #expect(receipt.text(.english).contains("MERCHANT'S PART"))
    #expect(receipt.text(.english).contains("Order key:                             a"))
    #expect(receipt.text(.persian).contains("نسخه پذیرنده"))
  }

  @Test func tomanOnlyForRial() throws {
    #expect(!Receipt(try attempt(currency: .eur)).text(.english).contains("toman"))
  }

  /// What others wrote stays on its line and turns nothing round.
  @Test func textsOfOthersAreTamed() {
    #expect(PlainText.safe("a\nb\u{2028}c\td\u{7}") == "a b c d ")
    #expect(PlainText.safe("\u{202E}evil\u{202C} \u{2067}x") == "evil x")
    #expect(PlainText.safe("\u{2069}\u{2067}x") == "x")
    #expect(PlainText.safe("\u{2067}x\u{2069}") == "\u{2067}x\u{2069}")
    var receipt = Receipt(.receipt, amount: order().total, currency: .irr, time: Date())
    receipt.applicant = "x\ny\u{202E}"
    #expect(receipt.lines(.english).allSatisfy { !$0.contains("\n") && !$0.contains("\u{202E}") })
  }
}
