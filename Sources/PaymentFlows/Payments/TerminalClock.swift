public import Foundation
public import PosProtocol

/// What a terminal's clock says about ours. It shows neither year nor zone, so its offset is learnt from a
/// record that came straight from it; without one only another day is a contradiction.
public struct TerminalClock: Hashable, Sendable {
  /// Seconds that the terminal is ahead of UTC; nil if it was never heard.
  public var offset: TimeInterval?

  /// Longest time from the command to its record: the total limit, and what two clocks drift apart.
  static let window: ClosedRange<TimeInterval> = -120...(20 * 60)
  /// Any zone, and a clock that is badly set.
  static let wideWindow: ClosedRange<TimeInterval> = (-26 * 3600)...(26 * 3600)

  public init(offset: TimeInterval?) { self.offset = offset }

  /// Learns the offset from a reading that was current at `time`.
  public init(showing reading: ClockReading?, at time: Date) {
    offset = reading.flatMap { Self.instant($0, near: time) }.map { $0.timeIntervalSince(time) }
  }

  /// Whether a record with this reading can come from a command that began at `start`. A terminal's own
  /// reversal may come much later, when it has power again: `isOpenEnded`.
  func couldShow(_ reading: ClockReading, after start: Date, isOpenEnded: Bool) -> Bool {
    let expected = start.addingTimeInterval(offset ?? 0)
    guard let instant = Self.instant(reading, near: expected) else { return true }
    let window = offset == nil ? Self.wideWindow : Self.window
    let later = instant.timeIntervalSince(expected)
    return later >= window.lowerBound && (isOpenEnded || later <= window.upperBound)
  }

  /// The reading as if it were UTC, in the year that brings it nearest; nil without a date. A day that its
  /// month does not have counts on into the next one.
  private static func instant(_ reading: ClockReading, near time: Date) -> Date? {
    guard let month = reading.month, let day = reading.day else { return nil }
    let seconds = Int(reading.hour) * 3600 + Int(reading.minute) * 60 + Int(reading.second)
    // By a year's mean length, which is a day or two off; the years beside it are tried too.
    let year = 1970 + Int((time.timeIntervalSince1970 / 31_556_952).rounded(.down))
    let candidates = (year - 1...year + 1).map { year in
      Date(timeIntervalSince1970: Double(CivilDay.number(year, Int(month), Int(day)) * 86_400 + seconds))
    }
    return candidates.min { abs($0.timeIntervalSince(time)) < abs($1.timeIntervalSince(time)) }
  }
}

/// Days of the Gregorian calendar from the year 1 on, counted from 1 January 1970; years begin in March, so
/// that a leap day is the last one.
enum CivilDay {
  /// A day's number. `day` may lie outside its month.
  static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
