import PosProtocol

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// This machine's clock as a terminal shows its own: local time.
enum LocalClock {
  static func now() -> ClockReading? {
    var (seconds, parts) = (time(nil), tm())
    localtime_r(&seconds, &parts)
    return ClockReading(
      year: UInt16(clamping: 1900 + Int(parts.tm_year)), month: UInt8(clamping: parts.tm_mon + 1),
      day: UInt8(clamping: parts.tm_mday),
      hour: UInt8(clamping: parts.tm_hour), minute: UInt8(clamping: parts.tm_min),
      second: UInt8(clamping: min(parts.tm_sec, 59)))
  }
}

extension ClockReading {
  /// How many seconds this is ahead of `other`; in the year that brings them closest if one has none. Nil if
  /// one has no date.
  func seconds(after other: ClockReading) -> Int? {
    if let mine = secondOfEra, let others = other.secondOfEra { return mine - others }
    guard let mine = secondOfYear, let others = other.secondOfYear else { return nil }
    let (difference, year) = (mine - others, 366 * 86_400)
    if difference > year / 2 { return difference - year }
    return difference < -year / 2 ? difference + year : difference
  }

  /// Nil without a year.
  private var secondOfEra: Int? {
    guard let year, let month, let day else { return nil }
    // Years that begin in March have their leap day at the end, and their months in a pattern of five.
    let (shifted, sinceMarch) = (Int(year) - (month < 3 ? 1 : 0), (Int(month) + 9) % 12)
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
    return (days + (153 * sinceMarch + 2) / 5 + Int(day)) * 86_400 + secondOfDay
  }

  private var secondOfDay: Int { Int(hour) * 3600 + Int(minute) * 60 + Int(second) }

  /// In a leap year.
  private var secondOfYear: Int? {
    guard let month, let day else { return nil }
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let days = lengths.prefix(Int(month) - 1).reduce(0, +) + Int(day) - 1
    return days * 86_400 + secondOfDay
  }
}
