import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct SettlingTests {
  let scratch: Scratch
  let reader = FakeReader()
  let charged = OperatorDecision(wasCharged: true, name: "Sara", reason: "portal shows it")!
  let notCharged = OperatorDecision(wasCharged: false, name: "Sara", reason: "not in the terminal's journal")!

  init() throws { scratch = try Scratch() }

  private func leaveOpen() async throws -> Payments {
    await reader.set(.silentBeforeHost)
    let payments = try scratch.payments()
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .unknown)
    await reader.set(.approve)
    await reader.forgetCalls()
    return payments
  }

  @Test func aPersonsWordIsKeptWithNameAndReason() async throws {
    let payments = try await leaveOpen()
    #expect(try await payments.settle(key("a"), notCharged).outcome == .declined)
    let attempt = try await payments.journal.attempt(key("a"))
    #expect(attempt?.note == "settled by Sara: not in the terminal's journal")
    #expect(await reader.calls == [])
  }

  @Test func whatWasNotChargedMayBePaidAgain() async throws {
    let payments = try await leaveOpen()
    _ = try await payments.settle(key("a"), notCharged)
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
  }

  @Test func whatWasChargedIsNotPaidAgain() async throws {
    let payments = try await leaveOpen()
    _ = try await payments.settle(key("a"), charged)
    #expect(await payments.pay(order(), key: key("b"), on: reader).error == .orderPaid(by: key("a")))
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .approved)
  }

  @Test func onlyWhatIsOpenCanBeSettled() async throws {
    let payments = try await leaveOpen()
    _ = try await payments.settle(key("a"), charged)
    await #expect(throws: PaymentError.notOpen) { try await payments.settle(key("a"), notCharged) }
    await #expect(throws: PaymentError.notOpen) { try await payments.settle(key("z"), charged) }
    #expect(try await payments.journal.attempt(key("a"))?.outcome == .approved)
  }

  @Test func nobodyDecidesWithoutNameAndReason() {
    #expect(OperatorDecision(wasCharged: true, name: " ", reason: "x") == nil)
    #expect(OperatorDecision(wasCharged: true, name: "x", reason: "") == nil)
  }
}
