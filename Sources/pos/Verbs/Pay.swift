import ArgumentParser
import PaymentFlows
import PosProtocol

/// `pos pay`: one payment, at most once for its key.
struct Pay: Verb {
  static let configuration = CommandConfiguration(
    commandName: "pay",
    abstract: "Take one payment, at most once for its key.",
    discussion: """
      The same key again answers with the stored result and sends nothing. Exit status: 0 approved, 1 declined, \
      75 unknown (run 'pos recover' before anything is paid again), 69 not sent because the reader cannot be reached, \
      73 journal cannot be written, 65 wrong bill or the key was used for something else, 76 the order has an \
      unresolved attempt, 77 no permission, 64 wrong usage.
      """)
  static let shares: SharedOptions = [.reader, .journal]

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var journal: JournalOptions
  @Option(
    help: ArgumentHelp("Your own name for this attempt, 1 to 128 visible ASCII characters.", valueName: "KEY")
  )
  var key: AttemptKey
  @Option(
    help: ArgumentHelp(
      "The amount in minor units: rials, or cents; at most 999999999999.", valueName: "MINOR"))
  var amount: Amount?
  @Option(help: ArgumentHelp("The bill ID (شناسه قبض).", valueName: "ID"))
  var bill: String?
  @Option(help: ArgumentHelp("The payment ID (شناسه پرداخت), which names the amount.", valueName: "ID"))
  var payment: String?
  @Option(help: ArgumentHelp("IRR or EUR.", valueName: "CURRENCY"))
  var currency = CurrencyName.irr
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if amount == nil {
      guard bill != nil, payment != nil else {
        throw ValidationError("Say what to pay: --amount MINOR, or --bill ID with --payment ID.")
      }
      guard currency == .irr else { throw ValidationError("A bill is paid in IRR.") }
    } else if bill != nil || payment != nil {
      throw ValidationError("Give either --amount or a bill: the payment ID names the amount.")
    }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let order = try order()
      let payments = try desk.payments(journal, reader.wire, isNew: true)
      let card = try await desk.reader(reader, currency: order.currency, tell: tell)
      let report = await desk.whileRunning(card) { await payments.pay(order, key: key, on: card.reader) }
      return Report(report, reversal: false, in: output.lang)
    } catch {
      return unsent(error)
    }
  }

  private func order() throws(Complaint) -> Order {
    if let amount {
      guard let order = Order(amount: amount, currency: currency.currency, key: key) else {
        throw Complaint(.usage, "amount", "the amount must be above zero. Give it in minor units.")
      }
      return order
    }
    do {
      return Order(bill: try Bill(billID: bill ?? "", paymentID: payment ?? ""))
    } catch {
      throw Complaint(error)
    }
  }

  /// What stands in the answer's place when nothing was asked of journal or reader.
  private func unsent(_ complaint: Complaint) -> Report {
    let billed = try? Bill(billID: bill ?? "", paymentID: payment ?? "").amount
    let body: JSON = [
      "key": .text(key.text), "outcome": .text(Outcome.notSent.rawValue),
      "amount": JSON((amount ?? billed)?.minorUnits), "currency": .text(currency.rawValue),
      "receiptNumber": nil, "traceNumber": nil, "replayed": false, "error": complaint.json,
    ]
    return Report(complaint.status, body: body, text: "", complaint: complaint)
  }
}
