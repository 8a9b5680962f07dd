import Foundation
import PaymentFlows
import PosProtocol

extension JSON {
  /// A flow as the counter's verbs answer with it (docs/json.md).
  init(_ view: FlowView) {
    let (flow, subject) = (view.flow, view.flow.subject)
    let step = flow.steps.last { $0.key != nil }
    self = [
      "flow": .text(flow.id.description), "kind": .text(subject.kind.rawValue),
      "stage": .text(flow.stage.rawValue), "status": JSON(view.status?.rawValue),
      "purpose": .text(subject.purpose.rawValue), "applicant": .text(subject.applicant.plain),
      "amount": JSON(subject.amount.minorUnits), "currency": "IRR", "key": JSON(flow.key?.text),
      "trackingNumber": JSON(step?.tracking), "referenceNumber": JSON(step?.hostReference),
      "time": .text(flow.time.formatted(.iso8601)),
      "commands": .list(view.commands.map { .text($0.rawValue) }),
    ]
    if case .inquiry = subject { self = with("result", view.result.map { JSON($0) } ?? .null) }
    if case .bills(let basket) = subject {
      self = with("bills", .list(basket.bills.map { JSON($0, view.status) }))
    }
  }

  init(_ result: InquiryResult) {
    self = [
      "kind": .text(result.kind.rawValue), "total": JSON(result.total.minorUnits),
      "debts": .list(
        result.debts.map { debt in
          [
            "debt": .text(debt.reference), "amount": JSON(debt.amount.minorUnits),
            "bill": JSON(debt.bill?.billID.description), "violation": JSON(debt.violation),
            "place": JSON(debt.place), "time": JSON(debt.time?.formatted(.iso8601)),
            "photo": JSON(debt.photo),
          ]
        }),
    ]
  }

  private init(_ bill: Bill, _ status: PaymentStatus?) {
    self = [
      "bill": .text(bill.billID.description), "payment": .text(bill.paymentID.description),
      "service": .text(bill.service.rawValue), "amount": JSON(bill.amount.minorUnits),
      "status": JSON(status?.rawValue),
    ]
  }
}

extension Report {
  /// What a command came to.
  init(_ view: FlowView, _ command: FlowEvent?, in lang: Language) {
    let complaint = Self.complaint(view, command, in: lang)
    var body = JSON(view)
    if let complaint { body = body.with("error", complaint.json) }
    self.init(
      complaint?.status ?? .approved, body: body,
      text: FlowText.lines(view, in: lang).joined(separator: "\n"),
      complaint: complaint)
  }

  private static func complaint(_ view: FlowView, _ command: FlowEvent?, in lang: Language) -> Complaint? {
    if let refusal = view.refusal {
      let status: ExitStatus =
        switch refusal {
        case .doubtful: .unresolved
        case .running, .serviceSilent: .unreachable
        default: .wrongData
        }
      return Complaint(status, refusal.rawValue, refusal.text(lang.receipts))
    }
    switch (view.flow.stage, command) {
    case (.doubtful, _):
      return Complaint(
        .unknown, view.trouble?.name ?? "doubtful",
        view.trouble?.message ?? FlowRefusal.doubtful.text(lang.receipts))
    case (.gone, _): return Complaint(.wrongData, "gone", FlowRefusal.gone.text(lang.receipts))
    case (.failed, .pay?), (.failed, .confirm?):
      let status: ExitStatus =
        view.trouble.map { $0.name == "reader" ? .unreachable : .unresolved } ?? .declined
      let label = view.label(.pay, lang.receipts)
      return Complaint(
        status, view.trouble?.name ?? "declined",
        view.trouble?.message ?? "\(view.flow.stage.text(lang.receipts)): \(label)")
    default: return view.trouble.map { Complaint(.unreachable, $0.name, $0.message) }
    }
  }
}

/// Flows as lines for people.
enum FlowText {
  static func lines(_ view: FlowView, in lang: Language) -> [String] {
    let (flow, subject) = (view.flow, view.flow.subject)
    let name = lang == .persian ? subject.purpose.persianName : subject.purpose.englishName
    let money = PaymentText.money(subject.amount, .irr, in: lang)
    var lines = [
      "\(flow.id)  \(name)  \(subject.applicant)  \(money)  \(flow.stage.text(lang.receipts))"
    ]
    if let result = view.result { lines += self.lines(result, in: lang) }
    if case .bills(let basket) = subject, basket.bills.count > 1 {
      lines += basket.bills.map { bill in
        let service = lang == .persian ? bill.service.persianName : bill.service.englishName
        return "  \(bill.billID)  \(service)  \(PaymentText.money(bill.amount, .irr, in: lang))  "
          + (view.status.map { status($0, in: lang) } ?? "")
      }
    }
    if !view.commands.isEmpty {
      lines.append("  → " + view.commands.map { view.label($0, lang.receipts) }.joined(separator: " | "))
    }
    return lines
  }

  static func status(_ status: PaymentStatus, in lang: Language) -> String {
    lang == .persian ? status.persianName : status.englishName
  }

  /// With a word where the payment was undone since.
  static func status(_ row: PaymentRow, in lang: Language) -> String {
    status(row.status, in: lang)
      + (row.isUndone ? lang == .persian ? "، برگشت داده شد" : ", undone" : "")
  }

  private static func lines(_ result: InquiryResult, in lang: Language) -> [String] {
    let total = PaymentText.money(result.total, .irr, in: lang)
    return result.debts.map { debt in
      let words = [debt.violation, debt.place, debt.time.map { date($0, in: lang) }].compactMap(\.self)
      return "  \(debt.reference)  \(PaymentText.money(debt.amount, .irr, in: lang))  "
        + words.joined(separator: lang == .persian ? "، " : ", ")
    } + [lang == .persian ? "  جمع: \(total)" : "  total: \(total)"]
  }

  /// Jalali date and Tehran time.
  static func date(_ date: Date, in lang: Language) -> String {
    let jalali = JalaliDate(date)
    let text = "\(jalali.dateText) \(jalali.timeText)"
    return lang == .persian ? PersianDigits.persian(text) : text
  }
}

extension String {
  /// Without marks of direction, for programs.
  var plain: String {
    String(UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .format }))
  }
}
