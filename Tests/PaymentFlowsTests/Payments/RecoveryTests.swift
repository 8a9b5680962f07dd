import PosDriver
import PosProtocol
import PosTransport
import Testing

@testable import PaymentFlows

@Suite struct RecoveryTests {
  let scratch: Scratch
  let reader = FakeReader()

  init() throws { scratch = try Scratch() }

  private func leaveOpen(_ plan: FakeReader.Plan) async throws -> Payments {
    await reader.set(plan)
    let payments = try scratch.payments()
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .unknown)
    await reader.set(.approve)
    await reader.forgetCalls()
    return payments
  }

  @Test func findsTheApprovalThatNobodySaw() async throws {
    let payments = try await leaveOpen(.silentAfterAcknowledgement)
    let summary = await payments.recover(on: reader)
    #expect(summary.reports.map(\.outcome) == [.approved])
    #expect(summary.reports.first?.receiptNumber?.value == 42)
    #expect(summary.reports.first?.reason == .recordMatches)
    #expect((summary.resolved, summary.unresolved) == (1, 0))
    #expect(await reader.calls == [.connect, .status, .last])
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .approved)
  }

  @Test func findsThatTheTerminalReversed() async throws {
    let payments = try await leaveOpen(.silentBeforeAcknowledgement)
    let report = await payments.recover(on: reader).reports.first
    #expect(report?.outcome == .declined)
    #expect(report?.reason == .reversedByTerminal)
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
    #expect(await reader.booked.count == 1)
  }

  @Test func findsThatNothingHappened() async throws {
    let payments = try await leaveOpen(.silentBeforeHost)
    let report = await payments.recover(on: reader).reports.first
    #expect(report?.outcome == .declined)
    #expect(report?.reason == .counterNotMoved)
  }

  /// The reader lies before the second command and says that it has none; then its only record is the first
  /// one's.
  @Test func aRecordThatAnotherAttemptHasIsNotTakenTwice() async throws {
    let payments = try scratch.payments()
    await reader.set(newest: nil)
    let first = await payments.pay(order(), key: key("a"), on: reader)
    #expect(first.outcome == .approved)
    let record = try #require(first.record)
    await reader.set(newest: nil)
    await reader.set(.silentBeforeHost)
    #expect(await payments.pay(order(1_500_000, "other"), key: key("b"), on: reader).outcome == .unknown)
    await reader.set(newest: record)
    let report = await payments.recover(on: reader).reports.first
    #expect(report?.outcome == .unknown)
    #expect(report?.reason == .counterMovedOn)
  }

  /// Another till, with a journal of its own, took it.
  @Test func findsThePaymentForWhichTheTerminalRefusesAnother() async throws {
    await reader.set(newest: .made(receipt: 41, trace: 700, amount: 1_500_000))
    let payments = try await leaveOpen(.refuseAsPaid)
    #expect(try await payments.journal.events(key("a")).last?.note == "alreadyPaid")
    let report = await payments.recover(on: reader).reports.first
    #expect(report?.outcome == .approved)
    #expect(report?.reason == .paidBefore)
    #expect(report?.receiptNumber?.value == 41)
    #expect(await payments.pay(order(), key: key("b"), on: reader).error == .orderPaid(by: key("a")))
    #expect(await reader.booked.isEmpty)
  }

  @Test func whatWasPaidBeforeAndIsNotShownIsForAPerson() async throws {
    let payments = try await leaveOpen(.refuseAsPaid)
    for _ in 0..<2 {
      let report = await payments.recover(on: reader).reports.first
      #expect(report?.outcome == .unknown)
      #expect(report?.reason == .earlierPaymentHidden)
    }
    _ = try await payments.settle(
      key("a"), OperatorDecision(wasCharged: true, name: "Sara", reason: "portal shows it")!)
    // The reader's silence about it is no word against hers.
    _ = await payments.recover(on: reader)
    #expect(try await payments.journal.reversals(Set(ReversalMachine.Status.allCases)).isEmpty)
  }

  @Test func runsBeforeTheNextPayment() async throws {
    let payments = try await leaveOpen(.silentAfterAcknowledgement)
    let report = await payments.pay(order(7, "other"), key: key("b"), on: reader)
    #expect(report.outcome == .approved)
    #expect(try await payments.journal.attempt(key("a"))?.outcome == .approved)
  }

  @Test func theSameKeyAsksInsteadOfPaying() async throws {
    let payments = try await leaveOpen(.silentAfterAcknowledgement)
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .approved)
    #expect(report.replayed)
    #expect(await !reader.calls.contains(.pay))
  }

  @Test func whatStaysUnknownForbidsTheOrderAndTheReader() async throws {
    let payments = try await leaveOpen(.silentBeforeHost)
    await reader.set(newest: .made(receipt: 57, trace: 790, amount: 1_500_000))
    let same = await payments.pay(order(), key: key("b"), on: reader)
    #expect(same.outcome == .notSent)
    #expect(same.error == .orderUnresolved(by: key("a")))
    let other = await payments.pay(order(7, "other"), key: key("c"), on: reader)
    #expect(other.error == .readerUnresolved(by: key("a")))
    let elsewhere = FakeReader(name: "fake:2")
    let onOther = await payments.pay(order(), key: key("d"), on: elsewhere)
    #expect(onOther.error == .orderUnresolved(by: key("a")))
    #expect(await elsewhere.calls == [])
    #expect(await payments.pay(order(7, "other"), key: key("e"), on: elsewhere).outcome == .approved)
    #expect(await !reader.calls.contains(.pay))
  }

  @Test func asksOnlyTheReaderThatRanTheAttempt() async throws {
    let payments = try await leaveOpen(.silentBeforeHost)
    let other = FakeReader(name: "fake:2")
    let summary = await payments.recover(on: other)
    #expect(summary.reports == [])
    #expect(summary.elsewhere == ["fake:1": 1])
    #expect(await other.calls == [])
    let same = await payments.pay(order(), key: key("a"), on: other)
    #expect(same.outcome == .unknown)
    #expect(same.error == .otherReader("fake:1"))
  }

  @Test func waitsUntilTheReaderIsReady() async throws {
    _ = try await leaveOpen(.silentAfterAcknowledgement)
    var patient = PaymentsConfiguration.hasty
    patient.readyWait = .seconds(30)
    let payments = try scratch.payments(patient)
    await reader.set(statuses: [0x9C, 0xDC, 0])
    #expect(await payments.recover(on: reader).resolved == 1)
    #expect(await reader.calls.count { $0 == .status } == 3)
  }

  @Test func aReaderThatNeverGetsReadyLeavesItUnknown() async throws {
    let payments = try await leaveOpen(.silentAfterAcknowledgement)
    await reader.set(statuses: Array(repeating: 0x9C, count: 1000))
    let summary = await payments.recover(on: reader)
    #expect(summary.reports.map(\.error) == [.unresolved(.notReady)])
    #expect(summary.unresolved == 1)
  }

  @Test func anUnreachableReaderLeavesItUnknown() async throws {
    let payments = try await leaveOpen(.silentAfterAcknowledgement)
    let gone = ReaderError.transport(.refused("fake:1"))
    await reader.set(connectError: gone)
    let summary = await payments.recover(on: reader)
    #expect(summary.error == .reader(gone))
    #expect(summary.reports.map(\.outcome) == [.unknown])
    #expect(try await payments.journal.attempt(key("a"))?.state == .unknown)
  }

  @Test func aWrongPasswordIsNotTriedAgain() async throws {
    let payments = try await leaveOpen(.silentAfterAcknowledgement)
    let refused = ReaderError.registration(.refused(ResultCode(.zvt, 0x37)))
    await reader.set(connectError: refused)
    #expect(await payments.recover(on: reader).error == .reader(refused))
    #expect(await reader.calls == [.connect])
  }

  @Test func askingTwiceAddsNothing() async throws {
    let payments = try await leaveOpen(.silentBeforeHost)
    await reader.set(newest: nil)
    _ = await payments.recover(on: reader)
    let count = try await payments.journal.events(key("a")).count
    _ = await payments.recover(on: reader)
    #expect(try await payments.journal.events(key("a")).count == count)
    await reader.set(newest: .earlier)
    #expect(await payments.recover(on: reader).resolved == 1)
  }

  /// Its locks were deleted, so that somebody else works on it too.
  @Test func whatWentOnMeanwhileIsNotDecided() async throws {
    let payments = try await leaveOpen(.silentBeforeHost)
    let open = try await payments.journal.unresolved()
    try await payments.journal.add(
      .received, to: key("a"), record: .made(receipt: 42, trace: 701, amount: 1_500_000), note: nil)
    #expect(
      await payments.resolve(open, on: reader, under: try await payments.journal.right(to: reader.name)).map(
        \.outcome) == [.unknown])
    #expect(try await payments.journal.attempt(key("a"))?.state == .received)
  }

  @Test func nothingOpenAsksNothing() async throws {
    #expect(await (try scratch.payments()).recover(on: reader) == RecoverySummary())
    #expect(await reader.calls == [])
  }
}

