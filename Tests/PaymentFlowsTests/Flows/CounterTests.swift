import Foundation
import PaymentFlows
import PosProtocol
import Testing

/// The counter's rules, one by one.
@Suite struct CounterTests {
  static let id = CounterBench.id

  @Test func theFirstPaymentTakesTheFee() async throws {
    let bench = try CounterBench()
    let counter = try bench.counter()
    let begun = try await counter.register(.aggregate, as: Self.id)
    #expect(begun.flow.stage == .registered && begun.commands == [.pay])
    #expect(await bench.reader.calls.isEmpty, "nothing is asked before somebody pays")
    let paid = try await counter.handle(.pay, Self.id, on: bench.reader)
    #expect(paid.flow.stage == .paid)
    #expect(await bench.reader.newest?.amount == Amount(minorUnits: 175_000))
    #expect(paid.flow.key == AttemptKey("flow.1"))
    #expect(paid.flow.steps.last?.tracking == "000701")
  }

  @Test func theReceiptComesBeforeTheResult() async throws {
    let bench = try CounterBench(FakeReader(), ScriptedService([.made("total", 420_000)]))
    _ = try await bench.counter().register(.aggregate, as: Self.id)
    _ = try await bench.counter().handle(.pay, Self.id, on: bench.reader)
    // Each line is a process of its own: the gate is in the store.
    let early = try await bench.counter().handle(.open, Self.id)
    #expect(early.refusal == .receiptFirst && early.result == nil)
    await bench.tray.set(isEmpty: true)
    let jammed = try await bench.counter().handle(.print, Self.id)
    #expect(jammed.flow.stage == .paid && jammed.trouble?.name == "printer")
    #expect(try await bench.counter().handle(.open, Self.id).refusal == .receiptFirst)
    #expect(await bench.service.inquiries.isEmpty)
    await bench.tray.set(isEmpty: false)
    #expect(try await bench.counter().handle(.print, Self.id).flow.stage == .printed)
    let open = try await bench.counter().handle(.open, Self.id)
    #expect(open.result?.total.minorUnits == 420_000)
    #expect(try await bench.counter().handle(.open, Self.id).result == open.result, "it opens again")
    #expect(await bench.service.inquiries.count == 1, "and the service is not asked again")
  }

  @Test func declinedIsPaidAgainUnderANewKey() async throws {
    let bench = try CounterBench(FakeReader(.decline))
    let counter = try bench.counter()
    _ = try await counter.register(.aggregate, as: Self.id)
    let failed = try await counter.handle(.pay, Self.id, on: bench.reader)
    #expect(failed.flow.stage == .failed && failed.flow.steps.last?.note == "result:51")
    #expect(failed.label(.pay, .persian) == "پرداخت مجدد")
    #expect(try await counter.handle(.confirm, Self.id, on: bench.reader).refusal == .nothingToConfirm)
    await bench.reader.set(.approve)
    let paid = try await counter.handle(.pay, Self.id, on: bench.reader)
    #expect(paid.flow.stage == .paid && paid.flow.key == AttemptKey("flow.2"))
  }

  @Test func doubtIsConfirmedAndNeverPaidAgain() async throws {
    let bench = try CounterBench(FakeReader(.silentAfterAcknowledgement))
    let counter = try bench.counter()
    _ = try await counter.register(.aggregate, as: Self.id)
    let doubtful = try await counter.handle(.pay, Self.id, on: bench.reader)
    #expect(doubtful.flow.stage == .doubtful && doubtful.commands == [.confirm])
    await bench.reader.set(.approve)
    let again = try await counter.handle(.pay, Self.id, on: bench.reader)
    #expect(again.refusal == .doubtful)
    #expect(await bench.reader.calls.filter { $0 == .pay }.count == 1)
    let confirmed = try await counter.handle(.confirm, Self.id, on: bench.reader)
    #expect(confirmed.flow.stage == .paid)
    #expect(await bench.reader.booked.count == 1)
  }

  @Test func whatRecoveryFindsOutReachesTheFlow() async throws {
    let bench = try CounterBench(
      FakeReader(.silentAfterAcknowledgement), ScriptedService([.made("v-1", 1_500_000)]))
    let counter = try bench.counter()
    _ = try await counter.register(.fine, as: Self.id)
    _ = try await counter.handle(.pay, Self.id, on: bench.reader)
    // Somebody runs recover; the counter is not there.
    _ = await (try bench.scratch.payments()).recover(on: bench.reader)
    let views = try await bench.counter().resume()
    #expect(views.map(\.flow.stage) == [.paid])
    let reports = try await bench.counter().report()
    #expect(reports.map(\.state) == [.reported])
    #expect(await bench.service.settled.count == 1)
  }

