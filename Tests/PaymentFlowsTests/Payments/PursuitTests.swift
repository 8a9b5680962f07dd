import Foundation
import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct PursuitTests {
  let scratch: Scratch
  let reader = FakeReader()

  init() throws { scratch = try Scratch() }

  private func pursuing(_ change: (inout PaymentsConfiguration) -> Void = { _ in }) throws -> Payments {
    var configuration = PaymentsConfiguration.hasty
    configuration.pursuit = [.milliseconds(20)]
    change(&configuration)
    return try scratch.payments(configuration)
  }

  @Test func whatIsUnknownIsFoundOutInTheBackground() async throws {
    await reader.set(.silentAfterAcknowledgement)
    let payments = try pursuing()
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .unknown)
    let found = await payments.resolutions.first { _ in true }
    #expect(found?.key == key("a"))
    #expect(found?.outcome == .approved)
    #expect(try await payments.journal.attempt(key("a"))?.outcome == .approved)
    await eventually { await payments.pursued.isEmpty }
    await reader.forgetCalls()
    await pause(.milliseconds(100))
    #expect(await reader.calls == [], "nobody asks when nothing is open")
  }

  @Test func itIsAskedUntilItIsReady() async throws {
    await reader.set(.silentAfterAcknowledgement)
    await reader.set(statuses: [0x9C, 0x9C, 0x9C])
    let payments = try pursuing()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await eventually { (try? await payments.journal.attempt(key("a")))?.outcome == .approved }
    #expect(await reader.calls.count { $0 == .status } == 4)
  }

  @Test func afterTheDeadlineItGoesOn() async throws {
    await reader.set(.wait)
    let payments = try pursuing { $0.deadline = .milliseconds(30) }
    #expect(await payments.pay(order(), key: key("a"), on: reader).error == .deadline)
    await reader.set(.silentAfterAcknowledgement)
    await reader.release()
    #expect(await payments.resolutions.first { _ in true }?.outcome == .approved)
  }

  @Test func aReversalIsPursuedToo() async throws {
    let payments = try pursuing()
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .approved)
    try await payments.openReversal(of: key("a"))
    await payments.pursue(on: reader)
    await eventually { (try? await payments.openReversals())?.isEmpty == true }
    #expect(await reader.booked.isEmpty)
  }

  @Test func anotherReaderTakesAnotherOrder() async throws {
    await reader.set(.silentBeforeHost)
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await reader.set(newest: .made(receipt: 57, trace: 790, amount: 1_500_000))
    let second = FakeReader(name: "fake:2")
    #expect(await payments.pay(order(7, "other"), key: key("b"), on: second).outcome == .approved)
    #expect(
      await payments.pay(order(), key: key("c"), on: second).error == .orderUnresolved(by: key("a")))
    #expect(
      await payments.pay(order(8, "third"), key: key("d"), on: reader).error
        == .readerUnresolved(by: key("a")))
  }

  @Test func cancelIsARequest() async throws {
    await reader.set(.wait)
    let (payments, reader) = (try scratch.payments(), reader)
    async let report = payments.pay(order(), key: key("a"), on: reader)
    await eventually { await reader.calls.contains(.pay) }
    #expect(await payments.cancel(key("a")))
    #expect(await !payments.cancel(key("b")))
    #expect(await reader.calls.contains(.cancel))
    await reader.release()
    #expect(await report.outcome == .approved, "the reader has the last word")
    #expect(await !payments.cancel(key("a")))
  }

  @Test func whatIsCancelledBeforeItIsSentIsNotSent() async throws {
    let payments = try scratch.payments()
    var held = try await payments.journal.lease(.reader(reader.name), wait: .zero)
    var patient = PaymentsConfiguration.hasty
    patient.readerWait = .seconds(30)
    let (waiting, reader) = (try scratch.payments(patient), reader)
    async let report = waiting.pay(order(), key: key("a"), on: reader)
    await eventually { await waiting.cancel(key("a")) }
    #expect(held != nil)
    held = nil
    #expect(await report.outcome == .notSent)
    #expect(await !reader.calls.contains(.pay))
  }
}
