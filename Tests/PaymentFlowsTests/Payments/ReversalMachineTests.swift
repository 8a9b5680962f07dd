import Foundation
import Testing

@testable import PaymentFlows

private let noon = Date(timeIntervalSince1970: 1_700_000_000)

@Suite struct ReversalMachineTests {
  @Test func everyCombinationMatchesExactlyOneRow() {
    var count = 0
    for status in ReversalMachine.Status.allCases {
      for event in ReversalMachine.Event.allCases {
        for isDue in [true, false] {
          for isLast in [true, false] {
            let facts = ReversalMachine.Facts(status: status, event: event, isDue: isDue, isLast: isLast)
            #expect(ReversalMachine.rows.count { $0.matches(facts) } == 1, "\(facts)")
            count += 1
          }
        }
      }
    }
    #expect(count == 80)
  }

  @Test func decidesAsTold() {
    for status in ReversalMachine.Status.allCases {
      for event in ReversalMachine.Event.allCases {
        for (isDue, isLast) in [(true, true), (true, false), (false, true), (false, false)] {
          let facts = ReversalMachine.Facts(status: status, event: event, isDue: isDue, isLast: isLast)
          let told: ReversalMachine.Action =
            switch (status, event) {
            case (.done, _): .nothing
            case (_, .undone): .finish
            case (.givenUp, _), (.person, .due), (.person, .failed): .nothing
            case (.pending, .due): isDue ? .attempt : .wait
            case (.pending, .failed): isLast ? .handOver : .wait
            case (_, .asked): .attempt
            case (_, .gaveUp): .giveUp
            }
          #expect(ReversalMachine.rows.first { $0.matches(facts) }?.action == told, "\(facts)")
        }
      }
    }
  }

  /// Neither waits for longer than the longest delay, which a clock that was set back would have it do.
  @Test func isDueAtItsTimeAndWhereItsTimeIsTooFarAway() {
    let machine = ReversalMachine(next: noon)
    let rows: [(TimeInterval, Bool)] = [(0, true), (1, true), (-1, false), (-900, false), (-901, true)]
    for (seconds, isDue) in rows {
      #expect(machine.facts(.due, at: noon + seconds).isDue == isDue, "\(seconds)")
    }
    #expect(ReversalMachine(failures: -1, next: noon).failures == 0)
    #expect(ReversalMachine(next: noon).failures == 0)
  }

  @Test func onlyATryCountsAsAFailure() {
    for status in [ReversalMachine.Status.done, .givenUp] {
      var machine = ReversalMachine(status, failures: 1, next: noon)
      #expect(machine.handle(.failed, at: noon) == .nothing)
      #expect(machine.failures == 1 && machine.next == noon)
    }
    var machine = ReversalMachine(failures: 1, next: noon + 60)
    #expect(machine.handle(.due, at: noon) == .wait)
    #expect(machine.failures == 1 && machine.next == noon + 60)
  }

  @Test func sixFailuresAndAPersonSeesIt() {
    #expect(ReversalMachine.delays == [10, 30, 60, 300, 900])
    var machine = ReversalMachine(next: noon)
    var now = noon
    for delay in ReversalMachine.delays {
      #expect(machine.handle(.due, at: now) == .attempt)
      #expect(machine.handle(.failed, at: now) == .wait)
      #expect(machine.next == now + delay)
      #expect(machine.handle(.due, at: machine.next - 1) == .wait)
      now = machine.next
    }
    #expect(machine.handle(.due, at: now) == .attempt)
    #expect(machine.handle(.failed, at: now) == .handOver)
    #expect(machine.failures == 6)
    #expect(machine.status == .person)
    #expect(machine.handle(.due, at: now + 10_000) == .nothing)
  }

  @Test func aPersonMayHaveItTriedOrGiveItUp() {
    var machine = ReversalMachine(.person, failures: 6, next: noon)
    #expect(machine.handle(.asked, at: noon) == .attempt)
    #expect(machine.handle(.failed, at: noon) == .nothing)
    #expect(machine.failures == 7)
    #expect(machine.handle(.gaveUp, at: noon) == .giveUp)
    #expect(machine.handle(.asked, at: noon) == .nothing)
    #expect(machine.status == .givenUp)
  }

  @Test func whatIsUndoneIsAtItsEnd() {
    for status in ReversalMachine.Status.allCases where status != .done {
      var machine = ReversalMachine(status, next: noon)
      #expect(machine.handle(.undone, at: noon) == .finish)
      for event in ReversalMachine.Event.allCases { #expect(machine.handle(event, at: noon) == .nothing) }
      #expect(machine.status == .done)
    }
  }

  @Test func aPersonDoesNotWaitForATime() {
    var machine = ReversalMachine(next: noon + 60)
    #expect(machine.handle(.asked, at: noon) == .attempt)
  }

  @Test func aClockThatIsSetBackDoesNotKeepItWaiting() {
    var machine = ReversalMachine(next: noon)
    #expect(machine.handle(.due, at: noon - 365 * 86_400) == .attempt)
    #expect(machine.handle(.due, at: noon - 800) == .wait)
  }
}
