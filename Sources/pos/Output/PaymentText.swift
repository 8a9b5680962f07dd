import Foundation
import PaymentFlows
import PosDriver
import PosProtocol

/// Payments as lines for people.
enum PaymentText {
  /// What a payment or a reversal came to.
  static func line(_ report: PaymentReport, reversal: Bool, in lang: Language) -> String {
    let amount = money(report.amount, report.currency, in: lang)
    var parts = ["\(word(report.outcome, reversal: reversal, in: lang)): \(amount)"]
    if let receipt = report.receiptNumber {
      parts.append("\(lang == .english ? "receipt" : "رسید") \(number(receipt.value, in: lang))")
    }
    if let trace = report.traceNumber {
      parts.append("\(lang == .english ? "trace" : "پیگیری") \(number(trace.value, in: lang))")
    }
    if let card = report.record?.card { parts.append(card.text) }
    parts.append("\(lang == .english ? "key" : "کلید") \(report.key)")
    if report.replayed {
      parts.append(lang == .english ? "known before, nothing was sent" : "از پیش ثبت شده؛ چیزی فرستاده نشد")
    }
    if let because = because(report, in: lang) { parts.append(because) }
    return parts.joined(separator: lang == .english ? ", " : "، ")
  }

  /// Why the terminal declined, as far as it left a record.
  static func because(_ report: PaymentReport, in lang: Language) -> String? {
    guard report.outcome == .declined, let result = report.record?.result else { return nil }
    return ReaderTexts.result(result, lang.texts)
  }

  /// A row of the history.
  static func row(_ attempt: Attempt, isUndone: Bool, in lang: Language) -> String {
    let time: String
    switch lang {
    case .english: time = attempt.time.formatted(.iso8601)
    case .persian:
      let date = JalaliDate(attempt.time)
      time = PersianDigits.persian("\(date.dateText) \(date.timeText)")
    }
    let amount = money(attempt.amount, attempt.currency, in: lang)
    let outcome =
      isUndone
      ? (lang == .english ? "undone" : "برگشته")
      : word(attempt.outcome, reversal: attempt.kind == .reversal, in: lang)
    let receipt = attempt.record?.receiptNumber.map { number($0.value, in: lang) } ?? "-"
    return [time, outcome.padded(to: 14), amount.padded(to: 18), receipt.padded(to: 6), attempt.key.text]
      .joined(separator: "  ")
  }

  /// The last line of a recovery.
  static func summary(_ summary: RecoverySummary, in lang: Language) -> String {
    let elsewhere = summary.elsewhere.values.reduce(0, +)
    let (resolved, open) = (number(summary.resolved, in: lang), number(summary.unresolved, in: lang))
    switch lang {
    case .english:
      return "\(resolved) resolved, \(open) still unknown"
        + (elsewhere > 0 ? ", \(elsewhere) with other readers" : "")
    case .persian:
      return "\(resolved) روشن شد، \(open) هنوز نامشخص"
        + (elsewhere > 0 ? "، \(number(elsewhere, in: lang)) نزد کارتخوان‌های دیگر" : "")
    }
  }

  /// Why recovery decided so.
  static func reason(_ reason: RecoveryReason, in lang: Language) -> String {
    guard lang == .persian else { return reason.message }
    return switch reason {
    case .recordMatches: "آخرین تراکنش کارتخوان همین است"
    case .recordDeclined: "کارتخوان خود آن را ناموفق ثبت کرده است"
    case .counterNotMoved: "شمارنده رسید کارتخوان جلو نرفته؛ مبلغی کم نشده است"
    case .otherRecordOnly: "تنها تراکنش پس از آن، پرداخت این نیست"
    case .reversedByTerminal: "کارتخوان خود آن را برگشت زده؛ مبلغی کم نشده است"
    case .noRecord: "کارتخوان هیچ تراکنشی نشان نمی‌دهد و این چیزی را ثابت نمی‌کند"
    case .otherTerminalOrTime: "آخرین تراکنش از پایانه یا زمان دیگری است"
    case .otherAmount: "آخرین تراکنش مبلغ یا ارز دیگری دارد"
    case .counterMovedOn: "پس از آن تراکنش‌های دیگری انجام شده است"
    case .numberUnreadable: "شماره رسیدها قابل مقایسه نیست"
    case .reversalFailed: "آخرین تراکنش، برگشتی ناموفق است"
    case .recordUnfinished: "کارتخوان هنوز نتیجه تراکنش را اعلام نکرده است"
    case .recordIsOld: "کارتخوان تراکنشی قدیمی را تکرار می‌کند"
    case .paidBefore: "این سفارش پیش‌تر پرداخت شده و آخرین تراکنش کارتخوان همان است"
    case .earlierPaymentHidden: "کارتخوان می‌گوید سفارش پیش‌تر پرداخت شده و آن پرداخت را نشان نمی‌دهد"
    case .notReady: "کارتخوان آماده نشد"
    }
  }

  private static func word(_ outcome: Outcome, reversal: Bool, in lang: Language) -> String {
    switch (outcome, lang, reversal) {
    case (.approved, .english, false): "approved"
    case (.approved, .english, true): "reversed"
    case (.approved, .persian, false): "موفق"
    case (.approved, .persian, true): "برگشت خورد"
    case (.declined, .english, false): "declined"
    case (.declined, .english, true): "not reversed"
    case (.declined, .persian, false): "ناموفق"
    case (.declined, .persian, true): "برگشت نخورد"
    case (.notSent, .english, _): "not sent"
    case (.notSent, .persian, _): "فرستاده نشد"
    case (.unknown, .english, _): "unknown"
    case (.unknown, .persian, _): "نامشخص"
    }
  }

  static func money(_ amount: Amount, _ currency: Currency, in lang: Language) -> String {
    lang == .english ? MoneyText.english(amount, currency) : MoneyText.persian(amount, currency)
  }

  private static func number(_ number: some BinaryInteger, in lang: Language) -> String {
    lang == .english ? String(number) : PersianDigits.persian(String(number))
  }
}

extension Report {
  /// What a payment or a reversal came to.
  init(_ report: PaymentReport, reversal: Bool, in lang: Language) {
    let complaint = report.error.map { Complaint($0, outcome: report.outcome, in: lang) }
    let status: ExitStatus =
      switch report.outcome {
      case .approved: .approved
      case .declined: .declined
      case .unknown: .unknown
      case .notSent: complaint?.status ?? .unreachable
      }
    self.init(
      status, body: JSON(report, in: lang), text: PaymentText.line(report, reversal: reversal, in: lang),
      complaint: status == .approved ? nil : complaint)
  }
}
