import PosProtocol

/// Everything that a seed stands for: who pays what, where and when, and what goes wrong. A value, so that a
/// failing plan can be made smaller and still be run.
struct Plan: Hashable {
  var seed: UInt64
  var framing = ZVT.Framing.serial
  /// Neither end of a serial line hears that the other one has gone.
  var isCableSilent = false
  /// The terminals keep what a register did not acknowledge.
  var keepsUnacknowledged = false
  /// Terminals send their receipts through the register.
  var printsThroughRegister = false
  /// What terminals and registers do against double payments besides asking.
  var safeguards: Safeguards = []
  /// Receipts are counted from 1 after an end of day.
  var receiptsStartAnew = false
  /// What stands in a terminal's memory at the start.
  var stock = Stock.one
  var readers = 1
  /// Register programs; the last one keeps a journal of its own if `hasStranger`.
  var counters = 1
  var hasStranger = false
  /// The counters with one journal are of one program: they die together, and what they write at the same
  /// time is one transaction.
  var sharesProgram = false
  var visits: [Visit] = []
  var faults: [Fault] = []

  /// The newest receipt of an earlier day.
  enum Stock: UInt8, CaseIterable, Hashable {
    /// The terminal is new.
    case nothing
    case one
    /// Receipt and trace numbers are about to wrap.
    case nearWrap
  }
}

/// Somebody comes to a counter.
struct Visit: Hashable {
  enum Purpose: Hashable {
    case pay
    /// The same key as an earlier visit.
    case again(Int)
    /// An earlier visit's payment is undone.
    case reverse(Int)
    /// An earlier visit's payment is to be undone, for as long as it takes.
    case undo(Int)
    /// A person settles an earlier visit's attempt, if it is open, and may be wrong.
    case settle(Int, wasCharged: Bool)
    /// The day is closed at the reader.
    case closeDay
  }

  /// What the cardholder does when the terminal asks for a card.
  enum Holder: Hashable {
    case card(milliseconds: Int)
    case stop(milliseconds: Int)
    case nothing
  }

  var counter: Int
  var reader: Int
  /// Milliseconds from the start.
  var arrives: Int
  var purpose: Purpose
  /// What is paid; two visits may pay the same debt.
  var order: Int
  var amount: UInt64
  var holder: Holder
  /// The clerk asks the reader to stop, so long after the visit began.
  var cancels: Int?

  var isReversal: Bool { if case .reverse = purpose { true } else { false } }
}

/// One thing that goes wrong, at one of the moments of its kind.
struct Fault: Hashable {
  /// What is counted from the start of the run.
  enum Point: UInt8, CaseIterable, Hashable {
    /// A piece that is written to a line.
    case piece
    /// A transaction of a journal.
    case sync
    /// A snapshot that a terminal writes.
    case flash
    /// A question to the acquirer.
    case host
    /// A question for the last transaction.
    case query
    /// Anything that happens.
    case step
  }

  enum Kind: Hashable {
    case lost, doubled, refused
    case damaged(byte: Int)
    /// Only so many bytes arrive.
    case cutShort(Int)
    /// So many bytes arrive, then the line ends.
    case hangUp(Int)
    case late(milliseconds: Int)
    case syncFails(isKept: Bool)
    /// The register's program is killed; what it was writing may be on disk.
    case counterDies(isKept: Bool)
    /// The power of all registers fails.
    case tillPower(isKept: Bool)
    case terminalDies(isKept: Bool)
    case answerLost, declined, partly
    case lieOlder, lieNone
    case clockJump(seconds: Int)
    case terminalClockJump(seconds: Int)
  }

  var point: Point
  /// From 1.
  var number: Int
  var kind: Kind
  /// Which of several, where the moment does not say.
  var who = 0
}
