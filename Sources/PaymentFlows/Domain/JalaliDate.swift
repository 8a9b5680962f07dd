public import Foundation

/// A date and time of day as people in Iran read it: Jalali calendar, Tehran time.
///
/// Instants are stored; this exists only where text is made.
public struct JalaliDate: Hashable, Sendable {
  public let year: Int, month: Int, day: Int
  public let hour: Int, minute: Int, second: Int

  /// Tehran's time of an instant: summer time up to 1401, none from 1402, by the system's time zone data.
  public init(_ date: Date) {
    func part(_ component: Calendar.Component) -> Int { Self.calendar.component(component, from: date) }
    (year, month, day) = (part(.year), part(.month), part(.day))
    (hour, minute, second) = (part(.hour), part(.minute), part(.second))
  }

  /// The instant of a Jalali date and time in Tehran; nil if there is no such date or no such time of day.
  ///
  /// Where summer time began, an hour was left out: a time in it is the one an hour later. Where summer time
  /// ended, an hour came twice: the first is meant.
  public static func instant(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) -> Date? {
    guard (1206...1633).contains(year), (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second)
    else { return nil }
    var parts = DateComponents(year: year, month: month, day: day)
    (parts.hour, parts.minute, parts.second) = (hour, minute, second)
    guard let date = calendar.date(from: parts) else { return nil }
    let read = JalaliDate(date)
    return read.year == year && read.month == month && read.day == day ? date : nil
  }

  /// The instant of a date as people type it, with or without a time of day, in any digits:
  /// `1401/05/30 15:17:34`, `1401-5-30`.
  public static func instant(typed text: String) throws(FieldError) -> Date {
    let plain = PersianDigits.normalised(text).unicodeScalars
      .filter { $0.properties.generalCategory != .format }
    let words = String(String.UnicodeScalarView(plain)).split(separator: " ")
    guard (1...2).contains(words.count), let date = numbers(words[0], parting: "/-", 3...3),
      let time = words.count == 1 ? [] : numbers(words[1], parting: ":", 2...3)
    else { throw FieldError(.date, .noSuchDate) }
    let padded = time + Array(repeating: 0, count: 3 - time.count)
    guard
      let instant = instant(
        year: date[0], month: date[1], day: date[2], hour: padded[0], minute: padded[1], second: padded[2])
    else { throw FieldError(.date, .noSuchDate) }
    return instant
  }

  private static func numbers(
    _ word: Substring, parting separators: String, _ count: ClosedRange<Int>
  ) -> [Int]? {
    let parts = word.split(omittingEmptySubsequences: false) { separators.contains($0) }
    let numbers = parts.compactMap { part in
      part.count <= 4 && part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    return count.contains(parts.count) && numbers.count == parts.count ? numbers : nil
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
