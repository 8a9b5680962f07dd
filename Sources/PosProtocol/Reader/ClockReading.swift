/// What a terminal's own clock showed: date and time of day, in its own zone. Records carry no year.
///
/// - Wire: ZVT BMP 0D (MMDD) and 0C (HHMMSS), BMP AA (YYMMDD), TLV 1F0E (YYYYMMDD) and 1F0F (HHMMSS); Sadad,
///   a Jalali date and time.
public struct ClockReading: Hashable, Sendable {
  /// 0...9999; nil if the terminal gave none.
  public let year: UInt16?
  /// 1...12 and 1...31; nil if the terminal gave no date.
  public let month: UInt8?, day: UInt8?
  public let hour: UInt8, minute: UInt8, second: UInt8

  /// Returns nil if a part is outside the clock's range, if only one of month and day is given, or a year
  /// without them.
  public init?(year: UInt16? = nil, month: UInt8?, day: UInt8?, hour: UInt8, minute: UInt8, second: UInt8) {
    guard hour < 24, minute < 60, second < 60, (month == nil) == (day == nil) else { return nil }
    if let month, let day {
      guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    }
    if let year { guard year <= 9999, month != nil else { return nil } }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }

  /// As records show it.
  public var withoutYear: ClockReading? {
    ClockReading(month: month, day: day, hour: hour, minute: minute, second: second)
  }
}
