import Foundation
import PosDriver
import PosProtocol
import PosTransport
import Testing

@testable import PaymentFlows

@Suite struct ReversalQueueTests {
  let scratch: Scratch
  let reader = FakeReader()
  let word = PersonsWord(name: "Sara", reason: "paid out in cash")!
  let notCharged = OperatorDecision(wasCharged: false, name: "Sara", reason: "not in the terminal's journal")!
  let charged = OperatorDecision(wasCharged: true, name: "Sara", reason: "portal shows it")!

  init() throws { scratch = try Scratch() }

  /// The card was charged, nobody heard so, and a person said that it was not.
  private func contradicted() async throws -> Payments {
    await reader.set(.silentAfterAcknowledgement)
    let payments = try scratch.payments()
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .unknown)
    #expect(try await payments.settle(key("a"), notCharged).outcome == .declined)
    await reader.set(.approve)
    _ = await payments.recover(on: reader)
    return payments
  }

  @Test func whatContradictsAPersonOpensAReversal() async throws {
    let payments = try await contradicted()
    let task = try #require(try await payments.openReversals().first)
    #expect(task.opening.reason == .decisionContradicted)
    #expect(task.payment == key("a"))
    #expect(task.opening.record?.receiptNumber?.value == 42)
    #expect(task.machine.status == .pending)
    let attempt = try await payments.journal.attempt(key("a"))
    #expect(attempt?.outcome == .declined)
    #expect(attempt?.note == "decisionContradicted")
    _ = await payments.recover(on: reader)
    #expect(try await payments.openReversals().count == 1)
  }

  @Test func untilItIsUndoneTheOrderIsNotPaidAgain() async throws {
    let payments = try await contradicted()
    let report = await payments.pay(order(), key: key("b"), on: reader)
    #expect(report.error == .reversalPending(of: key("a")))
    #expect(report.outcome == .notSent)
    let reports = try await payments.runReversals(on: reader)
    #expect(reports.map(\.task.machine.status) == [.done])
    #expect(reports.first?.task.note == "undone by attempt undo-1-1")
    #expect(await reader.booked.isEmpty)
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
    #expect(try await payments.openReversals() == [])
  }

  @Test func aConfirmedDecisionOpensNothing() async throws {
    await reader.set(.silentAfterAcknowledgement)
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    _ = try await payments.settle(key("a"), charged)
    _ = await payments.recover(on: reader)
    #expect(try await payments.journal.attempt(key("a"))?.note == "decisionConfirmed")
    #expect(try await payments.openReversals() == [])
    #expect(try await payments.journal.decided(on: reader.name) == nil)
  }

  @Test func whatWasNotChargedAfterAllWaitsForAPersonAndMayBePaid() async throws {
    await reader.set(.silentBeforeHost)
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    _ = try await payments.settle(key("a"), charged)
    await reader.set(.approve)
    #expect(await payments.pay(order(), key: key("b"), on: reader).error == .orderPaid(by: key("a")))
    _ = await payments.recover(on: reader)
    let task = try #require(try await payments.openReversals().first)
    #expect(task.opening.reason == .notCharged)
    #expect(task.machine.status == .person)
    #expect(try await payments.runReversals(on: reader) == [])
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
  }

  @Test func aFailureIsTriedAgainWithItsOwnKeyWhenItsTimeHasCome() async throws {
    let payments = try await contradicted()
    await reader.set(.decline)
    let now = Date()
    let first = try await payments.runReversals(on: reader, at: now)
    #expect(first.map(\.attempt?.outcome) == [.declined])
    #expect(first.map(\.task.machine.failures) == [1])
    await reader.forgetCalls()
    #expect(try await payments.runReversals(on: reader, at: now + 9).map(\.attempt) == [nil])
    #expect(await reader.calls == [])
    // The terminal shows the failed reversal; its payment must be the newest for this reader to undo it.
    await reader.set(.approve)
    await reader.set(newest: .made(receipt: 42, trace: 701, amount: 1_500_000))
    let second = try await payments.runReversals(on: reader, at: now + 11)
    #expect(second.map(\.task.machine.status) == [.done])
    let history = try await payments.journal.history()
    #expect(history.filter { $0.kind == .reversal }.map(\.key.text) == ["undo-1-2", "undo-1-1"])
  }

  @Test func afterSixFailuresAPersonSeesItAndMayGiveItUp() async throws {
    let payments = try await contradicted()
    await reader.set(connectError: .transport(.refused("fake:1")))
    var now = Date()
    for _ in 1...6 {
      now += 1000
      _ = try await payments.runReversals(on: reader, at: now)
    }
    let task = try #require(try await payments.openReversals().first)
    #expect(task.machine.status == .person)
    #expect(task.machine.failures == 6)
    await reader.set(connectError: nil)
    await reader.forgetCalls()
    _ = try await payments.runReversals(on: reader, at: now + 100_000)
    #expect(await reader.calls == [])
    #expect(try await payments.giveUpReversal(task.id, word).note == "given up by Sara: paid out in cash")
    #expect(try await payments.openReversals() == [])
    await #expect(throws: PaymentError.noSuchReversal) { try await payments.giveUpReversal(task.id, word) }
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
  }

  @Test func aPersonMayHaveItTriedNow() async throws {
    let payments = try await contradicted()
    await reader.set(connectError: .transport(.refused("fake:1")))
    _ = try await payments.runReversals(on: reader)
    await reader.set(connectError: nil)
    #expect(try await payments.runReversals(on: reader, only: 1).map(\.task.machine.status) == [.done])
    await #expect(throws: PaymentError.noSuchReversal) {
      try await payments.runReversals(on: reader, only: 7)
    }
  }

  @Test func anUnknownTryIsAskedForAndNotRepeated() async throws {
    let payments = try await contradicted()
    await reader.set(.silentAfterAcknowledgement)
    let now = Date()
    #expect(try await payments.runReversals(on: reader, at: now).map(\.attempt?.outcome) == [.unknown])
    await reader.set(.approve)
    await reader.forgetCalls()
    let again = try await payments.runReversals(on: reader, at: now + 11)
    #expect(again.map(\.task.machine.status) == [.done])
    #expect(await !reader.calls.contains(.reverse))
  }

  @Test func whatTheTerminalUndidByItselfIsOnlyRecorded() async throws {
    let payments = try await contradicted()
    await reader.set(newest: .made(receipt: 43, trace: 702, amount: 1_500_000, original: 701))
    await reader.forgetCalls()
    let reports = try await payments.runReversals(on: reader)
    #expect(reports.map(\.task.machine.status) == [.done])
    #expect(reports.first?.attempt?.reason == .reversedByTerminal)
    #expect(await !reader.calls.contains(.reverse))
    #expect(try await payments.journal.attempt(key("undo-1-1"))?.outcome == .approved)
  }

  @Test func aReversalThatIsAskedForIsPursued() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    try await payments.openReversal(of: key("a"))
    try await payments.openReversal(of: key("a"))
    #expect(try await payments.openReversals().map(\.opening.reason) == [.asked])
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .notSent)
    #expect(try await payments.runReversals(on: reader).map(\.task.machine.status) == [.done])
    await #expect(throws: PaymentError.reversed(by: key("undo-1-1"))) {
      try await payments.openReversal(of: key("a"))
    }
  }

  @Test func anotherReaderHasNothingToUndo() async throws {
    let payments = try await contradicted()
    let other = FakeReader(name: "fake:2")
    #expect(try await payments.runReversals(on: other) == [])
    #expect(await other.calls == [])
  }
}
