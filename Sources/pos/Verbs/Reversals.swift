import ArgumentParser
import PaymentFlows
import PosProtocol
import PosTransport

/// `pos reversals`: what must be undone.
struct Reversals: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reversals", abstract: "List, try or give up what must be undone.",
    discussion: """
      A reversal is opened where the terminal approved late, or where its records contradict a person's word. It is \
      tried again and again; after six failures a person must see to it.
      """,
    subcommands: [ReversalsList.self, ReversalsRun.self, ReversalsGiveUp.self],
    defaultSubcommand: ReversalsList.self)
}

/// `pos reversals list`.
struct ReversalsList: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what must be undone, oldest first. Asks no reader.",
    discussion: "Exit status: 0, or 1 if something waits for a person.")
  static let shares: SharedOptions = [.journal]

  @OptionGroup var journal: JournalOptions
  @Flag(help: "Those that are done or given up, too.")
  var all = false
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let tasks = try await tasks(of: try desk.existingJournal(journal))
      let waiting = tasks.count { $0.machine.status == .person }
      var report = Report(
        waiting == 0 ? .approved : .declined, body: ["waiting": JSON(waiting)],
        text: (tasks.map { ReversalText.row($0, in: output.lang) }
          + [ReversalText.waiting(waiting, in: output.lang)]).joined(separator: "\n"))
      (report.items, report.itemsName) = (tasks.map { JSON($0) }, "reversals")
      return report
    } catch {
      return Report(error)
    }
  }

  private func tasks(of journal: any LedgerDatabase) async throws(Complaint) -> [ReversalTask] {
    do {
      return try await journal.reversals(all ? Set(ReversalMachine.Status.allCases) : [.pending, .person])
    } catch {
      throw Complaint(error, path: journal.name)
    }
  }
}

/// `pos reversals run`.
struct ReversalsRun: Verb {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Try what is due with a reader.",
    discussion: """
      Answers with one object for each reversal that is open with this reader. Exit status: 0 nothing is left to try, \
      75 something is, or waits for a person.
      """)
  static let shares: SharedOptions = [.reader, .journal]

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("Only this one, due or not.", valueName: "NUMBER"))
  var id: Int64?
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let payments = try desk.payments(journal, reader.wire)
      let currency = try await currency(payments)
      let card = try await desk.reader(reader, currency: currency, tell: tell)
      let result = await desk.whileRunning(card) { () async -> Result<[ReversalReport], PaymentError> in
        do throws(PaymentError) {
          return .success(try await payments.runReversals(on: card.reader, only: id))
        } catch {
          return .failure(error)
        }
      }
      switch result {
      case .success(let reports): return report(reports)
      case .failure(let error): throw Complaint(error, in: output.lang)
      }
    } catch {
      return Report(error)
    }
  }

  /// That of the payments, since a reader is registered with one.
  private func currency(_ payments: Payments) async throws(Complaint) -> Currency {
    do throws(PaymentError) {
      let first = try await payments.openReversals().first { $0.reader == reader.reader.address.description }
      guard let payment = first?.payment else { return .irr }
      return try await currency(payments, of: payment)
    } catch {
      throw Complaint(error, in: output.lang)
    }
  }

  private func currency(_ payments: Payments, of payment: AttemptKey) async throws(PaymentError) -> Currency {
    do throws(JournalError) {
      return try await payments.journal.attempt(payment)?.currency ?? .irr
    } catch {
      throw .journal(error)
    }
  }

  private func report(_ reports: [ReversalReport]) -> Report {
    let open = reports.filter { $0.task.machine.status == .pending || $0.task.machine.status == .person }
    let complaint = reports.lazy.compactMap { $0.error ?? $0.attempt?.error }.first
      .map { Complaint($0, outcome: .unknown, in: output.lang) }
    var report = Report(
      open.isEmpty ? .approved : .unknown, body: ["open": JSON(open.count)],
      text: reports.map { ReversalText.row($0.task, in: output.lang) }.joined(separator: "\n"),
      complaint: complaint)
    (report.items, report.itemsName) = (
      reports.map { report in
        JSON(report.task).with("tried", report.attempt.map { JSON($0, in: output.lang) } ?? .null)
      }, "reversals"
    )
    return report
  }
}

/// `pos reversals give-up`.
struct ReversalsGiveUp: Verb {
  static let configuration = CommandConfiguration(
    commandName: "give-up",
    abstract: "Take a reversal out of the queue: it was undone otherwise, or is not to be.",
    discussion:
      "Written down with name and reason. Asks no reader. Exit status: 0 given up, 65 no such reversal is open."
  )
  static let shares: SharedOptions = [.journal]

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("Its number in the list.", valueName: "NUMBER"))
  var id: Int64
  @Option(name: .customLong("by"), help: ArgumentHelp("Who decides.", valueName: "NAME"))
  var name: String
  @Option(help: ArgumentHelp("Why.", valueName: "TEXT"))
  var reason: String
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard PersonsWord(name: name, reason: reason) != nil else {
      throw ValidationError("Name and reason must say something.")
    }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      guard let word = PersonsWord(name: name, reason: reason) else {
        throw Complaint(.usage, "decision", "name and reason must say something.")
      }
      let payments = Payments(journal: try desk.existingJournal(journal))
      do throws(PaymentError) {
        let task = try await payments.giveUpReversal(id, word)
        return Report(.approved, body: JSON(task), text: ReversalText.row(task, in: output.lang))
      } catch {
        throw Complaint(error, in: output.lang)
      }
    } catch {
      return Report(error)
    }
  }
}
