import Foundation
import Synchronization
import Testing

@testable import PaymentFlows

/// Hashes that can be read, and a count of how often somebody looked.
private final class OpenHashing: PasswordHashing {
  private let looks = Mutex(0)
  let scheme: PasswordScheme?

  init(_ prefix: String = "$y$") { scheme = PasswordScheme.of(prefix) }

  var count: Int { looks.withLock { $0 } }

  func hash(_ password: OfficePassword) async throws(OfficeError) -> String {
    looks.withLock { $0 += 1 }
    return (scheme?.prefix ?? "") + password.text
  }

  func check(_ password: OfficePassword, against hash: String) async throws(OfficeError) -> Bool {
    looks.withLock { $0 += 1 }
    return hash.hasSuffix("$" + password.text)
  }
}

/// A wall clock that is set by hand.
private final class SetClock: Sendable {
  private let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))
  var now: Date { time.withLock { $0 } }
  func go(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

@Suite struct OfficesTests {
  private let scratch: Scratch
  private let clock = SetClock()
  private let hashing = OpenHashing()
  private let code = OfficeCode("72-1234")!
  private let right = try! OfficePassword(typed: "right password")
  private let wrong = try! OfficePassword(typed: "wrong password")

  init() throws { scratch = try Scratch() }

  /// Opened anew, as another process would.
  private func offices(_ hashing: OpenHashing? = nil) throws -> Offices {
    Offices(
      journal: try scratch.ledger(), hashing: hashing ?? self.hashing, now: { [clock] in clock.now })
  }

  private func created() async throws -> Offices {
    let offices = try offices()
    let profile = try #require(OfficeProfile(name: "Counter 12", city: "Tehran"))
    let office = try await offices.create(code, profile, right)
    #expect(office.profile == profile && office.lastSignIn == nil)
    return offices
  }

  private func error(_ offices: Offices, _ password: OfficePassword) async -> OfficeError? {
    do throws(OfficeError) {
      _ = try await offices.signIn(code, password)
      return nil
    } catch {
      return error
    }
  }

  @Test func theRightPasswordGetsIn() async throws {
    let offices = try await created()
    let office = try await offices.signIn(code, right)
    #expect(office.lastSignIn == clock.now && office.lockout == Lockout())
    await #expect(throws: OfficeError.exists) {
      try await offices.create(code, office.profile, right)
    }
  }

  @Test func aWrongCodeAndAWrongPasswordSoundTheSame() async throws {
    let offices = try await created()
    let before = hashing.count
    #expect(await error(offices, wrong) == .refused)
    let looks = hashing.count - before
    let stranger = try #require(OfficeCode("99-9999"))
    await #expect(throws: OfficeError.refused) { try await offices.signIn(stranger, right) }
    #expect(hashing.count - before == 2 * looks, "both take as long")
  }

  /// The whole stair, with a restart at every step.
  @Test func lockoutGrowsAndSurvivesRestarts() async throws {
    _ = try await created()
    for failures in 1..<Lockout.limit {
      #expect(await error(try offices(), wrong) == .refused)
      let wait = Lockout.waits[min(failures, Lockout.waits.count - 1)]
      guard wait > 0 else { continue }
      let looks = hashing.count
      #expect(await error(try offices(), right) == .locked(until: clock.now + wait))
      clock.go(wait - 1)
      #expect(await error(try offices(), right) == .locked(until: clock.now + 1))
      #expect(hashing.count == looks, "no password is looked at behind a closed door")
      clock.go(1)
    }
    #expect(await error(try offices(), wrong) == .refused)
    clock.go(1_000_000)
    #expect(await error(try offices(), right) == .locked(until: nil))
    await #expect(throws: OfficeError.blank) { try await offices().unlock(code, by: " ") }
    try await offices().unlock(code, by: "Sara")
    #expect(await error(try offices(), right) == nil)
  }

  @Test func successForgetsFailures() async throws {
    let offices = try await created()
    for _ in 0..<2 { #expect(await error(offices, wrong) == .refused) }
    #expect(await error(offices, right) == nil)
    for _ in 0..<2 { #expect(await error(offices, wrong) == .refused) }
    #expect(await error(offices, right) == nil)
  }

  @Test func settingTheClockBackDoesNotOpen() async throws {
    let offices = try await created()
    for _ in 0..<3 { _ = await error(offices, wrong) }
    clock.go(-86_400)
    #expect(await error(offices, right) == .locked(until: clock.now + 30))
    clock.go(29)
    #expect(await error(offices, right) == .locked(until: clock.now + 1))
    clock.go(1)
    #expect(await error(offices, right) == nil)
  }

  @Test func manyTriesAtOnceGetNoMoreGuesses() async throws {
    let offices = try await created()
    let before = hashing.count
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = await error(offices, wrong) } }
    }
    #expect(hashing.count - before == 3)
    #expect(try await offices.office(code).lockout.failures == 3)
  }

  @Test func aWeakerHashIsReplacedAtSignIn() async throws {
    let old = OpenHashing("$6$")
    let profile = try #require(OfficeProfile(name: "Old"))
    _ = try await offices(old).create(code, profile, right)
    let looks = hashing.count
    #expect(await error(try offices(), right) == nil)
    #expect(hashing.count - looks == 2, "compared, and hashed anew")
    #expect(await error(try offices(), right) == nil)
    #expect(hashing.count - looks == 3, "once only")
  }

  @Test func aPasswordIsChangedByWhoKnowsIt() async throws {
    let offices = try await created()
    let new = try OfficePassword(typed: "another one")
    await #expect(throws: OfficeError.refused) {
      try await offices.changePassword(of: code, from: wrong, to: new)
    }
    await #expect(throws: OfficeError.password(.tooShort)) {
      try await offices.changePassword(of: code, from: right, to: OfficePassword(typed: "short"))
    }
    try await offices.changePassword(of: code, from: right, to: new)
    #expect(await error(offices, right) == .refused)
    #expect(await error(offices, new) == nil)
  }

  @Test func aForgottenPasswordIsReplacedByAPerson() async throws {
    let offices = try await created()
    let new = try OfficePassword(typed: "another one")
    try await offices.unlock(code, by: "Sara", newPassword: new)
    #expect(await error(offices, new) == nil)
    let stranger = try #require(OfficeCode("99-9999"))
    await #expect(throws: OfficeError.noSuchOffice) { try await offices.unlock(stranger, by: "Sara") }
  }

  @Test func theProfileChanges() async throws {
    let offices = try await created()
    let profile = try #require(OfficeProfile(name: "Counter 13", phone: "021"))
    #expect(try await offices.update(code, profile).profile == profile)
    #expect(try await self.offices().office(code).profile == profile)
  }
}
