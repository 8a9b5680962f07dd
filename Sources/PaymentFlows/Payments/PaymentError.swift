public import PosDriver
internal import PosProtocol

/// Why a payment did not take its plain course. The outcome stands beside it and decides what may be done.
public enum PaymentError: Error, Hashable, Sendable {
  /// The key has been used for something else. Nothing was sent.
  case keyReused
  /// An earlier attempt for this order is not resolved. Nothing was sent.
  case orderUnresolved(by: AttemptKey)
  /// An earlier attempt with this reader is not resolved. Nothing was sent.
  case readerUnresolved(by: AttemptKey)
  /// The order is paid already, by another key. Nothing was sent.
  case orderPaid(by: AttemptKey)
  /// Another process talks to the reader and did not finish in time. Nothing was sent.
  case readerBusy
  /// The same key is running in another process and did not finish in time.
  case keyBusy
  /// The attempt belongs to another reader, which alone can say what became of it.
  case otherReader(String)
  /// There is no unresolved attempt with that key.
  case notOpen
  /// There is no such payment, or it was not approved. Nothing was sent.
  case notReversible
  /// The payment is reversed already, by another key. Nothing was sent.
  case reversed(by: AttemptKey)
  /// The terminal counts its receipts anew, and the payment's number is that of a later one by now. Nothing
  /// was sent.
  case receiptTaken(by: AttemptKey)
  /// The card was charged for this order, whatever its outcome says, and that is not undone yet. Nothing was
  /// sent.
  case reversalPending(of: AttemptKey)
  /// No reversal with that number waits for this.
  case noSuchReversal
  /// The caller's time is over. The attempt goes on; ask again.
  case deadline
  case reader(ReaderError)
  /// With a reader's approval that could not be kept, the outcome stays unknown.
  case journal(JournalError)
  /// The terminal's words do not fit what was asked (amount, currency, two records).
  case contradiction
  /// Asking the reader did not settle the matter.
  case unresolved(RecoveryReason)

  /// As the journal keeps that the terminal refused an order that was paid before.
  static let paidNote = "alreadyPaid"

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .reader(.failure(.alreadyPaid)): Self.paidNote
    case .keyReused: "keyReused"
    case .orderUnresolved: "orderUnresolved"
    case .readerUnresolved: "readerUnresolved"
    case .orderPaid: "orderPaid"
    case .readerBusy: "readerBusy"
    case .keyBusy: "keyBusy"
    case .otherReader: "otherReader"
    case .notOpen: "notOpen"
    case .notReversible: "notReversible"
    case .reversed: "reversed"
    case .receiptTaken: "receiptTaken"
    case .reversalPending: "reversalPending"
    case .noSuchReversal: "noSuchReversal"
    case .deadline: "deadline"
    case .reader: "reader"
    case .journal(let error): error.name
    case .contradiction: "contradiction"
    case .unresolved: "unresolved"
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .keyReused: "this key was used with other parameters. Take a new key."
    case .orderUnresolved(let key): "attempt \(key) for this order is not resolved. Run recover first."
    case .readerUnresolved(let key): "attempt \(key) with this reader is not resolved. Run recover first."
    case .orderPaid(let key): "this order is already paid by attempt \(key). Look it up in the history."
    case .readerBusy: "another program uses this reader. Wait until it has finished."
    case .keyBusy: "the same key is still running in another program. Ask again."
    case .otherReader(let name): "the attempt ran with reader \(name). Run recover with that reader."
    case .notOpen: "no attempt with that key is unresolved. Look it up in the history."
    case .notReversible: "there is no approved payment with that key. Look it up in the history."
    case .reversed(let key): "that payment is already reversed by attempt \(key)."
    case .receiptTaken(let key):
      "the terminal would undo attempt \(key), which has the same receipt number by now. Pay the money back."
    case .reversalPending(let key):
      "attempt \(key) charged the card for this order late. Run reversals first."
    case .noSuchReversal: "no reversal with that number waits for this reader. List the reversals."
    case .deadline: "the reader has not finished in time. The attempt goes on; run recover."
    case .reader(.failure(.alreadyPaid)):
      "the terminal says that this order was paid before. Run recover: it asks for that payment."
    case .reader(let error):
      error.mayHaveActed
        ? "the reader fell silent or gave no clear answer. Run recover before paying again."
        : "the reader could not be used; nothing was sent. Check power, cable and address, then pay again."
    case .journal(let error): error.message
    case .contradiction: "the terminal's words do not fit what was asked. Run recover before paying again."
    case .unresolved(let reason):
      "\(reason.message). The outcome stays unknown; compare the terminal's own journal."
    }
  }
}
