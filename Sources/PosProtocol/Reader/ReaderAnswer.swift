/// The terminal's own last word on a command.
public enum ReaderAnswer: Hashable, Sendable {
  case registered(Capabilities)
  case loggedOff
  case status(TerminalStatus)
  /// A payment or reversal was approved, acknowledged and completed.
  case approved(TransactionRecord)
  /// It was not: the reason, and the record if the terminal sent one.
  case declined(ResultCode, TransactionRecord?)
  /// The reader's last transaction; nil if it says it has none.
  case lastTransaction(TransactionRecord?)
  /// The receipt numbers of those that are open; empty if none is.
  case openPreauthorizations([ReceiptNumber])
  /// The way to the host is well; and what the terminal's clock showed, if it told that meanwhile.
  case diagnosed(ClockReading?)
  case clockSet
  /// The day is closed: its totals, one a currency; none if the terminal did not tell them.
  case dayClosed([DayTotals])
  /// The totals of the day that goes on, one a currency.
  case turnover([DayTotals])
}

/// How a command ended.
public enum CommandEnd: Hashable, Sendable {
  case answered(ReaderAnswer)
  /// No last word. For a payment the outcome is unknown if `mayHaveActed`, otherwise it was not sent. The
  /// record is the last one the terminal sent before, if any.
  case failed(ReaderFailure, TransactionRecord?)
}
