import ArgumentParser
import Foundation
import PaymentFlows
import Synchronization

/// `pos journal`: what is done with a whole journal.
struct JournalVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Check, copy, export or prune a journal, while payments go on.",
    subcommands: [JournalCheck.self, JournalBackup.self, JournalExportVerb.self, JournalPrune.self])
}

/// `pos journal check`.
struct JournalCheck: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Go through every page and every reference of a journal.",
    discussion: "Exit status: 0 it is whole, 73 it is damaged.")
  static let shares: SharedOptions = [.journal]

  @OptionGroup var journal: JournalOptions
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    await desk.keeping(journal) { journal throws(JournalError) in
      try await journal.check()
      let open = try await journal.unresolved().count
      return Report(
        .approved, body: ["whole": .flag(true), "unresolved": JSON(open)],
        text: output.lang == .english
          ? "the journal is whole; \(open) unresolved"
          : "دفتر پرداخت سالم است؛ نامشخص: \(PersianDigits.persian("\(open)"))")
    }
  }
}

/// `pos journal backup`.
struct JournalBackup: Verb {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy a journal as it is now, checked and synced.",
    discussion: "Exit status: 0 copied, 73 it cannot be, or there is such a file already.")
  static let shares: SharedOptions = [.journal]

  @OptionGroup var journal: JournalOptions
  @Option(
    name: .customLong("to"), help: ArgumentHelp("The copy's path; nothing may be there.", valueName: "FILE"))
  var target: String
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    await desk.keeping(journal) { journal throws(JournalError) in
      guard let file = journal as? Journal else {
        return Report(
          Complaint(
            .usage, "noFile", "\(journal.name): is no file. Copy it with pg_dump, or as its server is copied."
          ))
      }
      try await file.backup(to: target)
      return Report(.approved, body: ["backup": .text(target)], text: target)
    }
  }
}

/// `pos journal prune`.
struct JournalPrune: Verb {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Drop what is old and at its end.",
    discussion: """
      An order goes as a whole. Nothing unresolved, nothing still to be undone and nothing younger than 30 days is \
      dropped. A key and an order that are forgotten can be used again.
      """)
  static let shares: SharedOptions = [.journal]

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("How old, 30 at least.", valueName: "DAYS"))
  var olderThan: Int
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (30...36_500).contains(olderThan) else {
      throw ValidationError("--older-than is 30 days at least.")
    }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    await desk.keeping(journal) { journal throws(JournalError) in
      let dropped = try await journal.prune(olderThan: Double(olderThan) * 86_400)
      return Report(
        .approved, body: ["dropped": JSON(dropped)],
        text: output.lang == .english
          ? "\(dropped) attempts dropped" : "\(PersianDigits.persian("\(dropped)")) ردیف حذف شد")
    }
  }
}

/// `pos journal export`. Not for `serve`: it is as long as the journal.
struct JournalExportVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write every attempt to standard output, oldest first.")

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("json, one object a line, or csv.", valueName: "FORMAT"))
  var format = JournalExport.json
  @Option(help: ArgumentHelp("Language of what is written for people: en or fa.", valueName: "LANG"))
  var lang = Language.english

  func run() async throws {
    Console.surviveBrokenPipes()
    let (desk, format) = (Desk(), format)
    let report = await Language.$current.withValue(lang) {
      await desk.keeping(journal) { journal throws(JournalError) in
        let written = Mutex(true)
        try await journal.export(format) { line in
          let isWritten = Console.print(line)
          if !isWritten { written.withLock { $0 = false } }
          return isWritten
        }
        return Report(written.withLock(\.self) ? .approved : .output, body: nil, text: "")
      }
    }
    if let complaint = report.complaint { Console.note("pos: \(complaint.message)") }
    guard report.status == .approved else { throw ExitCode(report.status.rawValue) }
  }
}

extension Desk {
  /// Does something with a journal that is there.
  fileprivate func keeping(
    _ options: JournalOptions, _ body: @Sendable (any LedgerDatabase) async throws(JournalError) -> Report
  ) async -> Report {
    do throws(Complaint) {
      let journal = try existingJournal(options)
      do throws(JournalError) {
        return try await body(journal)
      } catch {
        throw Complaint(error, path: journal.name)
      }
    } catch {
      return Report(error)
    }
  }
}
