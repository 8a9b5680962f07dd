internal import Foundation
internal import PosProtocol

/// What a terminal's clock says about ours. It shows neither year nor zone, so its offset is learnt from a
/// record that came straight from it; without one only another day is a contradiction.
struct TerminalClock: Sendable {
  /// Seconds that the terminal is ahead of UTC; nil if it was never heard.
  var offset: TimeInterval?

  /// Longest time from the command to its record: the total limit, and what two clocks drift apart.
  static let window: ClosedRange<TimeInterval> = -120...(20 * 60)
  /// Any zone, and a clock that is badly set.
  static let wideWindow: ClosedRange<TimeInterval> = (-26 * 3600)...(26 * 3600)

  init(offset: TimeInterval?) { self.offset = offset }

  /// Learns the offset from a reading that was current at `time`.
  init(showing reading: ClockReading?, at time: Date) {
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

  /// The reading as if it were UTC, in the year that brings it nearest; nil without a date, or with one that
  /// is none.
  private static func instant(_ reading: ClockReading, near time: Date) -> Date? {
    guard let month = reading.month, let day = reading.day else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let year = calendar.component(.year, from: time)
    let candidates = (year - 1...year + 1).compactMap { year in
      calendar.date(
        from: DateComponents(
          year: year, month: Int(month), day: Int(day), hour: Int(reading.hour), minute: Int(reading.minute),
          second: Int(reading.second)))
    }
    return candidates.min { abs($0.timeIntervalSince(time)) < abs($1.timeIntervalSince(time)) }
  }
}
