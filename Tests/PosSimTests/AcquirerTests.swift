import PosFirmware
import PosProtocol
import Testing

@testable import PosSim

@Suite struct AcquirerTests {
  private let folder = try? Folder()
  private var path: String { folder?.file("acquirer.jsonl") ?? "" }

  private func question(_ trace: UInt32, _ amount: UInt64 = 1000) -> AcquirerRequest.Question {
    AcquirerRequest.Question(
      terminalID: TerminalID(1), trace: TraceNumber(trace)!, amount: Amount(minorUnits: amount)!,
      currency: .irr,
      card: nil)
  }

  @Test func undoesABookingOnce() throws {
    let acquirer = try Acquirer(path)
    _ = try acquirer.take(.authorize(question(1)))
    for _ in 1...3 {
      let reply = try acquirer.take(.reverse(question(2), original: TraceNumber(1)!))
      #expect(reply.answer == .reversed)
    }
    #expect(acquirer.rows.map(\.event) == [.booked, .reversed])
  }

  @Test func undoesNothingThatItDoesNotKnow() throws {
    let acquirer = try Acquirer(path)
    #expect(try acquirer.take(.reverse(question(2), original: TraceNumber(1)!)).answer == .reversed)
    #expect(acquirer.rows.isEmpty)
  }

  @Test func aTraceNumberThatCameAroundAgainIsANewBooking() throws {
    let acquirer = try Acquirer(path)
    for trace: UInt32 in [1, 2, 1] { _ = try acquirer.take(.authorize(question(trace))) }
    _ = try acquirer.take(.reverse(question(3), original: TraceNumber(1)!))
    _ = try acquirer.take(.authorize(question(1)))
    #expect(acquirer.rows.map(\.event) == [.booked, .booked, .booked, .reversed, .booked])
    _ = try acquirer.take(.reverse(question(4), original: TraceNumber(1)!))
    #expect(acquirer.rows.last?.event == .reversed)
  }

  @Test func remembersAcrossARestart() throws {
    do { _ = try Acquirer(path).take(.authorize(question(1))) }
    let acquirer = try Acquirer(path)
    #expect(acquirer.rows.count == 1)
    _ = try acquirer.take(.reverse(question(2), original: TraceNumber(1)!))
    #expect(acquirer.rows.last?.event == .reversed)
  }

  @Test(arguments: [
    (UInt64(66_051_000), Currency.irr, MagicAmount.declined(51)), (66_051, .eur, .declined(51)),
    (66_001_000, .irr, .declined(1)), (66_099_000, .irr, .declined(99)), (66_100_000, .irr, .none),
    (66_000_000, .irr, .none), (66_051_001, .irr, .none), (66_101_000, .irr, .slow),
    (66_112, .eur, .dropAndLateReversal), (66_113, .eur, .none), (1_500_000, .irr, .none),
    (66_051, .irr, .none),
  ])
  func amountsMean(_ units: UInt64, _ currency: Currency, _ magic: MagicAmount) {
    #expect(MagicAmount(Amount(minorUnits: units)!, currency) == magic)
  }

  @Test func answersByAmount() throws {
    let acquirer = try Acquirer(path)
    #expect(try acquirer.take(.authorize(question(1, 66_051_000))).answer == .declined(51))
    #expect(try acquirer.take(.authorize(question(2, 66_101_000))).isSlow)
    #expect(try acquirer.take(.authorize(question(3, 66_110_000))).answer == nil)
    guard case .approved(let half, _)? = try acquirer.take(.authorize(question(4, 66_108_000))).answer else {
      return #expect(Bool(false), "not approved")
    }
    #expect(half.minorUnits == 33_054_000)
    #expect(acquirer.rows.map(\.event) == [.declined, .booked, .booked, .booked])
    #expect(acquirer.rows.last?.amount == 33_054_000)
  }
}
