import ArgumentParser
import Foundation
import PaymentFlows

/// `pos ticket kinds`: what can be asked about, and what each asks for.
struct TicketKinds: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinds", abstract: "List the categories and the fields that each asks for.")

  @OptionGroup var output: OutputOptions

  func run() async throws {
    Console.surviveBrokenPipes()
    for category in TicketCategory.all {
      Console.print(output.json ? Self.json(category).line : line(category))
    }
  }

  private static func json(_ category: TicketCategory) -> JSON {
    [
      "category": .text(category.name), "kind": .text(category.kind.rawValue),
      "english": .text(category.english), "persian": .text(category.persian),
      "needs": .list(category.needs.map { .text($0.rawValue) }),
      "takes": .list(category.takes.map { .text($0.rawValue) }),
    ]
  }

  private func line(_ category: TicketCategory) -> String {
    let isEnglish = output.lang == .english
    let kind = isEnglish ? category.kind.english : category.kind.persian
    let fields = category.needs.map(\.rawValue) + category.takes.map { "[\($0.rawValue)]" }
    return "\(category.name)  \(kind): \(isEnglish ? category.english : category.persian)\n    "
      + fields.joined(separator: " ")
  }
}

/// `pos ticket list`: an office's tickets, newest first.
struct TicketList: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List tickets, newest first; without --office every office's.")

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The office's code.", valueName: "CODE"))
  var office: OfficeCode?
  @Option(help: ArgumentHelp("Only these: underReview, answered or closed.", valueName: "STATE"))
  var state: TicketState?
  @Option(help: ArgumentHelp("How many at most.", valueName: "COUNT"))
  var limit = 100
  @Option(help: ArgumentHelp("How many of the newest to leave out.", valueName: "COUNT"))
  var offset = 0
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit is 1 to 100000.") }
    guard offset >= 0 else { throw ValidationError("--offset is 0 or more.") }
  }

  func act(at support: LocalSupportDesk) async throws -> Report {
    let tickets =
      if let office {
        try await support.tickets(of: office, in: state, limit: limit, offset: offset)
      } else {
        try await support.tickets(in: state, limit: limit, offset: offset)
      }
    let lines = tickets.map { TicketLines.row($0, in: output.lang) }
    var report = Report(.approved, body: nil, text: lines.joined(separator: "\n"))
    report.items = tickets.map { JSON($0) }
    report.itemsName = "tickets"
    return report
  }
}

/// `pos ticket show`: a ticket with all that was said.
struct TicketShow: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a ticket with its thread; without --office as the desk sees it.")

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The office's code.", valueName: "CODE"))
  var office: OfficeCode?
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @OptionGroup var output: OutputOptions

  func act(at support: LocalSupportDesk) async throws -> Report {
    if let office { return Report(try await support.ticket(code, of: office), in: output.lang) }
    return Report(try await support.ticket(code), in: output.lang)
  }
}

/// `pos ticket say`: the office writes.
struct TicketSay: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "say", abstract: "Write in a ticket, which puts it under review again.")

  @OptionGroup var options: TicketOptions
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @Option(help: ArgumentHelp("What to say.", valueName: "TEXT"))
  var text: String
  @Option(
    name: .customLong("image"), help: ArgumentHelp("A PNG, JPEG or WebP image.", valueName: "FILE"))
  var images: [String] = []
  @OptionGroup var output: OutputOptions

  var journal: JournalOptions { options.journal }

  func act(at support: LocalSupportDesk) async throws -> Report {
    let images = try images.map { try ImageFile(path: $0) }
    return Report(
      try await support.say(text, images: images, in: code, of: options.office), in: output.lang)
  }
}

/// `pos ticket attach`: images, and little to say.
struct TicketAttach: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Attach images to a ticket.")

  @OptionGroup var options: TicketOptions
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @Argument(help: "PNG, JPEG or WebP images.")
  var images: [String]
  @OptionGroup var output: OutputOptions

  var journal: JournalOptions { options.journal }

  func act(at support: LocalSupportDesk) async throws -> Report {
    let images = try images.map { try ImageFile(path: $0) }
    let text = output.lang == .english ? "image attached" : "تصویر پیوست شد"
    return Report(
      try await support.say(text, images: images, in: code, of: options.office), in: output.lang)
  }
}

/// `pos ticket agree`: the office is content; closes the ticket.
struct TicketAgree: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "agree", abstract: "Agree with the desk's answer, which closes the ticket.")

  @OptionGroup var options: TicketOptions
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @OptionGroup var output: OutputOptions

  var journal: JournalOptions { options.journal }

  func act(at support: LocalSupportDesk) async throws -> Report {
    Report(try await support.judge(agrees: true, in: code, of: options.office), in: output.lang)
  }
}

/// `pos ticket disagree`: the office is not content; opens the ticket again.
struct TicketDisagree: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "disagree", abstract: "Disagree with the desk's answer, which opens the ticket again.")

  @OptionGroup var options: TicketOptions
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @OptionGroup var output: OutputOptions

  var journal: JournalOptions { options.journal }

  func act(at support: LocalSupportDesk) async throws -> Report {
    Report(try await support.judge(agrees: false, in: code, of: options.office), in: output.lang)
  }
}

/// `pos ticket answer`: the desk writes.
struct TicketAnswerVerb: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer a ticket, for the support desk.")

  @OptionGroup var journal: JournalOptions
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @Option(name: .customLong("by"), help: ArgumentHelp("Who answers.", valueName: "NAME"))
  var name: String
  @Option(help: ArgumentHelp("What to say.", valueName: "TEXT"))
  var text: String
  @OptionGroup var output: OutputOptions

  func act(at support: LocalSupportDesk) async throws -> Report {
    Report(try await support.answer(text, by: name, in: code), in: output.lang)
  }
}

/// `pos ticket image`: an image of a ticket, into a file.
struct TicketImage: TicketAction {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Write an image of a ticket into a new file.")

  @OptionGroup var options: TicketOptions
  @Argument(help: "The tracking code.")
  var code: TrackingCode
  @Argument(help: "The image's hash, as 'show' names it.")
  var hash: ContentHash
  @Option(help: ArgumentHelp("Where to; a file that is there is left alone.", valueName: "FILE"))
  var to: String
  @OptionGroup var output: OutputOptions

  var journal: JournalOptions { options.journal }

  func act(at support: LocalSupportDesk) async throws -> Report {
    let bytes = try await support.image(hash, in: code, of: options.office)
    do {
      try Data(bytes).write(to: URL(filePath: to), options: .withoutOverwriting)
    } catch {
      throw Complaint(.journal, "cannotWrite", "\(to): the file cannot be written, or is there already.")
    }
    return Report(
      .approved, body: ["file": .text(to), "size": JSON(bytes.count)], text: "\(to): \(bytes.count)")
  }
}
