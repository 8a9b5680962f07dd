import PosDriver
import PosFirmware
import PosProtocol
import PosTransport
import Testing

@testable import PosSim

@Suite struct SimulatedTerminalTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test(arguments: Counter.Way.allCases)
  func takesPayments(_ way: Counter.Way) async throws {
    let counter = try await Counter(way, in: folder)
    guard case .approved(let record) = await counter.pay(1_500_000) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    #expect(record.receiptNumber?.value == 1 && record.card?.text == "603799******0006")
    guard case .declined(ResultCode(.zvt, 51), _) = await counter.pay(66_051_000) else {
      return #expect(Bool(false), "not declined")
    }
    #expect(await counter.charges() == [1])
    await counter.close()
  }

  /// Lines that drop and power that fails: what a register then learns is what was booked.
  @Test(
    arguments: [
      (UInt64(66_102_000), false), (66_103_000, false), (66_104_000, false), (66_105_000, false),
      (66_106_000, false), (66_107_000, true), (66_108_000, false), (66_109_000, false), (66_110_000, false),
      (66_111_000, true), (66_112_000, false),
    ], Counter.Way.allCases)
  func neverLeavesTheRegisterWithAWrongTruth(_ scenario: (UInt64, Bool), _ way: Counter.Way) async throws {
    let (amount, isCharged) = scenario
    let counter = try await Counter(way, in: folder)
    guard case .approved = await counter.pay(1000) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    let outcome = await counter.pay(amount)
    let record = try await counter.recover()
    #expect(await counter.charges() == (isCharged ? [1, 2] : [1]))
    #expect((record?.isApproval == true && record?.originalTrace == nil) == isCharged)
    switch outcome {
    case .approved: #expect(isCharged)
    case .declined: #expect(!isCharged)
    case .notSent(let error): Issue.record("it was sent: \(error), \(counter.seen.events)")
    case .unknown(let error, _): #expect(error.mayHaveActed)
    }
    guard case .approved = await counter.pay(2000) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    await counter.close()
  }

  @Test func remembersEverythingWhenItIsStartedAgain() async throws {
    let paid = try await payOnce()
    // The first one's files are free when its last connection is gone.
    var second: Counter?
    for _ in 0..<100 where second == nil {
      second = try? await Counter(.tcp, in: folder)
      if second == nil { try await Task.sleep(for: .milliseconds(20)) }
    }
    let counter = try #require(second)
    let record = try await counter.recover()
    #expect(record == paid && paid != nil)
    guard case .approved(let next) = await counter.pay(2000) else { return #expect(Bool(false), "not paid") }
    #expect(next.receiptNumber?.value == 2 && next.traceNumber?.value == 2)
    await counter.close()
  }

  private func payOnce() async throws -> TransactionRecord? {
    let counter = try await Counter(.tcp, in: folder)
    let outcome = await counter.pay(1000)
    await counter.close()
    if case .approved(let record) = outcome { return record }
    return nil
  }

  @Test func presentsACardOnAKeyAndStopsOnAnother() async throws {
    let counter = try await Counter(.tcp, in: folder) { $0.card = .onKey(SimulatorSettings.CardHabit.usual) }
    async let stopped = counter.pay(1000)
    try await counter.seen.wait(for: .wantsCard(true))
    await counter.terminal.press(.stop)
    guard case .declined(.stopped, _) = await stopped else { return #expect(Bool(false), "not stopped") }
    async let paid = counter.pay(1000)
    try await counter.seen.wait(for: .wantsCard(true), times: 2)
    await counter.terminal.press(.okay)
    guard case .approved = await paid else { return #expect(Bool(false), "not paid") }
    await counter.close()
  }

  @Test func servesOneRegisterAtATime() async throws {
    let counter = try await Counter(.tcp, in: folder) { $0.card = .never }
    async let first = counter.pay(1000)
    try await counter.seen.wait(for: .wantsCard(true))
    guard case .notSent = await counter.pay(2000) else {
      return #expect(Bool(false), "a second one was served")
    }
    await counter.terminal.present(SimulatorSettings.CardHabit.usual)
    guard case .approved = await first else { return #expect(Bool(false), "the first one was disturbed") }
    await counter.close()
  }

  @Test func keepsNoClearCardNumber() async throws {
    let counter = try await Counter(.tcp, in: folder)
    _ = await counter.pay(1000)
    await counter.close()
    for name in ["turnover.jsonl", "acquirer.jsonl"] {
      #expect(try folder.text(name).contains("603799******0006"))
      #expect(try !folder.text(name).contains(/603799[0-9]{10}/))
    }
  }
}
