import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

private func heard(_ receipt: UInt32) -> TransactionRecord {
  .made(receipt: receipt, trace: receipt, amount: 5)
}

/// What the journal finds, and what it leaves out.
@Suite struct JournalQueriesTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(arguments: [AttemptState.intent, .received, .unknown])
  func whatIsOpenKeepsOrderAndReader(state: AttemptState) async throws {
    let journal = try scratch.journal()
    _ = try await journal.begin(intent("a"))
    if state != .intent { try await journal.add(state, to: key("a"), record: nil, note: nil) }
    #expect(try await journal.unresolved(on: "fake:1").map(\.attempt.key) == [key("a")])
    #expect(try await journal.unresolved(on: nil).map(\.attempt.key) == [key("a")])
    #expect(try await journal.unresolved(on: "r2").isEmpty)
    #expect(
      try await journal.begin(intent("b", reader: "r2")) == .refused(.orderUnresolved(by: key("a"))))
    #expect(
      try await journal.begin(intent("b", order: "other")) == .refused(.readerUnresolved(by: key("a"))))
    #expect(try await journal.begin(intent("b", order: "other", reader: "r2")) == .recorded)
    #expect(try await journal.unresolved(on: nil).map(\.attempt.key) == [key("a"), key("b")])
    #expect(try await journal.obstacle(to: intent("c", reader: "r3")).open == key("a"))
  }

  @Test(arguments: [AttemptState.approved, .declined, .notSent])
  func whatIsOverIsNotOpen(state: AttemptState) async throws {
    let journal = try scratch.journal()
    _ = try await journal.begin(intent("a"))
    try await journal.add(state, to: key("a"), record: nil, note: nil)
    #expect(try await journal.unresolved(on: nil).isEmpty)
    #expect(try await journal.obstacle(to: intent("b")).open == nil)
    #expect(try await journal.obstacle(to: intent("b")).payer == (state == .approved ? key("a") : nil))
    #expect(try await journal.obstacle(to: intent("b", order: "other")).payer == nil)
  }

  /// A bill is owed once, whatever order it stands in; one number alone makes no bill.
  @Test func billsAreFoundInOtherOrders() async throws {
    let journal = try scratch.journal()
    func bills(_ name: String, _ numbers: [(String, String)]) -> Intent {
      var made = intent(name, order: name, reader: name)
      made.lines = numbers.map {
        Attempt.Line(amount: Amount(minorUnits: 5)!, billID: $0.0, paymentID: $0.1)
      }
      return made
    }
    _ = try await journal.begin(bills("a", [("0011", "21")]))
    #expect(try await journal.begin(bills("b", [("11", "22"), ("12", "21")])) == .recorded)
    #expect(try await journal.begin(bills("c", [("11", "0021")])) == .refused(.orderUnresolved(by: key("a"))))
    // The newest of two.
    let both = bills("c", [("11", "21"), ("12", "21")])
    #expect(try await journal.begin(both) == .refused(.orderUnresolved(by: key("b"))))
  }

  @Test(arguments: [
    (ReversalReason.lateApproval, ReversalMachine.Status.pending), (.secondApproval, .person),
  ])
  func whatIsToBeUndoneKeepsItsOrder(reason: ReversalReason, status: ReversalMachine.Status) async throws {
    let journal = try scratch.journal()
    for name in ["a", "z"] {
      _ = try await journal.begin(intent(name, order: name))
      try await journal.add(.declined, to: key(name), record: nil, note: nil)
    }
    try await journal.open(
      ReversalOpening(reason, record: heard(42)), of: key("a"), on: "fake:1", under: FreeLease())
    #expect(try await journal.reversals([status]).map(\.payment) == [key("a")])
    #expect(try await journal.begin(intent("b", order: "a")) == .refused(.reversalPending(of: key("a"))))
    #expect(try await journal.obstacle(to: intent("b", order: "a")).undoing == key("a"))
    #expect(try await journal.begin(intent("b", order: "z")) == .recorded)
  }

  @Test func whatWasNotChargedKeepsNobodyFromPaying() async throws {
    let journal = try scratch.journal()
    _ = try await journal.begin(intent("a"))
    try await journal.add(.declined, to: key("a"), record: nil, note: nil)
    try await journal.open(
      ReversalOpening(.notCharged, record: heard(42)), of: key("a"), on: "fake:1", under: FreeLease())
    #expect(try await journal.begin(intent("b")) == .recorded)
  }

  @Test func aReversalThatWentOnMeanwhileIsNotWrittenOver() async throws {
    let journal = try scratch.journal()
    for name in ["a", "b"] {
      _ = try await journal.begin(intent(name, order: name))
      try await journal.add(.declined, to: key(name), record: nil, note: nil)
      try await journal.open(
        ReversalOpening(.lateApproval, record: heard(42)), of: key(name), on: "fake:1", under: FreeLease())
    }
    let tasks = try await journal.reversals([.pending])
    #expect(tasks.map(\.payment) == [key("a"), key("b")] && tasks.map(\.id) == [1, 2])
    let task = tasks[0]
    var others = [task, task, task]
    others[0].tries += 1
    others[1].machine = ReversalMachine(failures: 1, next: task.machine.next)
    others[2].machine = ReversalMachine(.person, next: task.machine.next)
    var next = task
    next.note = "n"
    next.tries = 3
    for other in others {
      await #expect(throws: JournalError.refused("reversal 1 went on meanwhile")) {
        try await journal.update(next, since: other, under: FreeLease())
      }
    }
    try await journal.update(next, since: task, under: FreeLease())
    #expect(try await journal.reversals([.pending]) == [next, tasks[1]])
  }

  @Test func theSameReversalIsOpenedOnce() async throws {
    let journal = try scratch.journal()
    let (first, second) = (
      ReversalOpening(.strayApproval, record: heard(42)), ReversalOpening(.strayApproval, record: heard(43))
    )
    try await journal.open(first, of: nil, on: "fake:1", under: FreeLease())
    try await journal.open(first, of: nil, on: "fake:1", under: FreeLease())
    #expect(try await journal.reversals([.person]).count == 1)
    try await journal.open(second, of: nil, on: "fake:1", under: FreeLease())
    try await journal.open(first, of: nil, on: "r2", under: FreeLease())
    let tasks = try await journal.reversals([.person])
    #expect(tasks.map(\.reader) == ["fake:1", "fake:1", "r2"])
    var done = tasks[0]
    _ = done.machine.handle(.undone, at: Date())
    try await journal.update(done, since: tasks[0], under: FreeLease())
    try await journal.open(first, of: nil, on: "fake:1", under: FreeLease())
    #expect(try await journal.reversals([.person]).map(\.id) == [2, 3, 4])
    #expect(try await journal.reversals([.done]).map(\.id) == [1])
  }

  @Test func theReaderWasHeardLastInItsNewestAttempt() async throws {
    let journal = try scratch.journal()
    #expect(try await journal.lastHeard(from: "fake:1") == nil)
    for (name, reader, receipt) in [("a", "fake:1", 42), ("b", "fake:1", 43), ("c", "r2", 7)] {
      _ = try await journal.begin(intent(name, order: name, reader: reader))
      try await journal.add(.received, to: key(name), record: heard(UInt32(receipt)), note: nil)
      try await journal.add(.approved, to: key(name), record: heard(UInt32(receipt + 100)), note: nil)
    }
    #expect(try await journal.lastHeard(from: "fake:1")?.record == heard(43))
    #expect(try await journal.lastHeard(from: "r2")?.record == heard(7))
    let time = try #require(try await journal.lastHeard(from: "r2")?.time)
    #expect(abs(time.timeIntervalSinceNow) < 600)
  }
}
