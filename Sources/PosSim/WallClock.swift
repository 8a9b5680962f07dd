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
      month: UInt8(parts.tm_mon + 1), day: UInt8(parts.tm_mday), hour: UInt8(parts.tm_hour),
      minute: UInt8(parts.tm_min), second: UInt8(min(parts.tm_sec, 59)))
  }
}
