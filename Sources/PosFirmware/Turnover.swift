public import PosProtocol

/// One transaction in the turnover memory, as it stands: also what is written to flash, one snapshot a step.
///
/// The newest snapshot of a `sequence` counts, so that a log of them can only grow.
public struct Turnover: Hashable, Sendable {
  /// What was to be done with the money.
  public enum Kind: UInt8, CaseIterable, Sendable {
    case payment, reversal
    /// An end of day. Its record has the trace number it was settled under, and the number after which the
    /// next day's receipts are counted, where they start anew.
    case dayClose
  }

  /// How far it has come.
  public enum State: UInt8, CaseIterable, Sendable {
    /// The acquirer may have been asked. After a power cut a payment is reversed; for a reversal and an end
    /// of day it is asked again.
    case asked
    /// The acquirer booked it; the register has not acknowledged it yet.
    case approved
    /// Nothing was booked.
    case declined
    /// Final. A reversal in this state has undone its payment, an end of day emptied the memory.
    case committed
    /// A payment that a later reversal has undone. Never written: it follows from the reversal.
    case reversed
  }

  /// Counts every transaction since the terminal was made; never wraps.
  public let sequence: UInt64
  public let kind: Kind
  public var state: State
  /// What the register is told of it. A reversal names the trace number of its payment.
  public var record: TransactionRecord
  /// The acquirer is asked with these.
  public let trace: TraceNumber
  public let amount: Amount
  public let currency: Currency
  /// What an end of day closes, one a currency.
  public var totals: [DayTotals]
  /// What the register calls what was paid.
  public var orderNumber: OrderNumber?

  public init(
    sequence: UInt64, kind: Kind, state: State, record: TransactionRecord, trace: TraceNumber,
    amount: Amount, currency: Currency, totals: [DayTotals] = []
  ) {
    self.totals = totals
    (self.sequence, self.kind, self.state, self.record) = (sequence, kind, state, record)
    (self.trace, self.amount, self.currency) = (trace, amount, currency)
  }

  /// A power cut now would leave something to be done.
  public var isOpen: Bool { state == .asked || state == .approved }

  /// Notes the acquirer's yes.
  mutating func approve(_ amount: Amount, reference: WireText?, at clock: ClockReading?) {
    state = kind == .payment ? .approved : .committed
    record.result = .approved
    record.isApproval = true
    record.amount = amount
    record.hostReference = reference
    record.clock = clock
  }

  /// Notes that nothing was booked, and why.
  mutating func decline(_ code: ResultCode, at clock: ClockReading?) {
    state = .declined
    record.result = code
    record.isApproval = false
    record.clock = clock
  }
}
