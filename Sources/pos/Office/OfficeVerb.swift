import ArgumentParser
import Foundation
import PaymentFlows

/// `pos office`: the offices of a journal, and who may sign in.
struct OfficeVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "office", abstract: "Keep counter offices, and check who signs in.",
    discussion: """
      Passwords are typed at a prompt, or sent as lines of standard input; never as arguments. They are kept as salted \
      hashes that cost memory to guess (yescrypt). After three failures the next try waits, longer each time; \
      'pos office unlock' opens. Exit status: 77 wrong code or password, or locked.
      """,
    subcommands: [
      OfficeCreate.self, OfficeSignIn.self, OfficePasswd.self, OfficeProfileVerb.self, OfficeUnlock.self,
    ])
}

/// Which office of which journal.
struct OfficeOptions: ParsableArguments {
  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The office's code: 3 to 16 digits, letters or hyphens.", valueName: "CODE"))
  var code: OfficeCode
}

/// What all of them share: errors become complaints.
protocol OfficeAction: Verb {
  var office: OfficeOptions { get }
  func act(on offices: Offices) async throws -> Report
  /// The journal; one that is not there is an error, except where an office is new.
  func journal(_ desk: Desk) throws(Complaint) -> any LedgerDatabase
}

extension OfficeAction {
  static var shares: SharedOptions { .journal }
  static var interrupted: ExitStatus? { .unreachable }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do {
      return try await act(on: Offices(journal: try journal(desk)))
    } catch let error as Complaint {
      return Report(error)
    } catch let error as OfficeError {
      return Report(Complaint(error, path: office.journal.journal, in: output.lang))
    } catch {
      return Report(Complaint(.fault, "fault", "\(error)"))
    }
  }

  func journal(_ desk: Desk) throws(Complaint) -> any LedgerDatabase {
    try desk.existingJournal(office.journal)
  }

  func question(_ english: String, _ persian: String) -> String {
    output.lang == .english ? english : persian
  }
}

extension Complaint {
  init(_ error: OfficeError, path: String, in lang: Language) {
    if case .journal(let cause) = error {
      self.init(cause, path: path)
      return
    }
    let status: ExitStatus =
      switch error {
      case .refused, .locked: .noPermission
      case .exists, .noSuchOffice, .password, .blank: .wrongData
      case .hashing, .journal: .fault
      }
    self.init(status, error.name, lang == .english ? error.message : error.persianMessage)
  }
}

extension Report {
  /// An office as it is kept.
  init(_ office: Office, in lang: Language) {
    let profile = office.profile
    let opens = office.lockout.opens(at: Date())
    let body: JSON = [
      "code": .text(office.code.description), "name": .text(profile.name), "city": JSON(profile.city),
      "phone": JSON(profile.phone), "created": .text(office.created.formatted(.iso8601)),
      "lastSignIn": JSON(office.lastSignIn?.formatted(.iso8601)), "failures": JSON(office.lockout.failures),
      "lockedUntil": JSON(opens?.formatted(.iso8601)),
    ]
    let parts = [office.code.description, profile.name, profile.city, profile.phone].compactMap(\.self)
    self.init(.approved, body: body, text: parts.joined(separator: lang == .english ? ", " : "، "))
  }
}
