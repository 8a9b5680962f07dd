import Foundation
import Testing

@testable import PaymentFlows

struct CalendarRow: Sendable {
  var jalali: [Int]
  /// Noon in Tehran.
  var utc: String
}

private let calendarRows = [
  CalendarRow(jalali: [1397, 10, 10], utc: "2018-12-31T08:30:00Z"),
  CalendarRow(jalali: [1399, 12, 30], utc: "2021-03-20T08:30:00Z"),
  CalendarRow(jalali: [1400, 1, 1], utc: "2021-03-21T08:30:00Z"),
  CalendarRow(jalali: [1403, 12, 30], utc: "2025-03-20T08:30:00Z"),
  CalendarRow(jalali: [1404, 1, 1], utc: "2025-03-21T08:30:00Z"),
  CalendarRow(jalali: [1357, 11, 22], utc: "1979-02-11T08:30:00Z"),
]

private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

@Suite struct JalaliDateTests {
  @Test(arguments: calendarRows)
  func bothWays(_ row: CalendarRow) throws {
    let read = JalaliDate(try date(row.utc))
    #expect([read.year, read.month, read.day, read.hour] == row.jalali + [12])
    let instant = JalaliDate.instant(year: row.jalali[0], month: row.jalali[1], day: row.jalali[2], hour: 12)
    #expect(try instant == date(row.utc))
  }

  @Test func leapYearsFollowTheThirtyThreeYearRule() {
    for year in 1206...1633 {
      let isLeap = [1, 5, 9, 13, 17, 22, 26, 30].contains(year % 33)
      #expect((JalaliDate.instant(year: year, month: 12, day: 30) != nil) == isLeap, "\(year)")
    }
  }

  @Test func tehranHadSummerTimeUpTo1401() throws {
    #expect(JalaliDate(try date("2022-08-21T10:47:34Z")).timeText == "15:17:34")
    #expect(JalaliDate(try date("2022-08-21T10:47:34Z")).dateText == "1401/05/30")
    #expect(JalaliDate(try date("2022-03-21T12:00:00Z")).timeText == "15:30:00")
    #expect(JalaliDate(try date("2022-03-22T12:00:00Z")).timeText == "16:30:00")
    #expect(JalaliDate(try date("2022-09-22T12:00:00Z")).timeText == "15:30:00")
    #expect(JalaliDate(try date("2023-07-22T12:00:00Z")).timeText == "15:30:00")
  }

  @Test func refusesDatesThatAreNone() {
    #expect(JalaliDate.instant(year: 1404, month: 12, day: 30) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 7, day: 31) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 13, day: 1) == nil)
  }

  @Test func refusesTimesThatAreNone() {
    #expect(JalaliDate.instant(year: 1404, month: 1, day: 1, hour: 24) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 1, day: 1, minute: 60) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 1, day: 1, second: -1) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 1, day: 1, second: 60) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 1, day: 1, minute: -1) == nil)
    #expect(JalaliDate.instant(year: 1404, month: 1, day: 1, hour: 23, minute: 59, second: 59) != nil)
  }

  @Test func knowsTheYearsOfTheRule() {
    #expect([1205, 1634].allSatisfy { JalaliDate.instant(year: $0, month: 1, day: 1) == nil })
    #expect([1206, 1633].allSatisfy { JalaliDate.instant(year: $0, month: 1, day: 1) != nil })
  }

  /// At midnight of 1401/01/02 the clocks went from 00:00 to 01:00, at the end of 1401/06/30 back by an hour.
  @Test func whereSummerTimeBeginsAndEnds() throws {
    #expect(try JalaliDate.instant(typed: "1401/01/02") == date("2022-03-21T20:30:00Z"))
    #expect(try JalaliDate.instant(typed: "1401/01/02 00:30") == date("2022-03-21T21:00:00Z"))
    #expect(try JalaliDate.instant(typed: "1401/06/30 23:30") == date("2022-09-21T19:00:00Z"))
  }

  @Test(arguments: [
    "1401/05/30 15:17:34", "۱۴۰۱/۰۵/۳۰ ۱۵:۱۷:۳۴", "١٤٠١-٥-٣٠  15:17:34", "\u{2066}1401/5/30 15:17:34\u{2069}",
  ])
  func readsWhatPeopleType(text: String) throws {
    #expect(try JalaliDate.instant(typed: text) == date("2022-08-21T10:47:34Z"))
  }

  @Test(arguments: [
    "", "1401", "1401/05", "1401/05/32", "1401/5/30/1", "1401/5/30 15", "1401/5/30 25:00",
    "1401/5/30 15:00 x",
    "a/b/c", "1401//30", "1401//5/30", "01401/5/30", "1401/+5/30", "1401/5/30 15:17:34:00",
    "1401/5/30 15::17",
    "99999/1/1", "2022/08/21",
  ])
  func refusesWhatIsNoDate(text: String) {
    #expect(throws: FieldError(.date, .noSuchDate)) { try JalaliDate.instant(typed: text) }
  }

  /// Every day of the range follows the day before, at noon in Tehran, in months of the right length.
  @Test func daysFollowEachOther() throws {
    var noon = try #require(JalaliDate.instant(year: 1395, month: 1, day: 1, hour: 12))
    for year in 1395...1406 {
      let isLeap = [1, 5, 9, 13, 17, 22, 26, 30].contains(year % 33)
      for month in 1...12 {
        for day in 1...(month < 7 ? 31 : month < 12 || isLeap ? 30 : 29) {
          let read = JalaliDate(noon)
          #expect([read.year, read.month, read.day] == [year, month, day] as [Int])
          noon += 86_400
        }
      }
    }
  }
}
