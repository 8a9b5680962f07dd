import ArgumentParser
import PaymentFlows

/// `pos history`: what the journal has, newest first.
struct History: Verb {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List payments and reversals of a journal, newest first. Asks no reader.",
    discussion: """
      --of payments and --of inquiries are the counter's histories (سوابق پرداخت، سوابق استعلام), --of review what \
      needs a review: by category, status and search, page by page. --details KEY shows one payment.
      """)
  static let shares: SharedOptions = .journal

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("How many at most.", valueName: "COUNT"))
  var limit = 100
  @Option(
    help: ArgumentHelp(
      "Only what began before this attempt: the last one of the page before.", valueName: "KEY"))
  var before: AttemptKey?
  @OptionGroup var counter: CounterHistoryOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit is 1 to 100000.") }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let known = try desk.existingJournal(journal)
      if let key = counter.details {
        return try await CounterHistory(known, desk).details(key, in: output.lang)
      }
      guard counter.of == .journal else {
        return try await CounterHistory(known, desk).list(
          counter, limit: limit, before: before, in: output.lang)
      }
      let attempts = try await attempts(of: known)
      let reversals = attempts.filter { $0.outcome == .approved }
        .compactMap { attempt in attempt.reverses.map { ($0, attempt.key) } }
      let reversedBy = Dictionary(reversals) { newest, _ in newest }
      var report = Report(
        .approved, body: nil,
        text: attempts.map { PaymentText.row($0, isUndone: reversedBy[$0.key] != nil, in: output.lang) }
          .joined(separator: "\n"))
      report.items = attempts.map { JSON($0, reversedBy: reversedBy[$0.key]) }
      report.itemsName = "payments"
      return report
    } catch {
      return Report(error)
    }
  }

  private func attempts(of journal: any LedgerDatabase) async throws(Complaint) -> [Attempt] {
    do {
      return try await journal.history(HistoryPage(limit: limit, before: before))
    } catch {
      throw Complaint(error, path: journal.name)
    }
  }
}
