import PosProtocol

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// This machine's clock as a terminal shows its own: local time, without a year.
enum LocalClock {
  static func now() -> ClockReading? {
    var (seconds, parts) = (time(nil), tm())
    localtime_r(&seconds, &parts)
    return ClockReading(
      month: UInt8(clamping: parts.tm_mon + 1), day: UInt8(clamping: parts.tm_mday),
      hour: UInt8(clamping: parts.tm_hour), minute: UInt8(clamping: parts.tm_min),
      second: UInt8(clamping: parts.tm_sec))
  }
}

extension ClockReading {
  /// How many seconds this is ahead of `other`, in the year that brings them closest; nil if one has no date.
  func seconds(after other: ClockReading) -> Int? {
    guard let mine = secondOfYear, let others = other.secondOfYear else { return nil }
    let (difference, year) = (mine - others, 366 * 86_400)
    if difference > year / 2 { return difference - year }
    return difference < -year / 2 ? difference + year : difference
  }

  /// In a leap year.
  private var secondOfYear: Int? {
    guard let month, let day else { return nil }
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let days = lengths.prefix(Int(month) - 1).reduce(0, +) + Int(day) - 1
    return days * 86_400 + Int(hour) * 3600 + Int(minute) * 60 + Int(second)
  }
}
