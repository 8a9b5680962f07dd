import ArgumentParser
import PaymentFlows
import PosProtocol

/// `pos recover`: finds out what became of attempts whose outcome is unknown.
struct Recover: Verb {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Ask the reader what became of every attempt whose outcome is unknown.",
    discussion: """
      Answers with one line for each such attempt, then a summary. Exit status: 0 all are resolved, 75 some are still \
      unknown, 69 the reader cannot be reached.
      """)
  static let shares: SharedOptions = [.reader, .journal]
  static let interrupted: ExitStatus? = .unknown

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var journal: JournalOptions
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let payments = try desk.payments(journal, reader.wire)
      let card = try await desk.reader(reader, currency: nil, tell: tell)
      let summary = await payments.recover(on: card.reader)
      await card.drain()
      return report(summary, notes: try await notes(of: summary, in: payments.journal))
    } catch {
      return Report(error)
    }
  }

  /// Why each was decided as it was, as the journal noted it.
  private func notes(
    of summary: RecoverySummary, in journal: any LedgerStore
  ) async throws(Complaint) -> [AttemptKey: String] {
    var notes: [AttemptKey: String] = [:]
    for report in summary.reports {
      do {
        notes[report.key] = try await journal.attempt(report.key)?.note
      } catch {
        throw Complaint(error, path: journal.name)
      }
    }
    return notes
  }

  private func report(_ summary: RecoverySummary, notes: [AttemptKey: String]) -> Report {
    let complaint = summary.error.map { Complaint($0, in: output.lang) }
    let status = complaint?.status ?? (summary.unresolved > 0 ? .unknown : .approved)
    let elsewhere = summary.elsewhere.sorted { $0.key < $1.key }
    var body: JSON = [
      "resolved": JSON(summary.resolved), "unresolved": JSON(summary.unresolved),
      "elsewhere": .object(elsewhere.map { JSON.Member(name: $0.key, value: JSON($0.value)) }),
    ]
    if let complaint { body = body.with("error", complaint.json) }
    var text = summary.reports.map { report in
      let reason = notes[report.key].flatMap(RecoveryReason.init)
      return PaymentText.line(report, reversal: false, in: output.lang)
        + (reason.map { " (\(PaymentText.reason($0, in: output.lang)))" } ?? "")
    }
    text.append(PaymentText.summary(summary, in: output.lang))
    var report = Report(status, body: body, text: text.joined(separator: "\n"), complaint: complaint)
    (report.items, report.itemsName) = (
      summary.reports.map { JSON($0, in: output.lang).with("note", JSON(notes[$0.key])) }, "attempts"
    )
    return report
  }
}
