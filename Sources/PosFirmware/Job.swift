import PosProtocol

/// What a terminal is working on. The register may have left long ago: a job ends where its money is settled.
enum Job: Sendable {
  /// Nothing has been restored from flash yet.
  case off
  case none
  case awaitingCard(PaymentRequest, PaymentOptions, until: Instant)
  /// Being written; after that the acquirer may be asked, and STOP comes too late.
  case storingIntent(Turnover)
  case authorizing(Turnover, until: Instant)
  case storingAnswer(Turnover)
  /// The record is out, or about to be; its acknowledgement commits.
  case reporting(Turnover)
  /// The receipts are out; the last one's acknowledgement commits.
  case printing(Turnover, left: [[PrintedLine]])
  case storingCommit(Turnover)
  /// A reversal on its way to flash.
  case storingReversal(Turnover, Cause)
  case reversing(Turnover, Cause, again: Instant)
  case storingReversed(Turnover, Cause)
  /// The end of a day on its way to flash; the acquirer, asked until it answers; the answer on its way to
  /// flash.
  case storingClose(Turnover)
  case closing(Turnover, again: Instant)
  case storingClosed(Turnover)

  /// Why something is undone.
  enum Cause: Sendable {
    /// The terminal undoes it by itself; the register hears this, if it still listens.
    case automatic(ResultCode)
    /// The register asked for it.
    case ordered
    /// The register has never heard of it, and pays something else, once this is undone.
    case replaced(PaymentRequest, PaymentOptions)
  }

  /// When to come back.
  var deadline: Instant? {
    switch self {
    case .awaitingCard(_, _, let until), .authorizing(_, let until), .reversing(_, _, let until),
      .closing(_, let until):
      until
    case .off, .none, .storingIntent, .storingAnswer, .reporting, .printing, .storingCommit, .storingReversal,
      .storingReversed, .storingClose, .storingClosed:
      nil
    }
  }
}
