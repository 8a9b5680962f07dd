/// What a terminal's own clock showed: month, day and time of day. The wire carries no year and no zone.
///
/// - Wire: ZVT BMP 0D (MMDD) and 0C (HHMMSS); Sadad, a Jalali date and time.
public struct ClockReading: Hashable, Sendable {
  /// 1...12 and 1...31; nil if the terminal gave no date.
  public let month: UInt8?, day: UInt8?
  public let hour: UInt8, minute: UInt8, second: UInt8

  /// Returns nil if a part is outside the clock's range or if only one of month and day is given.
  public init?(month: UInt8?, day: UInt8?, hour: UInt8, minute: UInt8, second: UInt8) {
    guard hour < 24, minute < 60, second < 60, (month == nil) == (day == nil) else { return nil }
    if let month, let day {
      guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    }
    (self.month, self.day, self.hour, self.minute, self.second) = (month, day, hour, minute, second)
  }
}
