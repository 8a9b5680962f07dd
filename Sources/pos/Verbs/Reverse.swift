import ArgumentParser
import PaymentFlows
import PosProtocol

/// `pos reverse`: undoes an approved payment of the journal.
struct Reverse: Verb {
  static let configuration = CommandConfiguration(
    commandName: "reverse",
    abstract: "Undo an approved payment, as an attempt with a key of its own.",
    discussion: """
      The answer has the keys of 'pay' and 'reverses'; outcome approved means that the payment is undone. Exit \
      status as for 'pay'; 65 also if there is no approved payment with that key or it is reversed already.
      """)
  static let shares: SharedOptions = [.reader, .journal]

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("Your own name for this attempt to reverse.", valueName: "KEY"))
  var key: AttemptKey
  @Option(help: ArgumentHelp("The key of the payment that is to be undone.", valueName: "KEY"))
  var of: AttemptKey
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let payments = try desk.payments(journal, reader.wire)
      let paid = try await desk.attempt(of, in: payments.journal)
      let card = try await desk.reader(reader, currency: paid?.currency ?? .irr, tell: tell)
      let result = await desk.whileRunning(card) { () async -> Result<PaymentReport, PaymentError> in
        do throws(PaymentError) {
          return .success(try await payments.reverse(of, key: key, on: card.reader))
        } catch {
          return .failure(error)
        }
      }
      switch result {
      case .success(let report):
        var answer = Report(report, reversal: true, in: output.lang)
        answer.body = answer.body?.with("reverses", .text(of.text))
        return answer
      case .failure(let error): throw Complaint(error, in: output.lang)
      }
    } catch {
      return Report(error)
    }
  }
}
