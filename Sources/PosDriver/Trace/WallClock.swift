#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The machine's own clock, for people who read traces.
enum WallClock {
  /// Milliseconds since 1970-01-01T00:00Z.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// `2026-11-21T03:35:06.123Z`.
  static func text(_ milliseconds: Int64) -> String {
    let (second, milli) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    // A time before 1970, as only somebody else's trace has it, has a remainder below nothing.
    var (seconds, parts) = (time_t(milli < 0 ? second - 1 : second), tm())
    gmtime_r(&seconds, &parts)
    let day = [padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1, 2), padded(parts.tm_mday, 2)]
    let hour = [padded(parts.tm_hour, 2), padded(parts.tm_min, 2), padded(parts.tm_sec, 2)]
    let rest = padded(Int32(milli < 0 ? milli + 1000 : milli), 3)
    return "\(day.joined(separator: "-"))T\(hour.joined(separator: ":")).\(rest)Z"
  }

  /// Days since 1970-01-01. Years begin in March here, so that the leap day is the last.
  ///
  /// - Parameters: of the Gregorian calendar; months 1...12.
  static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func padded(_ number: Int32, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
