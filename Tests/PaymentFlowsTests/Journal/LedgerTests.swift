import Foundation
import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

private let record = TransactionRecord.made(
  receipt: 42, trace: 701, amount: 5,
  clock: ClockReading(month: 11, day: 21, hour: 12, minute: 1, second: 2))

private let other = TransactionRecord.made(receipt: 43, trace: 702, amount: 5)

/// What every store promises, as `LedgerStore` says. `make postgres` runs it at a server too.
@Suite struct LedgerTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func keepsWhatItIsTold() async throws {
    let journal = try scratch.ledger()
    var owed = intent()
    owed.lines = [2, 3].map { Attempt.Line(amount: Amount(minorUnits: $0)!) }
    #expect(try await journal.begin(owed) == .recorded)
    try await journal.add(.received, to: key("a"), record: other, note: nil)
    try await journal.add(.approved, to: key("a"), record: record, note: "n")
    let again = try scratch.ledger()
    let attempt = try #require(try await again.attempt(key("a")))
    #expect(attempt.state == .approved)
    #expect(attempt.record == record)
    #expect(attempt.note == "n")
    #expect(attempt.lines == owed.lines)
    #expect(try await again.events(key("a")).map(\.state) == [.intent, .received, .approved])
    #expect(try await again.history() == [attempt])
    #expect(try await again.attempt(key("b")) == nil)
  }

  @Test func newestComesFirstAndPagesDoNotOverlap() async throws {
    let journal = try scratch.ledger()
    for number in 1...5 {
      _ = try await journal.begin(intent("k\(number)", order: "o\(number)", reader: "r\(number)"))
    }
    #expect(try await journal.history(limit: 2).map(\.key.text) == ["k5", "k4"])
    #expect(
      try await journal.history(HistoryPage(limit: 2, before: key("k4"))).map(\.key.text) == ["k3", "k2"])
    #expect(try await journal.history(HistoryPage(limit: 2, before: key("k1"))) == [])
    #expect(try await journal.history(HistoryPage(limit: -1)) == [])
  }

  @Test func anIntentNeedsAFreeKeyOrderAndReader() async throws {
    let journal = try scratch.ledger()
    #expect(try await journal.begin(intent()) == .recorded)
    #expect(try await journal.begin(intent()) == .refused(.keyReused))
    #expect(
      try await journal.begin(intent("b", reader: "fake:2")) == .refused(.orderUnresolved(by: key("a"))))
    #expect(
      try await journal.begin(intent("b", order: "other")) == .refused(.readerUnresolved(by: key("a"))))
    try await journal.add(.approved, to: key("a"), record: nil, note: nil)
    #expect(try await journal.begin(intent("b")) == .refused(.orderPaid(by: key("a"))))
    #expect(try await journal.begin(intent("b", order: "other")) == .recorded)
  }

  @Test func aBillIsTheSameWithItsLeadingZeros() async throws {
    let ledger = try scratch.ledger()
    #expect(try await ledger.begin(intent(bill: "100790")) == .recorded)
    let group = intent("b", order: "group", reader: "fake:2", bill: "000100790")
    #expect(try await ledger.begin(group) == .refused(.orderUnresolved(by: key("a"))))
    #expect(try await ledger.obstacle(to: group).open == key("a"))
    try await ledger.add(.approved, to: key("a"), record: record, note: nil)
    #expect(try await ledger.begin(group) == .refused(.orderPaid(by: key("a"))))
    #expect(try await ledger.obstacle(to: group) == OrderObstacle(payer: key("a")))
  }

  @Test func outcomesStay() async throws {
    let ledger = try scratch.ledger()
    _ = try await ledger.begin(intent())
    try await ledger.add(.declined, to: key("a"), record: nil, note: nil)
    for state in [AttemptState.intent, .received, .unknown, .approved, .notSent] {
      await #expect(throws: JournalError.refused("an outcome is written once")) {
        try await ledger.add(state, to: key("a"), record: nil, note: nil)
      }
    }
    await #expect(throws: JournalError.refused("attempt a went on meanwhile")) {
      try await ledger.add(
        LedgerStep(.declined, since: .intent), to: key("a"), under: try await ledger.right(to: "fake:1"))
    }
    await #expect(throws: JournalError.refused("no attempt b")) {
      try await ledger.add(
        LedgerStep(.approved), to: key("b"), under: try await ledger.right(to: "fake:1"))
    }
    #expect(try await ledger.events(key("a")).map(\.state) == [.intent, .declined])
  }

  @Test func theReadersNewestRecordIsKept() async throws {
    let ledger = try scratch.ledger()
    #expect(try await ledger.lastHeard(from: "fake:1") == nil)
    for (name, receipt) in [("a", UInt32(42)), ("b", 43)] {
      _ = try await ledger.begin(intent(name, order: name))
      let heard = TransactionRecord.made(receipt: receipt, trace: 701, amount: 5)
      try await ledger.add(.received, to: key(name), record: heard, note: nil)
      try await ledger.add(.approved, to: key(name), record: heard, note: nil)
      #expect(try await ledger.lastHeard(from: "fake:1")?.record == heard)
    }
  }

  /// What recovery goes by: the last approval that was taken, and no other record.
  @Test func onlyAnApprovalThatWasTakenIsEvidence() async throws {
    let ledger = try scratch.ledger()
    _ = try await ledger.begin(intent())
    let refusal = TransactionRecord.made(receipt: 42, trace: 701, amount: 5, isApproval: false)
    let rows: [(record: TransactionRecord?, note: String?, evidence: TransactionRecord?)] = [
      (nil, nil, nil), (refusal, nil, nil), (record, "approvalRefused", nil), (record, nil, record),
      (other, "approvalRefused", record), (refusal, "n", record), (other, "n", other),
    ]
    for row in rows {
      try await ledger.add(.received, to: key("a"), record: row.record, note: row.note)
      #expect(try await ledger.open(key("a"))?.received == row.evidence, "\(row)")
    }
  }

  @Test func aReversalKnowsItsPaymentsRecord() async throws {
    let ledger = try scratch.ledger()
    for (name, record) in [("z", other), ("a", record)] {
      _ = try await ledger.begin(intent(name, order: name))
      try await ledger.add(.approved, to: key(name), record: record, note: nil)
    }
    let payment = try #require(try await ledger.attempt(key("a")))
    #expect(try await ledger.begin(Intent(reversing: payment, record: record, key: key("r"))) == .recorded)
    #expect(try await ledger.open(key("r"))?.target == record)
    #expect(try await ledger.open(key("a"))?.target == nil)
  }

  /// Until its reader tells, or was asked for something else; and the reader tells once.
  @Test func aPersonsWordWaitsForItsReader() async throws {
    let ledger = try scratch.ledger()
    let word = OperatorDecision(wasCharged: true, name: "Sara", reason: "portal shows it")!
    func add(_ change: (inout LedgerStep) -> Void, to name: String, on reader: String) async throws {
      var step = LedgerStep(.approved)
      change(&step)
      try await ledger.add(step, to: key(name), under: try await ledger.right(to: reader))
    }
    for (name, reader) in [("a", "fake:1"), ("b", "r2")] {
      _ = try await ledger.begin(intent(name, order: name, reader: reader))
      try await add({ $0.decision = word }, to: name, on: reader)
    }
    _ = try await ledger.begin(intent("unsent", order: "c"))
    try await ledger.add(.notSent, to: key("unsent"), record: nil, note: nil)
    #expect(try await ledger.decided(on: "fake:1")?.open.attempt.key == key("a"))
    #expect(try await ledger.decided(on: "fake:1")?.decision == word)
    try await add({ $0.finding = .confirmed }, to: "a", on: "fake:1")
    #expect(try await ledger.decided(on: "fake:1") == nil)
    await #expect(throws: JournalError.refused("a decision was found out already")) {
      try await add({ $0.finding = .contradicted }, to: "a", on: "fake:1")
    }
    #expect(try await ledger.decided(on: "r2")?.open.attempt.key == key("b"))
    _ = try await ledger.begin(intent("sent", order: "d", reader: "r2"))
    #expect(try await ledger.decided(on: "r2") == nil)
  }

  @Test func reversalsGoOnFromWhereTheyStand() async throws {
    let ledger = try scratch.ledger()
    _ = try await ledger.begin(intent())
    var late = LedgerStep(.declined, opens: ReversalOpening(.lateApproval, record: record))
    late.note = "n"
    try await ledger.add(late, to: key("a"), under: try await ledger.right(to: "fake:1"))
    let lease = try await ledger.right(to: "fake:1")
    try await ledger.open(
      ReversalOpening(.asked, record: record), of: key("a"), on: "fake:1", under: lease)
    let task = try #require(try await ledger.reversals([.pending]).first)
    #expect(try await ledger.reversals([.pending, .person]).count == 1, "the same is opened once")
    #expect(task.id == 1 && task.payment == key("a"))
    #expect(task.opening == ReversalOpening(.lateApproval, record: record), "the step opened it")
    var next = task
    _ = next.machine.handle(.failed, at: Date())
    next.tries += 1
    try await ledger.update(next, since: task, under: lease)
    await #expect(throws: JournalError.refused("reversal 1 went on meanwhile")) {
      try await ledger.update(next, since: task, under: lease)
    }
    try await ledger.open(ReversalOpening(.strayApproval, record: nil), of: nil, on: "x", under: lease)
    #expect(try await ledger.reversals([.person]).map(\.id) == [2])
    #expect(try await ledger.obstacle(to: intent("b")).undoing == key("a"))
  }

  @Test func oneHoldsASubjectAtATime() async throws {
    let (one, two) = (try scratch.ledger(), try scratch.ledger())
    for subject in [LedgerSubject.reader("a"), .key(key("a")), .task("a")] {
      var held = try await one.lease(subject, wait: .zero)
      #expect(held != nil)
      #expect(try await two.lease(subject, wait: .milliseconds(50)) == nil)
      held = nil
      let fence = try await two.lease(subject, wait: .seconds(5))?.fence
      #expect(fence != nil)
    }
  }

  /// Each counter has its own reader, and all of them the same order.
  @Test func manyCountersAtOneOrderAndOneGetsIt() async throws {
    let ledgers = [try scratch.ledger(), try scratch.ledger()]
    let answers = try await withThrowingTaskGroup(of: IntentAnswer.self) { group in
      for number in 0..<12 {
        group.addTask {
          try await ledgers[number % 2].begin(intent("k\(number)", reader: "r\(number)"))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { $0 == .recorded } == 1)
    #expect(try await ledgers[0].unresolved().count == 1)
  }

  @Test func everythingIsWalkedThrough() async throws {
    let ledger = try scratch.ledger()
    for number in 1...7 {
      _ = try await ledger.begin(intent("k\(number)", order: "o\(number)", reader: "r\(number)"))
    }
    try await ledger.check()
    let first = try await ledger.oldest(after: nil, limit: 4).map(\.key.text)
    let rest = try await ledger.oldest(after: key(first[3]), limit: 9).map(\.key.text)
    #expect(first + rest == (1...7).map { "k\($0)" })
    #expect(try await ledger.prune(olderThan: 0) == 0)
  }
}
