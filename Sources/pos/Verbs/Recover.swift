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

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var journal: JournalOptions
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let payments = try desk.payments(journal, reader.wire)
      let card = try desk.reader(reader, currency: .irr, tell: tell)
      let summary = await payments.recover(on: card.reader)
      await card.drain()
      return report(summary)
    } catch {
      return Report(error)
    }
  }

  private func report(_ summary: RecoverySummary) -> Report {
    let complaint = summary.error.map { Complaint($0) }
    let status = complaint?.status ?? (summary.unresolved > 0 ? .unknown : .approved)
    let elsewhere = summary.elsewhere.sorted { $0.key < $1.key }
    var body: JSON = [
      "resolved": JSON(summary.resolved), "unresolved": JSON(summary.unresolved),
      "elsewhere": .object(elsewhere.map { JSON.Member(name: $0.key, value: JSON($0.value)) }),
    ]
    if let complaint { body = body.with("error", complaint.json) }
    var text = summary.reports.map { PaymentText.line($0, reversal: false, in: output.lang) }
    text.append(PaymentText.summary(summary, in: output.lang))
    var report = Report(status, body: body, text: text.joined(separator: "\n"), complaint: complaint)
    (report.items, report.itemsName) = (summary.reports.map { JSON($0) }, "attempts")
    return report
  }
}
