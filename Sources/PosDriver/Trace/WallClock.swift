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
    var (seconds, parts) = (time_t(milliseconds / 1000), tm())
    gmtime_r(&seconds, &parts)
    let day = [padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1, 2), padded(parts.tm_mday, 2)]
    let hour = [padded(parts.tm_hour, 2), padded(parts.tm_min, 2), padded(parts.tm_sec, 2)]
    let rest = padded(Int32(milliseconds % 1000), 3)
    return "\(day.joined(separator: "-"))T\(hour.joined(separator: ":")).\(rest)Z"
  }

  private static func padded(_ number: Int32, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
