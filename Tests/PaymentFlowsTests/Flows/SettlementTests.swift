import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

/// The outbox's rule: a paid debt is reported until the service says what became of it.
@Suite struct SettlementTests {
  static let now = Date(timeIntervalSince1970: 1_700_000_000)

  static let fresh = Settlement(
    reference: AttemptKey("a.1")!, flow: FlowID("a")!, debt: "v-1", amount: Amount(minorUnits: 1000)!,
    tracking: nil, hostReference: nil, paid: now, next: now)

  static let rows:
    [(answer: Result<SettlementAnswer, ServiceError>, state: Settlement.State, note: String?)] = [
      (.success(.accepted), .reported, nil), (.success(.known), .reported, nil),
      (.success(.refused), .refused, "refused"), (.failure(.unreachable), .due, "serviceUnreachable"),
      (.failure(.silent), .due, "serviceSilent"), (.failure(.status(500)), .due, "serviceStatus"),
      (.failure(.malformed), .due, "serviceMalformed"), (.failure(.tooLarge), .due, "serviceTooLarge"),
      (.failure(.refused("x")), .due, "serviceRefused"),
    ]

  @Test(arguments: rows.indices)
  func onlyTheServicesWordEndsIt(index: Int) {
    let row = Self.rows[index]
    let later = Self.fresh.after(row.answer, at: Self.now)
    #expect(later.state == row.state && later.note == row.note && later.tries == 1)
    #expect((later.next > Self.now) == (row.state == .due))
  }

  @Test func waitsLongerEachTime() {
    var pauses: [TimeInterval] = []
    var report = Self.fresh
    for _ in 0..<12 {
      report = report.after(.failure(.silent), at: Self.now)
      pauses.append(report.next.timeIntervalSince(Self.now))
    }
    #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600])
    #expect(Settlement.pause(after: .max) == 3600)
  }

  @Test func waitsItsTimeAndComesBack() async throws {
    let bench = try CounterBench(
      FakeReader(), ScriptedService([.made("v-1", 1_500_000)], script: [.none, .answerLost]))
    let counter = try bench.counter()
    _ = try await counter.register(.fine, as: CounterBench.id)
    _ = try await counter.handle(.pay, CounterBench.id, on: bench.reader)
    #expect(try await counter.report().map(\.state) == [.due])
    #expect(try await counter.report().isEmpty, "its time has not come")
    #expect(try await counter.report(everything: true).map(\.state) == [.reported])
    #expect(try await counter.report(everything: true).isEmpty)
    #expect(await bench.service.settled.count == 1)
    #expect(await bench.service.repeats == 1)
  }

  @Test func aRefusedReportIsAPersonsMatter() async throws {
    let bench = try CounterBench(FakeReader(), ScriptedService([.made("v-1", 1_500_000)]))
    let (counter, store) = try bench.counter(.never)
    _ = try await counter.register(.fine, as: CounterBench.id)
    _ = try await counter.handle(.pay, CounterBench.id, on: bench.reader)
    await bench.service.settleElsewhere("v-1")
    #expect(try await counter.report().map(\.state) == [.refused])
    #expect(try await counter.report(everything: true).isEmpty)
    #expect(try await store.reports(.refused).map(\.debt) == ["v-1"])
    #expect(try await counter.report(everything: true) == [])
    #expect(try await counter.reportsForPerson().map(\.note) == ["refused"])
  }

  @Test func whatWasUndoneIsNotReported() async throws {
    let bench = try CounterBench(FakeReader(), ScriptedService([.made("v-1", 1_500_000)]))
    let counter = try bench.counter()
    _ = try await counter.register(.fine, as: CounterBench.id)
    _ = try await counter.handle(.pay, CounterBench.id, on: bench.reader)
    let undone = try await bench.scratch.payments().reverse(key("flow.1"), key: key("undo"), on: bench.reader)
    #expect(undone.outcome == .approved)
    #expect(try await counter.report().map(\.note) == ["reversed"])
    #expect(await bench.service.settled.isEmpty)
  }

  @Test func whatWasUndoneAfterItsReportIsAPersonsMatter() async throws {
    let bench = try CounterBench(FakeReader(), ScriptedService([.made("v-1", 1_500_000)]))
    let (counter, store) = try bench.counter(.never)
    let other = FlowID("other")!
    for (id, subject) in [(other, try FlowSubject.aggregate), (CounterBench.id, try .fine)] {
      _ = try await counter.register(subject, as: id)
      _ = try await counter.handle(.pay, id, on: bench.reader)
    }
    #expect(try await counter.report().map(\.state) == [.reported])
    #expect(try await counter.reportsForPerson() == [])
    #expect(try await store.payment(key("flow.1"))?.isUndone == false)
    let undone = try await bench.scratch.payments().reverse(key("flow.1"), key: key("undo"), on: bench.reader)
    #expect(undone.outcome == .approved)
    #expect(try await counter.reportsForPerson().map(\.note) == ["undone"])
    let row = try #require(try await store.payment(key("flow.1")))
    #expect(row.status == .successful && row.isUndone && row.command == nil)
    #expect(try await store.payment(key("other.1"))?.isUndone == false)
  }
}
