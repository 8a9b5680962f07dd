import PosDriver
import PosProtocol
import PosTransport
import Testing

@testable import PaymentFlows

@Suite struct PaymentsTests {
  let scratch: Scratch
  let reader = FakeReader()

  init() throws { scratch = try Scratch() }

  @Test func approvesAndKeepsTheRecord() async throws {
    let payments = try scratch.payments()
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .approved)
    #expect(report.receiptNumber?.value == 42)
    #expect(!report.replayed)
    #expect(report.error == nil)
    #expect(await reader.calls == [.connect, .last, .pay, .acknowledged])
    let events = try await payments.journal.events(key("a"))
    #expect(events.map(\.state) == [.intent, .received, .approved])
    #expect(events.map { $0.record == nil } == [true, false, false])
  }

  @Test func theSameKeyIsAnsweredFromTheJournalAndTheLineStaysSilent() async throws {
    let first = await (try scratch.payments()).pay(order(), key: key("a"), on: reader)
    await reader.forgetCalls()
    let again = await (try scratch.payments()).pay(order(), key: key("a"), on: reader)
    #expect(again.replayed)
    #expect(again.outcome == first.outcome)
    #expect(again.record == first.record)
    #expect(await reader.calls == [])
  }

  @Test func theSameKeyForSomethingElseIsRefusedAndTheLineStaysSilent() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await reader.forgetCalls()
    for other in [order(1_500_001), order(1_500_000, "other")] {
      let report = await payments.pay(other, key: key("a"), on: reader)
      #expect(report.outcome == .notSent)
      #expect(report.error == .keyReused)
    }
    #expect(await reader.calls == [])
  }

  @Test func theSameKeyWhileRunningIsJoined() async throws {
    await reader.set(.wait)
    let payments = try scratch.payments()
    async let first = payments.pay(order(), key: key("a"), on: reader)
    await eventually { await reader.calls.contains(.pay) }
    async let second = payments.pay(order(), key: key("a"), on: reader)
    let other = await payments.pay(order(5), key: key("a"), on: reader)
    #expect(other.error == .keyReused)
    await reader.release()
    let reports = await [first, second]
    #expect(reports.map(\.outcome) == [.approved, .approved])
    #expect(reports.map(\.replayed) == [false, true])
    #expect(await reader.calls.count { $0 == .pay } == 1)
  }

  @Test func theSameKeyElsewhereIsWaitedFor() async throws {
    await reader.set(.wait)
    var patient = PaymentsConfiguration.hasty
    patient.keyWait = .seconds(10)
    let (one, other) = (try scratch.payments(), try scratch.payments(patient))
    let (first, impatient) = (reader, try scratch.payments())
    async let running = one.pay(order(), key: key("a"), on: first)
    await eventually { await reader.calls.contains(.pay) }
    let early = await impatient.pay(order(), key: key("a"), on: reader)
    #expect(early.outcome == .unknown)
    #expect(early.error == .keyBusy)
    async let waiting = other.pay(order(), key: key("a"), on: first)
    await reader.release()
    let reports = await [running, waiting]
    #expect(reports.map(\.outcome) == [.approved, .approved])
    #expect(reports.map(\.replayed) == [false, true])
    #expect(await reader.calls.count { $0 == .pay } == 1)
  }

  @Test func aReaderThatIsInUseElsewhereIsNotTouched() async throws {
    await reader.set(.wait)
    let one = try scratch.payments()
    async let running = one.pay(order(), key: key("a"), on: reader)
    await eventually { await reader.calls.contains(.pay) }
    let second = FakeReader()
    let report = await (try scratch.payments()).pay(order(5, "other"), key: key("b"), on: second)
    #expect(report.outcome == .notSent)
    #expect(report.error == .readerBusy)
    #expect(await second.calls == [])
    let summary = await (try scratch.payments()).recover(on: second)
    #expect(summary.error == .readerBusy)
    await reader.release()
    #expect(await running.outcome == .approved)
  }

  @Test func anUnreachableReaderLeavesNoTrace() async throws {
    await reader.set(connectError: .transport(.refused("fake:1")))
    let payments = try scratch.payments()
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(report.error == .reader(.transport(.refused("fake:1"))))
    #expect(try await payments.journal.history() == [])
    await reader.set(connectError: nil)
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .approved)
  }

  @Test func declinedMayBePaidAgainWithANewKey() async throws {
    await reader.set(.decline)
    let payments = try scratch.payments()
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .declined)
    #expect(report.record?.result == ResultCode(.zvt, 51))
    await reader.set(.approve)
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .declined)
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
    #expect(await reader.booked.count == 1)
  }

  @Test func theTerminalIsToldTheOrdersNumber() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(5, "order7"), key: key("a"), on: reader)
    _ = await payments.pay(order(5, "fee:7/1"), key: key("b"), on: reader)
    _ = await payments.pay(order(5, "fee:7/2"), key: key("c"), on: reader)
    let numbers = await reader.orderNumbers
    #expect(numbers.first == OrderNumber(Array("order7".utf8)))
    #expect(Set(numbers).count == 3 && !numbers.contains(nil))
    #expect(order(9, "fee:7/1").number == numbers[1])
  }

  @Test func aPaidOrderIsNotPaidAgain() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await reader.forgetCalls()
    let report = await payments.pay(order(), key: key("b"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(report.error == .orderPaid(by: key("a")))
    #expect(await reader.calls == [])
  }

  @Test func aBillIsNotPaidAgainInAnotherOrder() async throws {
    let payments = try scratch.payments()
    let bill = try fine()
    let padded = try Bill(billID: "1234567810199", paymentID: "0" + bill.paymentID.description)
    let group = Order(
      identity: "group", currency: .irr,
      lines: [OrderLine(bill: padded), OrderLine(amount: Amount(minorUnits: 5)!)])!
    #expect(await payments.pay(group, key: key("a"), on: reader).outcome == .approved)
    await reader.forgetCalls()
    let report = await payments.pay(Order(bill: bill), key: key("b"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(report.error == .orderPaid(by: key("a")))
    #expect(await reader.calls == [])
    let twice = [OrderLine(bill: bill), OrderLine(bill: padded)]
    #expect(Order(identity: "twice", currency: .irr, lines: twice) == nil)
  }

  @Test func aBillInDoubtIsNotPaidInAnotherOrder() async throws {
    await reader.set(.silentBeforeHost)
    let payments = try scratch.payments()
    _ = await payments.pay(Order(bill: try fine()), key: key("a"), on: reader)
    let group = Order(identity: "group", currency: .irr, lines: [OrderLine(bill: try fine())])!
    let other = FakeReader(name: "fake:2")
    let report = await payments.pay(group, key: key("b"), on: other)
    #expect(report.error == .orderUnresolved(by: key("a")))
    #expect(await other.calls == [])
  }

  @Test func anUnsentCommandIsNotSent() async throws {
    await reader.set(.refuseToSend)
    let payments = try scratch.payments()
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .notSent)
    await reader.set(.approve)
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
  }

  @Test func anApprovalOverAnotherAmountIsNotAcknowledged() async throws {
    await reader.set(.approveAnother(Amount(minorUnits: 5)!))
    let payments = try scratch.payments()
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .declined)
    #expect(await reader.calls.contains(.refused))
    // What was refused is kept all the same.
    let events = try await payments.journal.events(key("a"))
    #expect(events.map(\.state) == [.intent, .intent, .declined])
    #expect(events[1].record?.amount == Amount(minorUnits: 5))
    #expect(await reader.booked.isEmpty)
  }

  @Test func theReadersMemoryIsNotedBeforeTheIntent() async throws {
    await reader.set(.silentBeforeHost)
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    #expect(try await payments.journal.open(key("a"))?.noted == .record(.earlier))
  }

  @Test func aReaderThatCannotTellIsNotedByTheJournal() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    for failure in [ReaderFailure.refused(ResultCode(.zvt, 0x83)), .contradiction] {
      await reader.set(lastError: .failure(failure))
      await reader.set(.decline)
      let name = "\(failure)".filter(\.isLetter)
      _ = await payments.pay(order(7, "other"), key: key(name), on: reader)
      #expect(try await payments.journal.open(key(name))?.noted.record?.receiptNumber?.value == 42)
    }
  }

  @Test func aReaderThatFallsSilentBeforeTheIntentIsNotSent() async throws {
    await reader.set(lastError: FakeReader.silence)
    let payments = try scratch.payments()
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(try await payments.journal.history() == [])
  }

  @Test func atTheDeadlineTheCallerHearsUnknownAndTheAttemptGoesOn() async throws {
    await reader.set(.wait)
    var configuration = PaymentsConfiguration.hasty
    configuration.deadline = .milliseconds(30)
    let payments = try scratch.payments(configuration)
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .unknown)
    #expect(report.error == .deadline)
    await reader.release()
    await eventually { (try? await payments.journal.attempt(key("a")))?.state == .approved }
    #expect(await (try scratch.payments()).pay(order(), key: key("a"), on: reader).outcome == .approved)
  }

  @Test func aCancelledCallerChangesNothing() async throws {
    await reader.set(.wait)
    let (payments, reader) = (try scratch.payments(), reader)
    let task = Task { await payments.pay(order(), key: key("a"), on: reader) }
    await eventually { await reader.calls.contains(.pay) }
    task.cancel()
    await reader.release()
    #expect(await task.value.outcome == .approved)
    #expect(try await payments.journal.events(key("a")).map(\.state) == [.intent, .received, .approved])
  }
}
