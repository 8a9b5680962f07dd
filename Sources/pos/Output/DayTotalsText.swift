import PaymentFlows
import PosProtocol

/// A day's totals as lines for people.
enum DayTotalsText {
  static func lines(_ totals: DayTotals, in lang: Language) -> [String] {
    let currency = totals.currency ?? .eur
    let amount = totals.amount.map { PaymentText.money($0, currency, in: lang) } ?? "?"
    var first = lang == .english ? "total \(amount)" : "جمع \(amount)"
    if let count = totals.count {
      first += lang == .english ? ", \(count) payments" : "، \(number(count, in: lang)) پرداخت"
    }
    if let from = totals.firstReceipt, let to = totals.lastReceipt {
      let (from, to) = (number(Int(from.value), in: lang), number(Int(to.value), in: lang))
      first += lang == .english ? ", receipts \(from) to \(to)" : "، رسید \(from) تا \(to)"
    }
    return [first]
      + totals.groups.map { group in
        "  \(group.scheme.name): \(number(group.count, in: lang)), "
          + PaymentText.money(group.amount, currency, in: lang)
      }
  }

  private static func number(_ number: Int, in lang: Language) -> String {
    lang == .english ? String(number) : PersianDigits.persian(String(number))
  }
}

extension JSON {
  /// docs/json.md, `close-day`.
  init(_ totals: DayTotals) {
    self = [
      "currency": .text(CurrencyName.text(totals.currency ?? .eur)),
      "amount": JSON(totals.amount?.minorUnits),
      "count": JSON(totals.count), "firstReceipt": JSON(totals.firstReceipt?.value),
      "lastReceipt": JSON(totals.lastReceipt?.value), "traceNumber": JSON(totals.traceNumber?.value),
      "groups": .list(
        totals.groups.map { group in
          [
            "scheme": .text("\(group.scheme)"), "count": JSON(group.count),
            "amount": JSON(group.amount.minorUnits),
          ]
        }),
    ]
  }
}
