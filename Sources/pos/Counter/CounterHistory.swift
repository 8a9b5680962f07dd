import ArgumentParser
import Foundation
import PaymentFlows
import PosProtocol

/// Which part of which history.
struct CounterHistoryOptions: ParsableArguments {
  enum View: String, CaseIterable, ExpressibleByArgument { case journal, payments, inquiries, review }

  @Option(help: ArgumentHelp("journal, payments, inquiries or review.", valueName: "LIST"))
  var of = View.journal
  @Option(help: ArgumentHelp("vehicle, bills, policeServices or packages.", valueName: "CATEGORY"))
  var category: FlowCategory?
  @Option(help: ArgumentHelp("successful, failed or doubtful.", valueName: "STATUS"))
  var status: PaymentStatus?
  @Option(help: ArgumentHelp("Words of plate, name, tracking or reference number.", valueName: "WORDS"))
  var search = ""
  @Option(help: ArgumentHelp("The page, from 1; --limit is its length.", valueName: "PAGE"))
  var page = 1
  @Option(help: ArgumentHelp("One payment in full.", valueName: "KEY"))
  var details: AttemptKey?
}

/// The counter's histories as answers.
struct CounterHistory {
  private let store: LedgerFlows
  private let counter: Counter

  init(_ journal: any LedgerDatabase, _ desk: Desk) {
    store = LedgerFlows(journal)
    counter = Counter(
      store: store, payments: Payments(journal: journal), service: nil,
      printer: PaperFile(path: "-", width: .wide, language: .persian))
  }

  func list(
    _ options: CounterHistoryOptions, limit: Int, before: AttemptKey?, in lang: Language
  ) async throws(Complaint) -> Report {
    var query = FlowQuery(
      category: options.category, status: options.status, search: options.search, page: options.page - 1,
      pageSize: limit)
    (query.before, query.isReviewOnly) = (before?.text, options.of == .review)
    do throws(CounterError) {
      _ = try await counter.resume()
    } catch {
      throw Complaint(error)
    }
    do throws(JournalError) {
      return options.of == .payments
        ? Self.payments(try await store.payments(query), in: lang)
        : Self.inquiries(try await store.inquiries(query), in: lang)
    } catch {
      throw Complaint(.journal(error))
    }
  }

  /// بابت, status, amount in toman, date and time, شماره پیگیری, شماره مرجع.
  func details(_ key: AttemptKey, in lang: Language) async throws(Complaint) -> Report {
    let row: PaymentRow?
    do throws(JournalError) {
      row = try await store.payment(key)
    } catch {
      throw Complaint(.journal(error))
    }
    guard let row else {
      throw Complaint(
        .wrongData, "noSuchKey", "the counter has no payment \(key). Look it up with --of payments.")
    }
    let number = { (text: String?) in text.map { lang == .persian ? PersianDigits.persian($0) : $0 } ?? "-" }
    let toman = lang == .persian ? MoneyText.persianToman(row.amount) : MoneyText.englishToman(row.amount)
    let lines =
      lang == .persian
      ? [
        "بابت: \(row.purpose.persianName)", "متقاضی: \(row.applicant)",
        "وضعیت: \(FlowText.status(row, in: lang))",
        "مبلغ: \(toman)", "تاریخ و ساعت: \(FlowText.date(row.time, in: lang))",
        "شماره پیگیری: \(number(row.tracking))", "شماره مرجع: \(number(row.hostReference))",
      ]
      : [
        "for: \(row.purpose.englishName)", "applicant: \(row.applicant)",
        "status: \(FlowText.status(row, in: lang))",
        "amount: \(toman)", "date and time: \(FlowText.date(row.time, in: lang))",
        "tracking number: \(number(row.tracking))", "reference number: \(number(row.hostReference))",
      ]
    return Report(.approved, body: JSON(row, number: 1), text: lines.joined(separator: "\n"))
  }

  static func payments(_ page: FlowPage<PaymentRow>, in lang: Language) -> Report {
    let rows = page.rows.enumerated().map { offset, row in
      columns(
        [
          number(page.first + offset, in: lang), row.applicant,
          lang == .persian ? row.purpose.persianName : row.purpose.englishName,
          FlowText.date(row.time, in: lang), PaymentText.money(row.amount, .irr, in: lang),
          FlowText.status(row, in: lang), row.key.text,
        ])
    }
    var report = Report(
      .approved, body: more(page.hasMore),
      text: ([columns(lang == .persian ? persianPayments : englishPayments)] + rows).joined(separator: "\n"))
    report.items = page.rows.enumerated().map { JSON($1, number: page.first + $0) }
    report.itemsName = "payments"
    return report
  }

  static func inquiries(_ page: FlowPage<InquiryRow>, in lang: Language) -> Report {
    let rows = page.rows.enumerated().map { offset, row in
      columns([
        number(page.first + offset, in: lang), row.applicant,
        lang == .persian ? row.kind.persianName : row.kind.rawValue, FlowText.date(row.time, in: lang),
        row.stage.text(lang.receipts), row.flow.description,
      ])
    }
    var report = Report(
      .approved, body: more(page.hasMore),
      text: ([columns(lang == .persian ? persianInquiries : englishInquiries)] + rows).joined(separator: "\n")
    )
    report.items = page.rows.enumerated().map { offset, row in
      [
        "row": JSON(page.first + offset), "flow": .text(row.flow.description),
        "kind": .text(row.kind.rawValue), "applicant": .text(row.applicant.plain),
        "time": .text(row.time.formatted(.iso8601)), "stage": .text(row.stage.rawValue),
        "command": JSON(row.command?.rawValue),
      ]
    }
    report.itemsName = "inquiries"
    return report
  }

  private static let persianPayments = [
    "ردیف", "متقاضی", "نام تراکنش", "تاریخ و ساعت", "مبلغ", "وضعیت", "جزئیات",
  ]
  private static let englishPayments = [
    "row", "applicant", "transaction", "date and time", "amount", "status", "details",
  ]
  private static let persianInquiries = ["ردیف", "متقاضی", "نوع استعلام", "تاریخ و ساعت", "وضعیت", "جزئیات"]
  private static let englishInquiries = ["row", "applicant", "kind", "date and time", "status", "details"]

  private static func more(_ hasMore: Bool) -> JSON { ["hasMore": .flag(hasMore)] }
  private static func columns(_ cells: [String]) -> String { cells.joined(separator: "  ") }
  private static func number(_ number: Int, in lang: Language) -> String {
    lang == .persian ? PersianDigits.persian(String(number)) : String(number)
  }
}

extension JSON {
  init(_ row: PaymentRow, number: Int) {
    self = [
      "row": JSON(number), "key": .text(row.key.text), "flow": .text(row.flow.description),
      "category": .text(row.category.rawValue), "applicant": .text(row.applicant.plain),
      "purpose": .text(row.purpose.rawValue), "time": .text(row.time.formatted(.iso8601)),
      "amount": JSON(row.amount.minorUnits), "currency": "IRR", "status": .text(row.status.rawValue),
      "trackingNumber": JSON(row.tracking), "referenceNumber": JSON(row.hostReference),
      "printed": .flag(row.isPrinted), "undone": .flag(row.isUndone), "command": JSON(row.command?.rawValue),
    ]
  }
}