@Suite struct ReversalTests {
  let scratch: Scratch
  let reader = FakeReader()

  init() throws { scratch = try Scratch() }

  @Test func undoesAPaymentOnce() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    let report = try await payments.reverse(key("a"), key: key("r"), on: reader)
    #expect(report.outcome == .approved)
    #expect(await reader.booked.isEmpty)
    #expect(try await payments.reverse(key("a"), key: key("r"), on: reader).replayed)
    await #expect(throws: PaymentError.reversed(by: key("r"))) {
      try await payments.reverse(key("a"), key: key("s"), on: reader)
    }
    #expect(await payments.pay(order(), key: key("b"), on: reader).outcome == .approved)
    let history = try await payments.journal.history()
    #expect(history.map(\.key.text) == ["b", "r", "a"])
    #expect(history.map(\.kind) == [.payment, .reversal, .payment])
    #expect(history[1].reverses == key("a"))
  }

  @Test func onlyAnApprovedPaymentCanBeUndone() async throws {
    await reader.set(.decline)
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    for name in ["a", "none"] {
      await #expect(throws: PaymentError.notReversible) {
        try await payments.reverse(key(name), key: key("r"), on: reader)
      }
    }
  }

  /// After an end of day receipts may be counted anew, and a terminal knows only this day's.
  @Test func thePaymentThatHasTheNumberByNowIsNotUndone() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await reader.set(newest: .made(receipt: 41, trace: 800, amount: 1_500_000))
    for number in 1...60 {
      _ = await payments.pay(order(1_500_000, "o\(number)"), key: key("b\(number)"), on: reader)
    }
    let report = try await payments.reverse(key("a"), key: key("r"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(report.error == .receiptTaken(by: key("b1")))
    #expect(await !reader.calls.contains(.reverse))
    #expect(try await payments.reverse(key("b60"), key: key("s"), on: reader).outcome == .approved)
  }

  @Test func anotherTerminalAtTheSameAddressIsNotAsked() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await reader.set(newest: .made(receipt: 42, trace: 8, amount: 1_500_000, terminal: 11_111_111))
    let report = try await payments.reverse(key("a"), key: key("r"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(report.error == .otherReader("terminal 12345678"))
    #expect(await !reader.calls.contains(.reverse))
  }

  @Test func aReversalThatFallsSilentIsRecovered() async throws {
    let payments = try scratch.payments()
    _ = await payments.pay(order(), key: key("a"), on: reader)
    await reader.set(.silentAfterAcknowledgement)
    #expect(try await payments.reverse(key("a"), key: key("r"), on: reader).outcome == .unknown)
    #expect(await payments.recover(on: reader).reports.map(\.outcome) == [.approved])
  }
}
