import Foundation
import PaymentFlows
import PosProtocol

/// Reversals as lines for people.
enum ReversalText {
  static func row(_ task: ReversalTask, in lang: Language) -> String {
    let parts: [String?] = [
      lang == .english ? "\(task.id)" : PersianDigits.persian("\(task.id)"),
      status(task.machine.status, in: lang),
      task.payment.map(\.text), reason(task.opening.reason, in: lang),
      task.machine.failures == 0 ? nil : failures(task.machine.failures, in: lang), task.note,
    ]
    return parts.compactMap(\.self).joined(separator: lang == .english ? ", " : "، ")
  }

  static func waiting(_ count: Int, in lang: Language) -> String {
    switch lang {
    case .english: count == 0 ? "nothing waits for a person" : "\(count) wait for a person"
    case .persian:
      count == 0 ? "چیزی منتظر اقدام شما نیست" : "\(PersianDigits.persian("\(count)")) مورد منتظر اقدام شماست"
    }
  }

  private static func failures(_ count: Int, in lang: Language) -> String {
    lang == .english ? "failed \(count) times" : "\(PersianDigits.persian("\(count)")) بار ناموفق"
  }

  private static func status(_ status: ReversalMachine.Status, in lang: Language) -> String {
    switch (status, lang) {
    case (.pending, .english): "to be undone"
    case (.pending, .persian): "در انتظار برگشت"
    case (.person, .english): "waits for a person"
    case (.person, .persian): "منتظر اقدام شما"
    case (.done, .english): "undone"
    case (.done, .persian): "برگشت خورد"
    case (.givenUp, .english): "given up"
    case (.givenUp, .persian): "کنار گذاشته شد"
    }
  }

  static func reason(_ reason: ReversalReason, in lang: Language) -> String {
    guard lang == .persian else { return reason.message }
    return switch reason {
    case .asked: "برگشت درخواست شده است"
    case .lateApproval: "کارتخوان پس از پایان تراکنش آن را تأیید کرد"
    case .decisionContradicted: "ناموفق ثبت شده بود، اما کارتخوان آن را موفق نشان می‌دهد"
    case .notCharged: "موفق ثبت شده بود، اما کارتخوان نشان می‌دهد مبلغی کم نشده است"
    case .secondApproval: "کارتخوان دو بار آن را تأیید کرد"
    case .strayApproval: "کارتخوان تراکنشی را تأیید کرد که کسی نخواسته بود"
    }
  }
}

extension JSON {
  init(_ task: ReversalTask) {
    let record = task.opening.record
    self = [
      "id": JSON(task.id), "status": .text(task.machine.status.rawValue), "payment": JSON(task.payment?.text),
      "reader": .text(task.reader), "reason": .text(task.opening.reason.rawValue),
      "receiptNumber": JSON(record?.receiptNumber?.value), "traceNumber": JSON(record?.traceNumber?.value),
      "amount": JSON(record?.amount?.minorUnits), "opened": .text(task.opened.formatted(.iso8601)),
      "failures": JSON(task.machine.failures), "next": .text(task.machine.next.formatted(.iso8601)),
      "note": JSON(task.note),
    ]
  }
}
