import ArgumentParser
import Foundation
import PaymentFlows

/// `pos ticket new`: opens a ticket, by options or question by question.
struct TicketNew: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Open a ticket; without --category it asks question by question.",
    discussion: "'pos ticket kinds' lists the categories and what each asks for.")

  @OptionGroup var options: TicketOptions
  @Option(help: ArgumentHelp("What it is about.", valueName: "CATEGORY"))
  var category: TicketCategory?
  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "A field of the category's form, for example mobile=09121234567.", valueName: "FIELD=VALUE"))
  var fields: [FilledField] = []
  @Option(
    name: .customLong("image"),
    help: ArgumentHelp("A PNG, JPEG or WebP image of the document.", valueName: "FILE"))
  var images: [String] = []
  @OptionGroup var output: OutputOptions

  var journal: JournalOptions { options.journal }

  func act(at support: LocalSupportDesk) async throws -> Report {
    let draft: TicketDraft
    if let category {
      let answers = Dictionary(fields.map { ($0.field, $0.value) }) { _, last in last }
      draft = TicketDraft(category, answers: answers, images: try images.map { try ImageFile(path: $0) })
    } else {
      guard fields.isEmpty, images.isEmpty else {
        throw Complaint(.usage, "usage", "--field and --image need --category.")
      }
      draft = try TicketWizard(lang: output.lang).draft()
    }
    return Report(try await support.open(draft, from: options.office), in: output.lang)
  }
}

/// One field of a form, as `name=value`.
struct FilledField: ExpressibleByArgument, Hashable, Sendable {
  let field: TicketField
  let value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let field = TicketField(rawValue: String(parts[0])) else { return nil }
    (self.field, value) = (field, String(parts[1]))
  }
}

/// Asks for a ticket, question by question. What does not fit is asked for again.
struct TicketWizard {
  let lang: Language
  /// Wrong answers to one question before it gives up: nobody is there.
  private static let patience = 5

  func draft() throws -> TicketDraft {
    let kind = try choose(text("What is it about?", "موضوع چیست؟"), TicketKind.allCases) {
      text($0.english, $0.persian)
    }
    let category = try choose(text("Which of these?", "کدام یک؟"), kind.categories) {
      text($0.english, $0.persian)
    }
    var draft = TicketDraft(category)
    for field in category.needs { draft.answers[field] = try ask(field, isNeeded: true, category) }
    for field in category.takes { draft.answers[field] = try ask(field, isNeeded: false, category) }
    while draft.images.count < Attachment.mostInMessage, let image = try askForImage() {
      draft.images.append(image)
    }
    return draft
  }

  private func choose<Choice>(
    _ question: String, _ choices: [Choice], _ name: (Choice) -> String
  ) throws -> Choice {
    guard choices.count > 1 else {
      guard let only = choices.first else { throw Self.givenUp }
      return only
    }
    Console.note(question)
    for (index, choice) in choices.enumerated() { Console.note("  \(number(index + 1)) \(name(choice))") }
    return try patiently {
      let typed = try line("> ")
      guard let digits = asciiDigits(typed), let number = Int(digits), choices.indices.contains(number - 1)
      else {
        Console.note(text("Type one of the numbers.", "یکی از شماره‌ها را وارد کنید."))
        return nil
      }
      return choices[number - 1]
    }
  }

  private func ask(_ field: TicketField, isNeeded: Bool, _ category: TicketCategory) throws -> String? {
    let mark = isNeeded ? "" : text(" (may stay empty)", " (اختیاری)")
    return try patiently {
      let typed = try line("\(text(field.english, field.persian))\(mark): ")
      if !isNeeded, typed.allSatisfy(\.isWhitespace) { return .some(nil) }
      if field.takes(typed) { return typed }
      let error = TicketError.wrong(field)
      Console.note(text(error.message, error.persianMessage))
      return nil
    }
  }

  private func askForImage() throws -> ImageFile? {
    try patiently {
      let typed = try line(text("image file (may stay empty): ", "پرونده تصویر (اختیاری): "))
      let path = typed.trimmingCharacters(in: .whitespaces)
      if path.isEmpty { return .some(nil) }
      do {
        return try ImageFile(path: path)
      } catch let error as TicketError {
        Console.note(text(error.message, error.persianMessage))
      } catch let error as Complaint {
        Console.note(error.message)
      }
      return nil
    }
  }

  private func patiently<Value>(_ question: () throws -> Value?) throws -> Value {
    for _ in 0..<Self.patience {
      if let answer = try question() { return answer }
    }
    throw Self.givenUp
  }

  private func line(_ question: String) throws -> String {
    Console.ask(question)
    guard let bytes = LineInput.read(longest: 16_384), let typed = String(validating: bytes, as: UTF8.self)
    else {
      throw Self.givenUp
    }
    if isatty(STDIN_FILENO) == 0 { Console.note("") }
    return typed
  }

  private static var givenUp: Complaint {
    Complaint(.usage, "usage", "no answer that fits. Start again, or give --category and --field.")
  }

  private func number(_ number: Int) -> String {
    lang == .english ? "\(number)" : PersianDigits.persian("\(number)")
  }

  private func text(_ english: String, _ persian: String) -> String { lang == .english ? english : persian }
}
