import ArgumentParser
import PaymentFlows
import PosProtocol

/// `pos settle`: a person's word on an attempt that the reader cannot tell of.
struct Settle: Verb {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Settle an attempt by hand that recover cannot resolve.",
    discussion: """
      Look into the terminal's own journal or ask the acquirer first: this is the last resort, and is written down with \
      name and reason. Asks no reader. Exit status: 0 settled, 65 no unresolved attempt with that key.
      """)
  static let shares: SharedOptions = [.journal]

  enum Finding: String, ExpressibleByArgument, CaseIterable {
    case charged
    case notCharged = "not-charged"
  }

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The key of the attempt.", valueName: "KEY"))
  var key: AttemptKey
  @Option(name: .customLong("as"), help: ArgumentHelp("What was found out.", valueName: "FINDING"))
  var finding: Finding
  @Option(name: .customLong("by"), help: ArgumentHelp("Who decides.", valueName: "NAME"))
  var name: String
  @Option(help: ArgumentHelp("Why, and where it was looked up.", valueName: "TEXT"))
  var reason: String
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard decision != nil else { throw ValidationError("Name and reason must say something.") }
  }

  private var decision: OperatorDecision? {
    OperatorDecision(wasCharged: finding == .charged, name: name, reason: reason)
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      guard let decision else { throw Complaint(.usage, "decision", "name and reason must say something.") }
      let payments = Payments(journal: try desk.existingJournal(journal))
      do throws(PaymentError) {
        let report = try await payments.settle(key, decision)
        let line = PaymentText.line(report, reversal: false, in: output.lang)
        return Report(.approved, body: JSON(report, in: output.lang), text: line)
      } catch {
        throw Complaint(error, in: output.lang)
      }
    } catch {
      return Report(error)
    }
  }
}
