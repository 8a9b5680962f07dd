import ArgumentParser
import PaymentFlows
import PosDriver
import PosProtocol

/// `pos close-day`: the end of day at the reader, and what the day comes to.
struct CloseDay: Verb {
  static let configuration = CommandConfiguration(
    commandName: "close-day",
    abstract: "Close the day at a reader and show what it comes to.",
    discussion: """
      Exit status: 0 closed, 1 the reader says that it cannot be closed, 69 nothing was sent, 75 nobody knows: look \
      with --show before it is closed again. With --journal the reader's totals are compared with it, receipt by \
      receipt; what is open is asked for first, what stays in doubt is carried over, and a close that was never \
      answered is not sent again before the turnover was asked. 65 then means closed, with differences or doubts \
      that a person has to look at.
      """)
  static let shares: SharedOptions = .reader

  @OptionGroup var reader: ReaderOptions
  @Flag(help: "Only show what the day comes to so far. Changes nothing.")
  var show = false
  @Option(help: ArgumentHelp("Compare with this journal.", valueName: "FILE"))
  var journal: String?
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let card = try await desk.reader(reader, currency: nil, tell: tell)
      if let journal, !show { return try await reconcile(card, path: journal, at: desk) }
      let end = show ? try await look(card) : await close(card, at: desk)
      return report(end, of: card.name)
    } catch {
      return Report(error)
    }
  }

  private func reconcile(
    _ card: OpenReader, path: String, at desk: Desk
  ) async throws(Complaint) -> Report {
    let journal = try desk.existingJournal(path: path)
    let store = LedgerFlows(journal)
    let counter = Counter(
      store: store, payments: desk.payments(of: journal, reader.wire), service: nil,
      printer: PaperFile(path: "-", width: .wide, language: output.lang.receipts))
    do throws(CounterError) {
      let day = try await counter.closeDay(of: card.reader, in: store)
      await card.drain()
      return DayAnswer(lang: output.lang).report(day)
    } catch {
      throw Complaint(error)
    }
  }

  /// What came of it.
  private struct End {
    var outcome: String
    var status = ExitStatus.approved
    var totals: [DayTotals] = []
    var because: String?
    var complaint: Complaint?
  }

  private func look(_ card: OpenReader) async throws(Complaint) -> End {
    do {
      return End(outcome: "open", totals: try await card.reader.turnover())
    } catch {
      // A question changes nothing, so silence is no more than an unreachable reader.
      throw Complaint(.reader(error), in: output.lang)
    }
  }

  private func close(_ card: OpenReader, at desk: Desk) async -> End {
    switch await desk.whileRunning(card, { await card.reader.closeDay { _ in } }) {
    case .closed(let totals): return End(outcome: "closed", totals: totals)
    case .declined(let code):
      let because = ReaderTexts.result(code, output.lang.texts)
      return End(outcome: "declined", status: .declined, because: because)
    case .notSent(let error):
      let complaint = Complaint(.reader(error), outcome: .notSent, in: output.lang)
      return End(outcome: "notSent", status: complaint.status, complaint: complaint)
    case .unknown(let error, let totals):
      let complaint = Complaint(.reader(error), outcome: .unknown, in: output.lang)
      return End(outcome: "unknown", status: .unknown, totals: totals, complaint: complaint)
    }
  }

  private func report(_ end: End, of name: String) -> Report {
    var body: JSON = [
      "reader": .text(name), "outcome": .text(end.outcome),
      "totals": .list(end.totals.map { JSON($0) }),
    ]
    if let because = end.because { body = body.with("because", .text(because)) }
    if let complaint = end.complaint { body = body.with("error", complaint.json) }
    var lines = ["\(name): \(word(end.outcome))" + (end.because.map { ", \($0)" } ?? "")]
    for totals in end.totals { lines += DayTotalsText.lines(totals, in: output.lang) }
    return Report(
      end.status, body: body, text: lines.joined(separator: "\n"), complaint: end.complaint)
  }

  private func word(_ outcome: String) -> String {
    let texts = Self.words.first { $0.outcome == outcome }
    return (output.lang == .english ? texts?.english : texts?.persian) ?? outcome
  }

  private static let words: [(outcome: String, english: String, persian: String)] = [
    ("closed", "the day is closed", "روز بسته شد"), ("open", "the day so far", "روز تا این لحظه"),
    ("declined", "the day is not closed", "روز بسته نشد"), ("notSent", "not sent", "فرستاده نشد"),
    ("unknown", "unknown", "نامشخص"),
  ]
}
