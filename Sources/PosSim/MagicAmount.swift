public import PosProtocol

/// What an amount makes the simulator do, so that a test or a demonstration needs no other channel to it.
///
/// The number is the amount in minor units, for the rial in thousands: 66,051,000 rial and 660.51 euro both
/// are 66051. An end of day is judged by its first total. docs/simulator.md has the table for people.
public enum MagicAmount: Hashable, Sendable {
  /// Any other amount: approved.
  case none
  /// 66001...66099: declined, with the last two digits as the host's code.
  case declined(UInt8)
  /// 66101: the acquirer takes ten seconds.
  case slow
  /// 66102: the line drops when the acquirer has approved, before the register hears of it.
  case dropBeforeRecord
  /// 66103: the line drops when the approval is on it, before the register's answer is read.
  case dropAfterRecord
  /// 66104: the power fails before the acquirer is asked.
  case cutBeforeAsking
  /// 66105: the power fails when the acquirer has approved, before the register hears of it.
  case cutBeforeRecord
  /// 66106: the power fails right after the approval was sent.
  case cutAfterRecord
  /// 66107: the power fails when the payment is final, before the register is told that the command is over.
  case cutAfterCommit
  /// 66108: the acquirer approves half.
  case wrongAmount
  /// 66109: the power fails when the register has acknowledged, before the terminal could note it.
  case cutBeforeCommit
  /// 66110: the acquirer books and does not answer.
  case silent
  /// 66111: the line drops when the payment is final, before the register is told that the command is over.
  case dropAfterCommit
  /// 66112: as 66103, and the acquirer does not answer the first two requests to reverse.
  case dropAndLateReversal

  public init(_ amount: Amount, _ currency: Currency) {
    let units = amount.minorUnits
    guard currency != .irr || units.isMultiple(of: 1000) else {
      self = .none
      return
    }
    switch currency == .irr ? units / 1000 : units {
    case let number where (66_001...66_099).contains(number): self = .declined(UInt8(number - 66_000))
    case 66_101: self = .slow
    case 66_102: self = .dropBeforeRecord
    case 66_103: self = .dropAfterRecord
    case 66_104: self = .cutBeforeAsking
    case 66_105: self = .cutBeforeRecord
    case 66_106: self = .cutAfterRecord
    case 66_107: self = .cutAfterCommit
    case 66_108: self = .wrongAmount
    case 66_109: self = .cutBeforeCommit
    case 66_110: self = .silent
    case 66_111: self = .dropAfterCommit
    case 66_112: self = .dropAndLateReversal
    default: self = .none
    }
  }
}
