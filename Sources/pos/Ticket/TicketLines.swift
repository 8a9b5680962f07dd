import Foundation
import PaymentFlows

/// Tickets as lines for people.
enum TicketLines {
  static func row(_ ticket: TicketSummary, in lang: Language) -> String {
    let isEnglish = lang == .english
    let state = isEnglish ? ticket.state.english : ticket.state.persian
    let colour =
      ticket.state.colour.map { isEnglish ? " (\($0))" : $0 == "yellow" ? " (زرد)" : " (آبی)" } ?? ""
    let category = isEnglish ? ticket.category.english : ticket.category.persian
    return [time(ticket.changed, lang), ticket.code.description, state + colour, category].joined(
      separator: "  ")
  }

  static func whole(_ ticket: Ticket, in lang: Language) -> String {
    let isEnglish = lang == .english
    var lines = [row(ticket.summary, in: lang)]
    for answer in ticket.answers where answer.field != .explanation {
      lines.append("  \(isEnglish ? answer.field.english : answer.field.persian): \(answer.text)")
    }
    if let record = ticket.record {
      let receipt = record.receiptNumber.map(String.init) ?? "-"
      let trace = record.traceNumber.map(String.init) ?? "-"
      lines.append(
        isEnglish
          ? "  payment: \(record.outcome), \(record.amount) (\(record.currency)), receipt \(receipt), trace \(trace)"
          : PersianDigits.persian("  پرداخت: \(record.amount) ریال، رسید \(receipt)، پیگیری \(trace)"))
    }
    for message in ticket.messages { lines += thread(message, in: lang) }
    return lines.joined(separator: "\n")
  }

  private static func thread(_ message: TicketMessage, in lang: Language) -> [String] {
    let isEnglish = lang == .english
    let author: String
    switch message.author {
    case .office: author = isEnglish ? "office" : "دفتر"
    case .desk: author = (isEnglish ? "desk" : "پشتیبانی") + (message.name.map { " (\($0))" } ?? "")
    }
    let said: String
    switch message.step {
    case .say, .answer: said = message.text ?? "-"
    case .agree: said = isEnglish ? "agrees" : "موافقم"
    case .disagree: said = isEnglish ? "disagrees" : "مخالفم"
    }
    let first = "\(time(message.time, lang))  \(author): \(said.replacing("\n", with: "\n    "))"
    return [first]
      + message.attachments.map { "    [\($0.kind.rawValue), \($0.size)] \($0.label)  \($0.hash)" }
  }

  private static func time(_ date: Date, _ lang: Language) -> String {
    guard lang == .persian else { return date.formatted(.iso8601) }
    let jalali = JalaliDate(date)
    return PersianDigits.persian("\(jalali.dateText) \(jalali.timeText)")
  }
}

/// Tickets as JSON (docs/json.md).
extension JSON {
  init(_ ticket: TicketSummary) {
    self = [
      "code": .text(ticket.code.description), "office": .text(ticket.office.description),
      "kind": .text(ticket.category.kind.rawValue), "category": .text(ticket.category.name),
      "state": .text(ticket.state.rawValue), "colour": JSON(ticket.state.colour),
      "opened": .text(ticket.opened.formatted(.iso8601)),
      "changed": .text(ticket.changed.formatted(.iso8601)),
    ]
  }

  init(_ ticket: Ticket) {
    self = JSON(ticket.summary)
      .with("answers", .object(ticket.answers.map { Member(name: $0.field.rawValue, value: .text($0.text)) }))
      .with("record", ticket.record.map { JSON($0) } ?? .null)
      .with("messages", .list(ticket.messages.map { JSON($0) }))
  }

  private init(_ record: TicketRecord) {
    self = [
      "key": .text(record.key), "kind": .text(record.kind), "outcome": .text(record.outcome),
      "amount": JSON(record.amount), "currency": JSON(record.currency), "note": JSON(record.note),
      "receiptNumber": JSON(record.receiptNumber), "traceNumber": JSON(record.traceNumber),
      "terminalID": JSON(record.terminalID), "hostReference": JSON(record.hostReference),
    ]
  }

  private init(_ message: TicketMessage) {
    self = [
      "step": .text(message.step.rawValue), "author": .text(message.author.rawValue),
      "name": JSON(message.name), "text": JSON(message.text),
      "time": .text(message.time.formatted(.iso8601)),
      "images": .list(
        message.attachments.map {
          [
            "hash": .text($0.hash.description), "kind": .text($0.kind.rawValue), "size": JSON($0.size),
            "label": .text($0.label),
          ]
        }),
    ]
  }
}

extension Report {
  init(_ ticket: Ticket, in lang: Language) {
    self.init(.approved, body: JSON(ticket), text: TicketLines.whole(ticket, in: lang))
  }
}
