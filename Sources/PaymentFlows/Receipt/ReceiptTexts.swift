internal import PosProtocol

/// The words on a slip.
struct ReceiptTexts: Sendable {
  let language: Receipt.Language

  init(_ language: Receipt.Language) { self.language = language }

  var purpose: String { pick("بابت", "For") }
  var billID: String { pick("شناسه قبض", "Bill ID") }
  var paymentID: String { pick("شناسه پرداخت", "Payment ID") }
  var status: String { pick("وضعیت", "Status") }
  var amount: String { pick("مبلغ", "Amount") }
  var toman: String { pick("معادل", "Equals") }
  var date: String { pick("تاریخ", "Date (Jalali)") }
  var time: String { pick("ساعت", "Time (Tehran)") }
  var tracking: String { pick("شماره پیگیری", "Tracking no") }
  var reference: String { pick("شماره مرجع", "Reference no") }
  var receiptNumber: String { pick("شماره رسید", "Receipt no") }
  var card: String { pick("شماره کارت", "Card") }
  var terminal: String { pick("شماره پایانه", "Terminal") }
  var bank: String { pick("بانک", "Bank") }
  var merchant: String { pick("شماره پذیرنده", "Merchant") }
  var applicant: String { pick("متقاضی", "Applicant") }
  var total: String { pick("جمع کل", "Total") }
  var reversed: String { pick("زمان برگشت", "Reversed") }
  var key: String { pick("کلید سفارش", "Order key") }
  var reprint: String { pick("رونوشت (چاپ مجدد)", "COPY (REPRINT)") }

  func copy(_ copy: Receipt.Copy) -> String {
    switch copy {
    case .customer: pick("نسخه مشتری", "CUSTOMER'S PART")
    case .merchant: pick("نسخه پذیرنده", "MERCHANT'S PART")
    }
  }

  func title(_ kind: Receipt.Kind) -> String {
    switch kind {
    case .receipt: pick("رسید پرداخت", "PAYMENT RECEIPT")
    case .reversal: pick("رسید برگشت وجه", "REVERSAL RECEIPT")
    case .reversed: pick("پرداخت برگشت خورده", "REVERSED PAYMENT")
    case .declined: pick("پرداخت انجام نشد", "NOT PAID")
    case .doubt: pick("وضعیت پرداخت نامشخص", "PAYMENT IN DOUBT")
    }
  }

  func status(_ kind: Receipt.Kind) -> String {
    switch kind {
    case .receipt, .reversal: pick("موفق", "successful")
    case .reversed: pick("برگشت خورده", "reversed")
    case .declined: pick("ناموفق", "failed")
    case .doubt: pick("نامشخص", "doubtful")
    }
  }

  func closing(_ kind: Receipt.Kind) -> String {
    switch kind {
    case .receipt: pick("این رسید را نگه دارید.", "Please keep this receipt.")
    case .reversal: pick("مبلغ به کارت برگشت داده شد.", "The amount was returned to the card.")
    case .reversed:
      pick(
        "این برگه رسید پرداخت نیست. پرداخت برگشت خورده و مبلغ به کارت بازگردانده شده است.",
        "This is no receipt. The payment was undone, and the amount was returned to the card.")
    case .declined:
      pick("این برگه رسید پرداخت نیست. مبلغی پرداخت نشده است.", "This is no receipt. Nothing was paid.")
    case .doubt:
      pick(
        "این برگه رسید پرداخت نیست. دوباره پرداخت نکنید؛ ابتدا «تایید تراکنش» را بزنید.",
        "This is no receipt. Do not pay again before the transaction is confirmed with the reader.")
    }
  }

  func name(_ service: BillService) -> String { pick(service.persianName, service.englishName) }
  func name(_ issuer: CardIssuer) -> String { pick(issuer.persianName, issuer.englishName) }

  func dates(_ date: JalaliDate) -> [ReceiptElement.Row] {
    [
      .init(label: self.date, value: number(date.dateText)),
      .init(label: time, value: number(date.timeText)),
    ]
  }

  func number(_ text: String) -> String { language == .persian ? PersianDigits.persian(text) : text }

  func money(_ amount: Amount, _ currency: Currency) -> String {
    language == .persian ? MoneyText.persian(amount, currency) : MoneyText.english(amount, currency)
  }

  func toman(_ rial: Amount) -> String {
    language == .persian ? MoneyText.persianToman(rial) : MoneyText.englishToman(rial)
  }

  private func pick(_ persian: String, _ english: String) -> String {
    language == .persian ? persian : english
  }
}
