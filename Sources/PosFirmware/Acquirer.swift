public import PosProtocol

/// What the terminal asks of the host that moves the money.
public enum AcquirerRequest: Hashable, Sendable {
  /// Book this amount. Asked once for a trace number, never again.
  case authorize(Question)
  /// Undo what was booked under `original`, if it was. Asked again with the same trace number until an answer
  /// comes, so the second time must change nothing.
  case reverse(Question, original: TraceNumber)
  /// Settle the day, of which the terminal says this. Asked again with the same trace number until an answer
  /// comes, so the second time must change nothing. The question's amount is the first total.
  case settle(Question, [DayTotals])

  /// What both say.
  public struct Question: Hashable, Sendable {
    public var terminalID: TerminalID?
    public var trace: TraceNumber
    public var amount: Amount
    public var currency: Currency
    /// Stands for the card. A real terminal sends a token or a cryptogram here.
    public var card: MaskedCardNumber?

    public init(
      terminalID: TerminalID?, trace: TraceNumber, amount: Amount, currency: Currency, card: MaskedCardNumber?
    ) {
      (self.terminalID, self.trace) = (terminalID, trace)
      (self.amount, self.currency, self.card) = (amount, currency, card)
    }
  }

  public var question: Question {
    switch self {
    case .authorize(let question), .reverse(let question, _), .settle(let question, _): question
    }
  }
}

/// What the acquirer answered.
public enum AcquirerAnswer: Hashable, Sendable {
  /// Booked; perhaps another amount than asked.
  case approved(amount: Amount, reference: WireText?)
  /// Not booked, with the host's code, 1...99.
  case declined(UInt8)
  /// Nothing is booked under that trace number any more, or nothing ever was.
  case reversed
  /// The day is settled.
  case settled
}
