import PaymentFlows
import PosProtocol
import Testing

/// The counter's process dies at every step in turn, before it is written and after. The oracle is the
/// reader's book, the service's book, and the paper.
@Suite struct CounterDeathTests {
  enum Course: CaseIterable, Sendable {
    case approves, declines, sendsNothing, silentBeforeHost, silentBeforeAcknowledgement
    case silentAfterAcknowledgement

    var plan: FakeReader.Plan {
      switch self {
      case .approves: .approve
      case .declines: .decline
      case .sendsNothing: .refuseToSend
      case .silentBeforeHost: .silentBeforeHost
      case .silentBeforeAcknowledgement: .silentBeforeAcknowledgement
      case .silentAfterAcknowledgement: .silentAfterAcknowledgement
      }
    }
  }

  /// Runs to the end with a death at each write; `check` gets what stands then.
  static func dying(
    _ course: Course, _ subject: FlowSubject, service script: [ScriptedService.Fault] = [],
    check: (CounterBench, FlowView) async throws -> Void
  ) async throws {
    var write = 1
    while true {
      var wasAlive = false
      for death in [MortalStore.Death.before(write), .after(write)] {
        let bench = try CounterBench(
          FakeReader(course.plan), ScriptedService([.made("v-1", 1_500_000)], script: script))
        let (counter, store) = try bench.counter(death)
        do throws(CounterError) {
          _ = try await bench.drive(subject, at: counter)
        } catch {
          #expect(error == .journal(MortalStore.dead))
        }
        wasAlive = await !store.isDead
        let view = try await bench.drive(subject, at: try bench.counter())
        #expect(await bench.reader.booked.count == 1, "\(course), died \(death)")
        try await check(bench, view)
      }
      if wasAlive { break }
      write += 1
    }
    #expect(write > 4, "no step was met")
  }

  @Test(arguments: Course.allCases)
  func anInquiryIsPaidOnce(course: Course) async throws {
    try await Self.dying(course, .aggregate) { bench, view in
      #expect(view.flow.stage == .answered)
      #expect(view.result?.total.minorUnits == 1_500_000)
      #expect(await bench.tray.papers.count >= 1)
    }
  }

  @Test func anInquiryWithoutAnAnswerNeedsNoSecondFee() async throws {
    try await Self.dying(.approves, .aggregate, service: [.down, .answerLost]) { bench, view in
      #expect(view.flow.stage == .answered)
      #expect(view.flow.charges <= 2)
      #expect(await bench.reader.booked.count == 1)
    }
  }

  @Test(arguments: Course.allCases)
  func aFineIsPaidAndReportedOnce(course: Course) async throws {
    try await Self.dying(course, .fine) { bench, view in
      #expect(view.flow.stage == .printed)
      #expect(await Array(bench.service.settled.values) == ["v-1"])
    }
  }

  @Test func aReportWhoseAnswerIsLostCountsOnce() async throws {
    // The first answer is to the question whether the debt is due.
    try await Self.dying(.approves, .fine, service: [.none, .answerLost, .down]) { bench, view in
      #expect(view.flow.stage == .printed)
      #expect(await bench.service.settled.count == 1)
    }
  }

  @Test(arguments: Course.allCases)
  func billsTogetherArePaidOnce(course: Course) async throws {
    try await Self.dying(course, .group) { bench, view in
      #expect(view.flow.stage == .printed)
      let paper = await bench.tray.papers.last?.text(.english) ?? ""
      for amount in ["17,000", "10,000", "1,898,000", "1,925,000"] {
        #expect(paper.contains(" \(amount) IRR"))
      }
    }
  }
}
