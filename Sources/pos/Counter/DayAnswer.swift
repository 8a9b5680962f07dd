import Foundation
import PaymentFlows
import PosDriver
import PosProtocol

/// The end of day beside the journal, as `pos close-day --journal` answers.
struct DayAnswer {
  let lang: Language

  func report(_ day: DayReport) -> Report {
    let isClean = day.reconciliations.values.allSatisfy(\.isClean) && day.carriedOver.isEmpty
    let complaint = complaint(day, isClean)
    let currencies = day.reconciliations.sorted { $0.key.numericCode < $1.key.numericCode }
    var body: JSON = [
      "reader": .text(day.close.reader), "outcome": .text(outcome(day)), "day": JSON(day.close.number),
      "started": .text(day.close.started.formatted(.iso8601)),
      "reconciliation": .list(
        currencies.map { currency, one in
          [
            "currency": .text(CurrencyName.text(currency)), "amount": JSON(one.amount.minorUnits),
            "count": JSON(one.count), "matched": JSON(one.matched.count),
            "differences": .list(one.differences.map { JSON($0) }),
            "withoutMoney": .list(one.withoutMoney.map { JSON($0) }),
            "doubtful": .list(one.doubtful.map { .text($0.text) }),
          ]
        }),
      "carriedOver": .list(day.carriedOver.map { .text($0.text) }),
    ]
    if let complaint { body = body.with("error", complaint.json) }
    return Report(
      complaint?.status ?? .approved, body: body, text: lines(day, currencies).joined(separator: "\n"),
      complaint: complaint)
  }

  private func outcome(_ day: DayReport) -> String {
    switch day.close.stage {
    case .closed: "closed"
    case .notClosed: day.error == nil ? "declined" : "notSent"
    case .closing, .doubtful: "unknown"
    }
  }

  private func complaint(_ day: DayReport, _ isClean: Bool) -> Complaint? {
    let persian = lang == .persian
    switch day.close.stage {
    case .closed where isClean: return nil
    case .closed:
      return Complaint(
        .wrongData, "differences",
        persian
          ? "روز بسته شد و اختلاف دارد. فهرست را بررسی کنید." : "closed, with differences. Look at each.")
    case .notClosed:
      if let error = day.error { return Complaint(.unreachable, "reader", error.text(in: lang)) }
      let because = day.result.map { ": " + ReaderTexts.result($0, lang.texts) } ?? ""
      return Complaint(
        .declined, "declined",
        (persian ? "کارتخوان روز را نبست" : "the reader did not close its day") + because)
    case .closing, .doubtful:
      return Complaint(
        .unknown, "unknown",
        persian
          ? "معلوم نیست روز بسته شد یا نه. دوباره close-day را اجرا کنید."
          : "nobody knows whether the day is closed. Run close-day again: it asks the reader first.")
    }
  }

  private func lines(
    _ day: DayReport, _ currencies: [(key: Currency, value: DayReconciliation)]
  ) -> [String] {
    let persian = lang == .persian
    var lines = currencies.map { currency, one in
      let money = PaymentText.money(one.amount, currency, in: lang)
      return persian
        ? PersianDigits.persian("\(one.count) پرداخت، \(money)، \(one.matched.count) رسید برابر")
        : "\(one.count) payments, \(money), \(one.matched.count) receipts agree"
    }
    for (currency, one) in currencies {
      lines += one.differences.map { "  " + $0.text(currency, in: lang) }
      if !one.withoutMoney.isEmpty {
        let numbers = one.withoutMoney.map { "\($0)" }.joined(separator: ", ")
        lines.append(
          persian
            ? "  بدون جابه‌جایی پول: \(PersianDigits.persian(numbers))"
            : "  receipts that moved no money: \(numbers)")
      }
      lines += one.doubtful.map { "  \(persian ? "نامشخص" : "in doubt, carried over"): \($0)" }
    }
    return lines + day.carriedOver.map { "  \(persian ? "نامشخص از پیش" : "in doubt from before"): \($0)" }
  }
}

extension DayReconciliation.Difference {
  fileprivate func text(_ currency: Currency, in lang: Language) -> String {
    let persian = lang == .persian
    switch self {
    case .amount(let reader, let journal):
      let (one, other) = (
        PaymentText.money(reader, currency, in: lang), PaymentText.money(journal, currency, in: lang)
      )
      return persian ? "مبلغ: کارتخوان \(one)، دفتر \(other)" : "amount: reader \(one), journal \(other)"
    case .count(let reader, let journal):
      return persian
        ? PersianDigits.persian("تعداد: کارتخوان \(reader)، دفتر \(journal)")
        : "count: reader \(reader), journal \(journal)"
    case .onlyAtReader(let receipt):
      return persian
        ? PersianDigits.persian("رسید \(receipt) تنها نزد کارتخوان است")
        : "receipt \(receipt): only at the reader"
    case .onlyInJournal(let key, let receipt):
      return persian
        ? PersianDigits.persian("رسید \(receipt) تنها در دفتر است: ") + key.text
        : "receipt \(receipt): only in the journal, \(key)"
    case .withoutReceipt(let key):
      return persian ? "بدون شماره رسید: \(key)" : "without a receipt number: \(key)"
    case .sameReceipt(let first, let second, let receipt):
      return persian
        ? PersianDigits.persian("رسید \(receipt) دو بار است: ") + "\(first) \(second)"
        : "receipt \(receipt) stands twice: \(first), \(second)"
    }
  }
}

extension JSON {
  fileprivate init(_ difference: DayReconciliation.Difference) {
    switch difference {
    case .amount(let reader, let journal):
      self = ["kind": "amount", "reader": JSON(reader.minorUnits), "journal": JSON(journal.minorUnits)]
    case .count(let reader, let journal):
      self = ["kind": "count", "reader": JSON(reader), "journal": JSON(journal)]
    case .onlyAtReader(let receipt): self = ["kind": "onlyAtReader", "receiptNumber": JSON(receipt)]
    case .onlyInJournal(let key, let receipt):
      self = ["kind": "onlyInJournal", "key": .text(key.text), "receiptNumber": JSON(receipt)]
    case .withoutReceipt(let key): self = ["kind": "withoutReceipt", "key": .text(key.text)]
    case .sameReceipt(let first, let second, let receipt):
      self = [
        "kind": "sameReceipt", "key": .text(first.text), "other": .text(second.text),
        "receiptNumber": JSON(receipt),
      ]
    }
  }
}
