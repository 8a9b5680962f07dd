import ArgumentParser
import PaymentFlows

/// `pos receipt`: prints the slip of an attempt again.
struct ReceiptVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract: "Print the receipt of a payment in the journal.",
    discussion: """
      For anything but an approval it is a slip that says so. The language is --lang. Exit status: 0, or 65 if the \
      journal does not have the key.
      """)
  static let shares: SharedOptions = .journal

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The key of the payment.", valueName: "KEY"))
  var key: AttemptKey
  @Option(help: ArgumentHelp("Columns of the paper: 32 or 40.", valueName: "COLUMNS"))
  var width = Receipt.Width.wide
  @Flag(help: "This is the first print: leave out the mark that says it is not.")
  var first = false
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      guard let attempt = try await desk.attempt(key, in: try desk.existingJournal(journal)) else {
        throw Complaint(
          .wrongData, "noSuchKey", "the journal has no attempt \(key). Look it up with 'pos history'.")
      }
      let receipt = Receipt(attempt, isReprint: !first)
      let lines = receipt.lines(output.lang.receipts, width: width)
      let body: JSON = [
        "key": .text(key.text), "kind": .text("\(receipt.kind)"), "lang": .text(output.lang.rawValue),
        "lines": .list(lines.map { .text($0) }),
      ]
      return Report(.approved, body: body, text: lines.joined(separator: "\n"))
    } catch {
      return Report(error)
    }
  }
}

extension Language {
  var receipts: Receipt.Language { self == .english ? .english : .persian }
}
