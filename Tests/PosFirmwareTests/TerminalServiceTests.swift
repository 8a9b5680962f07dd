import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct TerminalServiceTests {
  private static let clock = ClockReading(year: 2026, month: 11, day: 27, hour: 8, minute: 0, second: 0)!

  @Test func tellsItsClockInItsStatusAndInADiagnosis() {
    var bench = Bench()
    bench.put(.clock(Self.clock))
    bench.register()
    let status = TerminalStatus(code: 0, softwareVersion: WireText("pos-firmware 1"), clock: Self.clock)
    #expect(bench.asked(.status(password: nil, wantsClock: true)) == [.accept, .complete(.status(status))])
    bench.hears(.answered(.accepted))
    bench.hears(.ended)
    #expect(bench.asked(.diagnose) == [.accept, .progress(code: 0x04, texts: [], minutes: nil)])
    #expect(bench.hears(.answered(.accepted)) == [.clock(Self.clock)])
    #expect(bench.hears(.answered(.accepted)) == [.complete(.plain)])
  }

  /// A record never shows a year: it looks the same from the flash.
  @Test func recordsShowNoYear() {
    var bench = Bench()
    bench.put(.clock(Self.clock))
    bench.register()
    bench.pay()
    #expect(bench.flash.last?.record.clock == Self.clock.withoutYear)
  }

  @Test func aClockThatIsSetUnlocksATerminalWithAWrongDate() {
    var settings = TerminalSettings()
    settings.lock = ResultCode(.zvt, 0x62)
    var bench = Bench(settings)
    bench.register()
    #expect(bench.asked(.setClock(Self.clock, password: 1)) == [.refuse(ResultCode(.zvt, 0x37))])
    #expect(bench.terminal.status == .wrongDate)
    #expect(bench.asked(.setClock(Self.clock, password: 123_456)) == [.accept, .complete(.plain)])
    #expect(bench.outputs.contains(.setClock(Self.clock)))
    #expect(bench.terminal.status == .approved)
  }

  @Test func namesItsOpenPreauthorizations() {
    var settings = TerminalSettings()
    settings.openPreauthorizations = [receipt(7), receipt(9)]
    var bench = Bench(settings)
    #expect(bench.asked(.openPreauthorizations) == [.refuse(.notRegistered)])
    bench.register()
    #expect(
      bench.asked(.openPreauthorizations) == [.accept, .openPreauthorizations([receipt(7), receipt(9)])])
  }

  @Test func servesNobodyWhileAPaymentIsUnderWay() {
    var bench = Bench()
    bench.register()
    bench.payUntilAsked()
    bench.put(.lineLost)
    #expect(bench.asked(.diagnose) == [.accept, .abort(.busy)])
    bench.hears(.ended)
    #expect(bench.asked(.setClock(Self.clock, password: 123_456)) == [.accept, .abort(.busy)])
  }
}
