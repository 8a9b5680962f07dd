import PosDriver
import Testing

@Suite struct ReconnectPolicyTests {
  @Test func theFirstAttemptBeginsAtOnce() {
    let wait = ReconnectPolicy().wait(after: 0, .timedOut, elapsed: .zero, random: 0)
    #expect(wait == .zero)
  }

  @Test func waitsGrowToALimit() {
    var policy = ReconnectPolicy()
    (policy.shortest, policy.longest, policy.factor) = (.milliseconds(200), .seconds(3), 2)
    let waits = (1...7).map { policy.wait(after: $0, .timedOut, elapsed: .seconds(1), random: 0) }
    #expect(
      waits == [0.2, 0.4, 0.8, 1.6, 3, 3, 3].map { .milliseconds(Int($0 * 1000)) })
    let late = policy.wait(after: .max, .permission, elapsed: .seconds(1_000_000), random: 0)
    #expect(late == .seconds(3))
  }

  @Test func aWaitIsShortenedByChanceAndNeverLengthened() {
    let policy = ReconnectPolicy()
    for random in stride(from: 0, to: 1, by: 0.1) {
      let wait = policy.wait(after: 20, .timedOut, elapsed: .seconds(60), random: random)
      #expect(wait <= policy.longest && wait >= policy.longest * 0.74)
    }
  }

  /// What is there again is found within a quarter of a second.
  @Test(arguments: [DisconnectReason.notFound, .unplugged, .refused])
  func whatCostsNothingIsTriedOften(reason: DisconnectReason) {
    let policy = ReconnectPolicy()
    for failures in [1, 2, 1000] {
      let wait = policy.wait(after: failures, reason, elapsed: .seconds(100), random: 0)
      #expect(wait <= .milliseconds(100))
    }
  }

  @Test func aHostThatRefusesForLongIsLeftInPeace() {
    let wait = ReconnectPolicy().wait(after: 1000, .refused, elapsed: .seconds(121), random: 0)
    #expect(wait == .seconds(15))
  }
}
