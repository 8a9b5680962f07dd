import PosProtocol

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clock on the terminal's panel: this computer's, in its own zone.
enum WallClock {
  static func reading(ahead offset: Duration) -> ClockReading? {
    var (now, parts) = (time(nil) + time_t(offset.components.seconds), tm())
    guard localtime_r(&now, &parts) != nil else { return nil }
    return ClockReading(
      year: UInt16(clamping: 1900 + Int(parts.tm_year)), month: UInt8(parts.tm_mon + 1),
      day: UInt8(parts.tm_mday), hour: UInt8(parts.tm_hour),
      minute: UInt8(parts.tm_min), second: UInt8(min(parts.tm_sec, 59)))
  }

  /// How far a clock that shows `reading` now is ahead of this computer's; nil if it shows no date.
  static func offset(of reading: ClockReading) -> Duration? {
    guard let year = reading.year, let month = reading.month, let day = reading.day else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year) - 1900, Int32(month) - 1, Int32(day))
    (parts.tm_hour, parts.tm_min) = (Int32(reading.hour), Int32(reading.minute))
    (parts.tm_sec, parts.tm_isdst) = (Int32(reading.second), -1)
    return .seconds(mktime(&parts) - time(nil))
  }
}
