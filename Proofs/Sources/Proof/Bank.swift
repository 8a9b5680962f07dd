import PosFirmware
import PosProtocol

/// The acquirer: what it has booked is what was charged, whatever terminals and registers believe.
struct Bank {
  struct Booking {
    let terminal: Int
    let trace: UInt32
    let amount: UInt64
    /// The visit whose key the money was for; -1: of nobody's command.
    let key: Int
    var stands = true
  }

  private(set) var bookings: [Booking] = []
  private(set) var requests = 0

  mutating func book(terminal: Int, trace: TraceNumber, amount: Amount, key: Int) {
    bookings.append(Booking(terminal: terminal, trace: trace.value, amount: amount.minorUnits, key: key))
  }

  /// Undoes what was booked under a trace number, if it stands.
  mutating func undo(terminal: Int, trace: TraceNumber) {
    let index = bookings.lastIndex { $0.terminal == terminal && $0.trace == trace.value }
    if let index { bookings[index].stands = false }
  }

  /// How often a key is charged now.
  func standing(_ key: Int) -> Int {
    var count = 0
    for booking in bookings where booking.key == key && booking.stands { count += 1 }
    return count
  }

  func standing(terminal: Int, trace: UInt32) -> Bool {
    bookings.last { $0.terminal == terminal && $0.trace == trace }?.stands ?? false
  }
}
