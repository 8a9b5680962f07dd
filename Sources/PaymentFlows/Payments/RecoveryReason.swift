/// Why recovery decided as it did.
public enum RecoveryReason: String, CaseIterable, Hashable, Sendable {
  /// The newest record is the one that was awaited.
  case recordMatches
  /// The newest record is the one that was awaited, and it is not an approval.
  case recordDeclined
  /// The reader's receipt counter has not moved past the number noted before the command.
  case counterNotMoved
  /// The only record since is not an approval of this attempt.
  case otherRecordOnly
  /// The terminal has reversed the attempt by itself.
  case reversedByTerminal
  /// The reader says that it has no record, so it has no counter that could be read.
  case noRecord
  /// The record is of another terminal or another time.
  case otherTerminalOrTime
  /// The record's amount or currency is not what was asked.
  case otherAmount
  /// Other transactions came since, so the newest record does not tell.
  case counterMovedOn
  /// The record or the note before the command has no number to compare.
  case numberUnreadable
  /// A reversal was tried and failed; what it was of cannot be told.
  case reversalFailed
  /// The newest record has no result: the terminal is still at it.
  case recordUnfinished
  /// The terminal repeats an older record as if it were this one's.
  case recordIsOld
  /// The terminal refused, because the order was paid before; its newest record is that payment.
  case paidBefore
  /// The terminal refused, because the order was paid before; its newest record is not that payment.
  case earlierPaymentHidden
  /// The reader did not become ready in time.
  case notReady

  /// A clause for people.
  public var message: String {
    switch self {
    case .recordMatches: "the reader's newest record is this attempt"
    case .recordDeclined: "the reader's own record says declined"
    case .counterNotMoved: "the reader's receipt counter has not moved: nothing was charged"
    case .otherRecordOnly: "the reader has one record since, and it is no charge of this attempt"
    case .reversedByTerminal: "the terminal has reversed it by itself: nothing was charged"
    case .noRecord: "the reader shows no record at all, which proves nothing"
    case .otherTerminalOrTime: "the reader's newest record is of another terminal or time"
    case .otherAmount: "the reader's newest record has another amount or currency"
    case .counterMovedOn: "the reader has taken other transactions since"
    case .numberUnreadable: "the receipt numbers cannot be compared"
    case .reversalFailed: "the reader's newest record is a reversal that failed"
    case .recordUnfinished: "the reader's newest record has no result yet"
    case .recordIsOld: "the terminal repeats an old record"
    case .paidBefore: "the order was paid before: the reader's newest record is that payment"
    case .earlierPaymentHidden:
      "the terminal says that the order was paid before, and does not show that payment"
    case .notReady: "the reader did not become ready"
    }
  }
}
