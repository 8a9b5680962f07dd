public import Foundation

/// A date and time of day as people in Iran read it: Jalali calendar, Tehran time.
///
/// Instants are stored; this exists only where text is made.
public struct JalaliDate: Hashable, Sendable {
  public let year: Int, month: Int, day: Int
  public let hour: Int, minute: Int, second: Int

  /// Tehran's time of an instant: summer time up to 1401, none from 1402, by the system's time zone data.
  public init(_ date: Date) {
    let parts = Self.calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    (year, month, day) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    (hour, minute, second) = (parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
  }

  /// The instant of a Jalali date and time in Tehran; nil if there is no such date.
  public static func instant(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) -> Date? {
    var parts = DateComponents(year: year, month: month, day: day)
    (parts.hour, parts.minute, parts.second) = (hour, minute, second)
    guard let date = calendar.date(from: parts) else { return nil }
    let read = JalaliDate(date)
    return read.year == year && read.month == month && read.day == day ? date : nil
  }

  /// `1405/08/30`, in ASCII digits.
  public var dateText: String { "\(year)/\(Self.two(month))/\(Self.two(day))" }
  /// `15:17:34`, in ASCII digits.
  public var timeText: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .persian)
    calendar.timeZone = TimeZone(identifier: "Asia/Tehran") ?? TimeZone(secondsFromGMT: 12_600) ?? .gmt
    return calendar
  }()
}
