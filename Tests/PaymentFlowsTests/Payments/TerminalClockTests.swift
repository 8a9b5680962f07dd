import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct TerminalClockTests {
  /// Foundation's calendar is the judge.
  private static let calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  /// Over four hundred years.
  @Test func countsDaysAsTheCalendarDoes() throws {
    for number in stride(from: -20_000, to: 126_000, by: 17) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = Self.calendar.dateComponents([.year, .month, .day], from: date)
      let (year, month, day) = (try #require(parts.year), try #require(parts.month), try #require(parts.day))
      #expect(CivilDay.number(year, month, day) == number, "day \(number)")
    }
  }

  /// A clock that is seven seconds slow is that slow on each day around leap days and New Year.
  @Test(arguments: [1900, 2000, 2024, 2096, 2100, 2399, 2400])
  func learnsTheOffsetOfEachDay(year: Int) throws {
    for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
      let parts = DateComponents(year: year, month: month, day: day)
      let midnight = try #require(Self.calendar.date(from: parts))
      for seconds in [-1, 0, 86_399, 86_400.0] {
        let date = midnight + seconds
        #expect(TerminalClock(showing: try Self.reading(at: date), at: date + 7).offset == -7, "\(date)")
      }
    }
  }

  /// A terminal names no year: across midnight of New Year's Eve its offset is seconds, not a year.
  @Test func learnsTheOffsetAcrossNewYear() throws {
    let time = Date(timeIntervalSince1970: Double(CivilDay.number(2027, 1, 1) * 86_400 + 5))
    let reading = try #require(ClockReading(month: 12, day: 31, hour: 23, minute: 59, second: 58))
    #expect(TerminalClock(showing: reading, at: time).offset == -7)
  }

  /// A reading as it is at some seconds from noon of 21 November 2026, UTC.
  private static func reading(_ seconds: Int) throws -> ClockReading {
    try reading(at: noon + Double(seconds))
  }

  private static func reading(at date: Date) throws -> ClockReading {
    let parts = calendar.dateComponents([.month, .day, .hour, .minute, .second], from: date)
    let values = try [parts.month, parts.day, parts.hour, parts.minute, parts.second].map {
      UInt8(try #require($0))
    }
    return try #require(
      ClockReading(month: values[0], day: values[1], hour: values[2], minute: values[3], second: values[4]))
  }

  private static let noon = Date(timeIntervalSince1970: 1_795_262_400)

  /// Seconds of the record's time behind the command, by a clock that is so far ahead or was never heard;
  /// whether a payment's record fits, and whether a reversal's does.
  @Test(
    arguments: [
      (0, -121, false, false), (0, -120, true, true), (0, 0, true, true), (0, 1200, true, true),
      (0, 1201, false, true), (0, 100_000, false, true), (3600, 3600, true, true), (3600, 0, false, false),
      (nil, -93_601, false, false), (nil, -93_600, true, true), (nil, 0, true, true),
      (nil, 93_600, true, true),
      (nil, 93_601, false, true),
    ] as [(Int?, Int, Bool, Bool)])
  func aRecordFitsWithinItsWindow(offset: Int?, seconds: Int, fits: Bool, fitsLater: Bool) throws {
    let clock = TerminalClock(offset: offset.map(Double.init))
    let reading = try Self.reading(seconds)
    #expect(clock.couldShow(reading, after: Self.noon, isOpenEnded: false) == fits)
    #expect(clock.couldShow(reading, after: Self.noon, isOpenEnded: true) == fitsLater)
  }

  @Test func withoutADateItFitsAlways() throws {
    let reading = try #require(ClockReading(month: nil, day: nil, hour: 1, minute: 2, second: 3))
    #expect(TerminalClock(offset: 0).couldShow(reading, after: Self.noon, isOpenEnded: false))
  }

  @Test func learnsTheOffsetToTheSecond() throws {
    for seconds in [-7200, -61, -1, 0, 1, 59, 60, 3599, 3600, 43_200] {
      let clock = TerminalClock(showing: try Self.reading(seconds), at: Self.noon)
      #expect(clock.offset == Double(seconds))
    }
  }

  @Test func withoutADateThereIsNoOffset() throws {
    let reading = try #require(ClockReading(month: nil, day: nil, hour: 1, minute: 2, second: 3))
    #expect(TerminalClock(showing: reading, at: Date()).offset == nil)
  }
}
