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

  @Test func sixFailuresAndAPersonSeesIt() {
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
