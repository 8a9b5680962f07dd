import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

/// Examined over a real pseudo-terminal and real sockets.
@Suite struct DoctorTests {
  /// - Parameter scale: of every time limit; short only where silence has to be waited for.
  private func examine(
    _ address: LineAddress, scale: Double = 1, _ change: (inout Doctor) -> Void = { _ in }
  ) async -> [CheckUp: Finding] {
    var doctor = Doctor(address: address, password: 123_456)
    doctor.timeScale = scale
    change(&doctor)
    let findings = await doctor.examine()
    #expect(findings.map(\.check) == CheckUp.allCases, "one finding for each check, in order")
    return Dictionary(findings.map { ($0.check, $0) }) { first, _ in first }
  }

  /// Runs `body` with a terminal on a pseudo-terminal.
  private func withTerminal(
    refusing code: ResultCode? = nil, _ body: (LineAddress, TinyTerminal) async throws -> Void
  ) async throws {
    let loop = LineLoop.next()
    let terminal = TinyTerminal(.serial, on: loop)
    await terminal.read { $0.registrationRefusal = code }
    let pair = try await PseudoTerminal.open(link: nil, on: loop) { terminal.serve($0) }
    try await body(pair.address, terminal)
    await pair.close()
  }

  @Test func aGoodReaderIsWell() async throws {
    try await withTerminal { address, terminal in
      let findings = await examine(address)
      for check in [CheckUp.port, .permission, .holder, .wiring, .handshake, .registration, .status] {
        #expect(findings[check]?.verdict == .ok, "\(check)")
      }
      #expect(findings.values.allSatisfy { $0.verdict != .failed })
      #expect(await !terminal.read { $0.sawPayment })
    }
  }

  @Test func silenceIsNeverWell() async throws {
    let loop = LineLoop.next()
    let deaf = Deaf()
    let pair = try await PseudoTerminal.open(link: nil, on: loop) { $0.start(deaf) }
    let findings = await examine(pair.address, scale: 0.2)
    await pair.close()
    #expect(findings[.wiring]?.verdict == .failed)
    #expect(findings[.wiring]?.reason == "silent")
    #expect(findings[.wiring]?.advice != nil)
    #expect(findings[.status]?.verdict == .skipped)
  }

  @Test func aWrongPasswordIsNamed() async throws {
    try await withTerminal(refusing: ResultCode(.zvt, 0x37)) { address, _ in
      let findings = await examine(address)
      #expect(findings[.handshake]?.verdict == .ok)
      #expect(findings[.registration]?.reason == "password")
      #expect(findings[.status]?.verdict == .skipped)
    }
  }

  @Test func openAttemptsAreAWarning() async throws {
    try await withTerminal { address, _ in
      #expect(await examine(address) { $0.openAttempts = 0 }[.pendingReversals]?.verdict == .ok)
      #expect(await examine(address) { $0.openAttempts = 2 }[.pendingReversals]?.reason == "openAttempts")
    }
  }

  @Test func aPortThatIsNotThereIsNamed() async throws {
    let findings = await examine(.serial(path: "/dev/no-such-port", settings: SerialSettings()))
    #expect(findings[.port]?.reason == "notFound")
    #expect(findings[.permission]?.verdict == .skipped)
  }

  @Test(arguments: [
    ("dialout", "rw-rw----", true), ("root", "rw-rw----", false), ("dialout", "rw-------", false),
  ])
  func onlyAGroupThatHelpsIsToBeJoined(group: String, mode: String, helps: Bool) {
    let address = LineAddress.serial(path: "/dev/ttyS0", settings: SerialSettings())
    let port = PortInfo(
      address: address, kind: .builtIn, access: .noPermission(owner: "root", group: group, mode: mode))
    let advice = DoctorTexts.notOpened(.noPermission("/dev/ttyS0"), address, [port]).last?.advice
    #expect(advice?.english.contains("usermod -aG \(group) ") == helps)
    #expect(advice?.persian.contains("usermod -aG \(group) ") == helps)
  }

  @Test func nobodyListensOnTheHost() async throws {
    let findings = await examine(.tcp(host: "127.0.0.1", port: 1))
    #expect(findings[.port]?.reason == "refused")
    #expect(findings[.handshake]?.verdict == .skipped)
  }

  @Test(arguments: [0x51, 0x62, 0x9C, 0xB1, 0xC2, 0xCC, 0xF0] as [UInt16])
  func everyStatusThatLocksIsAFailureWithARemedy(code: UInt16) {
    let finding = DoctorTexts.status(code)
    #expect(finding.verdict == .failed)
    #expect(finding.advice?.english.isEmpty == false && finding.advice?.persian.isEmpty == false)
  }

  @Test func anEndOfDayIsDue() {
    for code in [0xF0, 0xB1, 0xB2] as [UInt16] { #expect(DoctorTexts.endOfDay(code).reason == "due") }
    #expect(DoctorTexts.endOfDay(0).verdict == .ok)
  }
}

/// Hears everything, says nothing.
final class Deaf: LineClient {
  private let heard = Mutex<[UInt8]>([])
  var bytes: [UInt8] { heard.withLock(\.self) }

  func lineReceived(_ bytes: [UInt8]) { heard.withLock { $0 += bytes } }
  func lineClosed(_ reason: LineClosure) {}
}
