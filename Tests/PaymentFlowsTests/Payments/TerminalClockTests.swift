import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct TerminalClockTests {
  /// Foundation's calendar is the judge, over four hundred years.
  @Test func countsDaysAsTheCalendarDoes() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for number in stride(from: -20_000, to: 126_000, by: 17) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let (year, month, day) = (try #require(parts.year), try #require(parts.month), try #require(parts.day))
      #expect(CivilDay(number).year == year, "day \(number)")
      #expect(CivilDay.number(year, month, day) == number, "day \(number)")
    }
  }

  @Test(arguments: [(2028, 2, 29), (2028, 3, 1), (2027, 12, 31), (2028, 1, 1), (2000, 2, 29), (2100, 3, 1)])
  func knowsLeapDaysAndNewYear(year: Int, month: Int, day: Int) {
    #expect(CivilDay(CivilDay.number(year, month, day)).year == year)
  }

  /// A terminal names no year: across midnight of New Year's Eve its offset is seconds, not a year.
  @Test func learnsTheOffsetAcrossNewYear() throws {
    let time = Date(timeIntervalSince1970: Double(CivilDay.number(2027, 1, 1) * 86_400 + 5))
    let reading = try #require(ClockReading(month: 12, day: 31, hour: 23, minute: 59, second: 58))
    #expect(TerminalClock(showing: reading, at: time).offset == -7)
  }

  @Test func withoutADateThereIsNoOffset() throws {
    let reading = try #require(ClockReading(month: nil, day: nil, hour: 1, minute: 2, second: 3))
    #expect(TerminalClock(showing: reading, at: Date()).offset == nil)
  }
}
