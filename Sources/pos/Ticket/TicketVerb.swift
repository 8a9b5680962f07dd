import ArgumentParser
import Foundation
import PaymentFlows

/// `pos ticket`: asking support, and answering.
struct TicketVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticket",
    abstract: "Ask support about a payment, an inquiry, a bill, a reader or the office.",
    discussion: """
      Tickets are in the journal, their images in a folder beside it, each once under its hash. A ticket is under review \
      (yellow) until the desk answers, answered (blue) until the office agrees, and then closed. Card numbers do not get \
      in: a payment is attached by its key.
      """,
    subcommands: [
      TicketKinds.self, TicketNew.self, TicketList.self, TicketShow.self, TicketSay.self, TicketAttach.self,
      TicketAgree.self, TicketDisagree.self, TicketAnswerVerb.self, TicketImage.self,
    ])
}

/// Whose tickets.
struct TicketOptions: ParsableArguments {
  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The office's code.", valueName: "CODE"))
  var office: OfficeCode
}

/// What all of them share: errors become complaints.
protocol TicketAction: Verb {
  var journal: JournalOptions { get }
  func act(at support: LocalSupportDesk) async throws -> Report
}

extension TicketAction {
  static var shares: SharedOptions { .journal }
  static var interrupted: ExitStatus? { .unreachable }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do {
      guard let file = try desk.existingJournal(journal) as? Journal else {
        throw Complaint(.usage, "noFile", "tickets are kept beside a journal that is a file. Name one.")
      }
      return try await act(at: LocalSupportDesk(journal: file))
    } catch let error as Complaint {
      return Report(error)
    } catch let error as TicketError {
      return Report(Complaint(error, path: journal.journal, in: output.lang))
    } catch {
      return Report(Complaint(.fault, "fault", "\(error)"))
    }
  }
}

extension Complaint {
  init(_ error: TicketError, path: String, in lang: Language) {
    switch error {
    case .journal(let cause): self.init(cause, path: path)
    case .storage, .damaged: self.init(.journal, error.name, error.message)
    default: self.init(.wrongData, error.name, lang == .english ? error.message : error.persianMessage)
    }
  }
}

extension ImageFile {
  /// Reads a file that somebody named; no more of it than an image may have.
  init(path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Complaint(.noInput, "noFile", "\(path): the file cannot be read. Check the path.")
    }
    defer { try? handle.close() }
    let bytes = try handle.read(upToCount: Attachment.largest + 1) ?? Data()
    try self.init(Array(bytes), name: path)
  }
}
