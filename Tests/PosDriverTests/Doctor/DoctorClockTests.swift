import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

/// What a doctor finds out about clocks and pre-authorizations, and what it leaves alone.
@Suite struct DoctorClockTests {
  /// Examines a terminal on a pseudo-terminal; returns the findings, and what it was asked.
  private func examine(
    _ prepare: @escaping @Sendable (TinyTerminal) -> Void, _ change: (inout Doctor) -> Void = { _ in }
  ) async throws -> ([CheckUp: Finding], [String]) {
    let loop = LineLoop.next()
    let terminal = TinyTerminal(.serial, on: loop)
    await terminal.read(prepare)
    let pair = try await PseudoTerminal.open(link: nil, on: loop) { terminal.serve($0) }
    var doctor = Doctor(address: pair.address, password: 123_456)
    change(&doctor)
    let findings = await doctor.examine()
    await pair.close()
    let words = await terminal.read { $0.commands.map(\.word) }
    return (Dictionary(findings.map { ($0.check, $0) }) { first, _ in first }, words)
  }

  @Test func aSlowClockIsFoundAndLeftAsItIs() async throws {
    let (findings, asked) = try await examine { $0.clock = Self.past }
    #expect(findings[.clock]?.verdict == .warning && findings[.clock]?.reason == "behind")
    #expect(!asked.contains("set clock") && !asked.contains("diagnose") && !asked.contains("pay"))
    #expect(findings[.diagnosis]?.verdict == .skipped)
  }

  @Test func aClockIsSetWhereThatIsAskedFor() async throws {
    let (findings, asked) = try await examine {
      $0.clock = Self.past
    } _: {
      $0.settingItsClock = true
    }
    #expect(findings[.clock]?.verdict == .ok, "\(String(describing: findings[.clock]))")
    #expect(asked.count { $0 == "set clock" } == 1)
  }

  @Test func aClockThatIsRightIsNotSet() async throws {
    let (findings, asked) = try await examine {
      $0.clock = LocalClock.now()
    } _: {
      $0.settingItsClock = true
    }
    #expect(findings[.clock]?.verdict == .ok && !asked.contains("set clock"))
  }

  @Test func aDiagnosisIsMadeWhereThatIsAskedFor() async throws {
    let (findings, asked) = try await examine { _ in
    } _: {
      $0.lettingItDiagnose = true
    }
    #expect(findings[.diagnosis]?.verdict == .ok && asked.contains("diagnose"))
  }

  @Test func openPreauthorizationsAreNamed() async throws {
    let (findings, _) = try await examine {
      $0.openPreauthorizations = [17, 18].compactMap { ReceiptNumber($0) }
    }
    #expect(findings[.preauthorizations]?.reason == "open")
    #expect(findings[.preauthorizations]?.message.english.contains("17, 18") == true)
  }

  @Test func aTerminalWithoutPreauthorizationsIsWell() async throws {
    let (findings, _) = try await examine { $0.openPreauthorizations = nil }
    #expect(findings[.preauthorizations]?.verdict == .skipped)
    #expect(findings.values.allSatisfy { $0.verdict != .failed })
  }

  private static let past = ClockReading(year: 2020, month: 2, day: 29, hour: 12, minute: 0, second: 0)!

  @Test func clocksAreComparedWithTheirYears() throws {
    func reading(_ year: UInt16?, _ month: UInt8, _ day: UInt8, _ hour: UInt8 = 0) throws -> ClockReading {
      try #require(ClockReading(year: year, month: month, day: day, hour: hour, minute: 0, second: 0))
    }
    #expect(try reading(2024, 3, 1).seconds(after: reading(2024, 2, 28)) == 2 * 86_400)
    #expect(try reading(2026, 1, 1).seconds(after: reading(2025, 12, 31, 23)) == 3600)
    #expect(try reading(2026, 11, 27).seconds(after: reading(2025, 11, 27)) == 365 * 86_400)
    #expect(try reading(nil, 1, 1).seconds(after: reading(2025, 12, 31, 23)) == 3600)
  }

  @Test func theClockThatIsShownCounts() throws {
    let now = try #require(ClockReading(year: 2026, month: 12, day: 31, hour: 23, minute: 50, second: 0))
    let slow = try #require(ClockReading(year: 2026, month: 12, day: 31, hour: 23, minute: 30, second: 1))
    let fast = try #require(ClockReading(year: 2027, month: 1, day: 1, hour: 2, minute: 50, second: 0))
    func finding(_ status: UInt16, _ look: ClockLook) -> Finding {
      DoctorTexts.clock(status, look, last: nil)
    }
    #expect(
      finding(0, ClockLook(slow, now: now)).message.english == "It is 20 minutes behind this machine's.")
    #expect(finding(0, ClockLook(fast, now: now)).message.english == "It is 3 hours ahead of this machine's.")
    #expect(finding(0, ClockLook(now, now: now)).verdict == .ok)
    #expect(finding(0x62, ClockLook(now, now: now)).reason == "wrong")
    #expect(finding(0, ClockLook(slow, now: now).with(.refused)).reason == "notSet")
  }

  @Test func aTransactionInTheFutureShowsAClockThatIsAhead() throws {
    let now = try #require(ClockReading(month: 12, day: 31, hour: 23, minute: 50, second: 0))
    let ahead = try #require(ClockReading(month: 1, day: 1, hour: 0, minute: 50, second: 0))
    let before = try #require(ClockReading(month: 12, day: 31, hour: 23, minute: 0, second: 0))
    let look = ClockLook(nil, now: now)
    #expect(ahead.seconds(after: now) == 3600)
    #expect(DoctorTexts.clock(0, look, last: ahead).reason == "ahead")
    #expect(DoctorTexts.clock(0, look, last: before).verdict == .ok)
    #expect(DoctorTexts.clock(0, look, last: nil).verdict == .skipped)
    #expect(DoctorTexts.clock(0x62, look, last: nil).verdict == .failed)
  }
}
