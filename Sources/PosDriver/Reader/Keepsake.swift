import PosProtocol

/// What the caller of a command keeps before the terminal is answered.
enum Keepsake: Sendable {
  case record(TransactionRecord)
  case totals(DayTotals)
}