  @Test func aChangedDebtIsNotCharged() async throws {
    for change in ["elsewhere", "changed", "silent"] {
      let service = ScriptedService([.made("v-1", change == "changed" ? 1_600_000 : 1_500_000)])
      let bench = try CounterBench(
        FakeReader(), change == "silent" ? ScriptedService(script: [.down]) : service)
      if change == "elsewhere" { await service.settleElsewhere("v-1") }
      let counter = try bench.counter()
      _ = try await counter.register(.fine, as: Self.id)
      let view = try await counter.handle(.pay, Self.id, on: bench.reader)
      #expect(view.flow.stage == (change == "silent" ? .registered : .gone))
      #expect(await bench.reader.calls.isEmpty)
    }
  }

  @Test func theSameDebtIsNotPaidByTwoFlows() async throws {
    let bench = try CounterBench(FakeReader(), ScriptedService([.made("v-1", 1_500_000)]))
    let counter = try bench.counter()
    let other = try #require(FlowID("other"))
    _ = try await counter.register(.fine, as: Self.id)
    _ = try await counter.register(.fine, as: other)
    _ = try await counter.handle(.pay, Self.id, on: bench.reader)
    #expect(try await counter.handle(.pay, other, on: bench.reader).flow.stage == .gone)
    #expect(await bench.reader.booked.count == 1)
  }

  @Test func billsArePaidOnce() async throws {
    let bench = try CounterBench()
    let counter = try bench.counter()
    _ = try await counter.register(.group, as: Self.id)
    _ = try await counter.handle(.pay, Self.id, on: bench.reader)
    await #expect(throws: CounterError.billPaid(at: 0, by: AttemptKey("flow.1")!)) {
      let one = try BillBasket(typed: [("2050327604613", "1070189")])
      _ = try await counter.register(.bills(one))
    }
    #expect(await bench.reader.booked.count == 1)
  }

  @Test func aBillInDoubtIsRefused() async throws {
    let bench = try CounterBench(FakeReader(.silentAfterAcknowledgement))
    let counter = try bench.counter()
    _ = try await counter.register(.group, as: Self.id)
    _ = try await counter.handle(.pay, Self.id, on: bench.reader)
    await #expect(throws: CounterError.billUnresolved(at: 0, by: AttemptKey("flow.1")!)) {
      _ = try await counter.register(.bills(try BillBasket(typed: [("2050327604613", "1070189")])))
    }
  }

  @Test func aPaidBillIsFoundAndPrintedAlone() async throws {
    let bench = try CounterBench()
    let counter = try bench.counter()
    _ = try await counter.register(.group, as: Self.id)
    _ = try await counter.handle(.pay, Self.id, on: bench.reader)
    _ = try await counter.handle(.print, Self.id)
    let bill = try BillID("2050327604613")
    let found = try await counter.followUp(bill)
    #expect(found.flow.id == Self.id)
    _ = try await counter.reprint(bill, of: found.flow.id)
    let paper = try #require(await bench.tray.papers.last)
    #expect(paper.isReprint && paper.text(.english).contains("10,000 IRR"))
    #expect(!paper.text(.english).contains("1,925,000"))
  }

  @Test func aNameStandsForOneThing() async throws {
    let counter = try CounterBench().counter()
    _ = try await counter.register(.aggregate, as: Self.id)
    #expect(try await counter.register(.aggregate, as: Self.id).flow.steps.count == 1)
    await #expect(throws: CounterError.nameTaken) { _ = try await counter.register(.fine, as: Self.id) }
    await #expect(throws: CounterError.noSuchFlow) { _ = try await counter.look(at: FlowID("none")!) }
    await #expect(throws: CounterError.noReader) { _ = try await counter.handle(.pay, Self.id) }
  }

  @Test func twoProcessesDoNotBothCharge() async throws {
    let bench = try CounterBench(FakeReader(.wait))
    let (first, second) = (try bench.counter(), try bench.counter())
    _ = try await first.register(.aggregate, as: Self.id)
    let reader = bench.reader
    let paying = Task { try await first.handle(.pay, Self.id, on: reader) }
    await eventually { await reader.calls.contains(.pay) }
    let other = try await second.handle(.pay, Self.id, on: reader)
    #expect(other.refusal == .doubtful, "it sees the other's attempt under way")
    await reader.release()
    #expect(try await paying.value.flow.stage == .paid)
    #expect(await reader.booked.count == 1)
  }
}
