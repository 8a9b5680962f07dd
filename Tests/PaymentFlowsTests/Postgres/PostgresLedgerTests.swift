#if Postgres
  import Foundation
  import PosDriver
  import PosProtocol
  import Synchronization
  import Testing

  @testable import PaymentFlows

  private let record = TransactionRecord.made(receipt: 42, trace: 701, amount: 5)

  /// What only a store that many share must stand; what every store promises is in `LedgerTests`.
  @Suite(.timeLimit(.minutes(3))) struct PostgresLedgerTests {
    let address: String
    let other: PostgresConnection

    init() throws { (address, other) = try TestServer.fresh() }

    private func ledger(
      leaseTime: Duration = .seconds(60), atCommit: @escaping PostgresConnection.AtCommit = { _ in }
    ) throws -> PostgresLedger {
      try PostgresLedger(address, leaseTime: leaseTime, atCommit: atCommit)
    }

    private func run(_ sql: String) async throws -> [SQLRow] { try await other.single { try $0.run(sql) } }

    @Test func aLeaseIsGivenBackWithAGreaterFence() async throws {
      let (one, two) = (try ledger(), try ledger())
      var held = try await one.lease(.reader("fake:1"), wait: .zero)
      #expect(held?.fence == 1)
      held = nil
      await one.close()
      #expect(try await two.lease(.reader("fake:1"), wait: .zero)?.fence == 2)
    }

    @Test func aLeaseIsRenewedForAsLongAsItIsHeld() async throws {
      let (one, two) = (try ledger(leaseTime: .seconds(6)), try ledger())
      let held = try await one.right(to: "fake:1")
      #expect(try await two.lease(.reader("fake:1"), wait: .seconds(9)) == nil)
      #expect(try await one.begin(intent(), under: held) == .recorded)
    }

    /// The counter stood still; its lease ran out, and another one took over.
    @Test func noStepIsTakenUnderALostLease() async throws {
      let (one, two) = (try ledger(), try ledger())
      let lost = try await one.right(to: "fake:1")
      #expect(try await one.begin(intent(), under: lost) == .recorded)
      _ = try await run("UPDATE leases SET expires = 0")
      let now = try await two.right(to: "fake:1")
      #expect(now.fence == 2)
      await #expect(throws: JournalError.leaseLost) {
        try await one.add(LedgerStep(.approved), to: key("a"), under: lost)
      }
      await #expect(throws: JournalError.leaseLost) {
        _ = try await one.begin(intent("b", order: "other"), under: lost)
      }
      await #expect(throws: JournalError.leaseLost) {
        try await one.open(ReversalOpening(.asked, record: record), of: key("a"), on: "fake:1", under: lost)
      }
      try await two.add(LedgerStep(.unknown), to: key("a"), under: now)
      #expect(try await one.events(key("a")).map(\.state) == [.intent, .unknown])
    }

    /// Two that undo the same would undo it twice.
    @Test func noReversalGoesOnUnderALostLease() async throws {
      let (one, two) = (try ledger(), try ledger())
      let lost = try await one.right(to: "fake:1")
      try await one.open(ReversalOpening(.asked, record: record), of: nil, on: "fake:1", under: lost)
      let task = try #require(try await one.reversals([.pending]).first)
      _ = try await run("UPDATE leases SET expires = 0")
      let now = try await two.right(to: "fake:1")
      var next = task
      next.tries += 1
      let step = next
      await #expect(throws: JournalError.leaseLost) { try await one.update(step, since: task, under: lost) }
      try await two.update(step, since: task, under: now)
      #expect(try await two.reversals([.pending]).map(\.tries) == [1])
    }

    /// It wakes up in the middle of a payment: the terminal is told to reverse, nothing is charged.
    @Test func aCounterThatLostItsReaderChargesNobody() async throws {
      let (one, two) = (try ledger(), try ledger())
      let reader = FakeReader(.wait)
      let payments = Payments(journal: one, configuration: .hasty)
      let paid = Task { await payments.pay(order(), key: key("a"), on: reader) }
      await eventually { (try? await two.attempt(key("a"))) != nil }
      _ = try await run("UPDATE leases SET expires = 0")
      let now = try #require(try await two.lease(.reader("fake:1"), wait: .zero))
      await reader.release()
      let report = await paid.value
      #expect(report.outcome == .unknown && report.error == .journal(.leaseLost))
      #expect(await reader.calls.contains(.refused))
      #expect(await reader.booked.isEmpty)
      #expect(try await two.attempt(key("a"))?.state == .intent)
      withExtendedLifetime(now) {}
    }

    /// The commit was carried out, and the connection broke before its answer came: no second step.
    @Test func aLostAnswerIsNoSecondStep() async throws {
      let losing = Mutex(false)
      let ledger = try ledger { isDone throws(PostgresError) in
        let isLost = losing.withLock { losing in
          defer { if isDone { losing = false } }
          return losing && isDone
        }
        if isLost { throw PostgresError(state: "", message: "lost") }
      }
      let lease = try await ledger.right(to: "fake:1")
      losing.withLock { $0 = true }
      #expect(try await ledger.begin(intent(), under: lease) == .recorded)
      for state in [AttemptState.received, .approved] {
        losing.withLock { $0 = true }
        try await ledger.add(LedgerStep(state, record: record), to: key("a"), under: lease)
      }
      let isStillLosing = losing.withLock { $0 }
      #expect(!isStillLosing)
      #expect(try await ledger.events(key("a")).map(\.state) == [.intent, .received, .approved])
      let flows = LedgerFlows(ledger)
      losing.withLock { $0 = true }
      let flow = try #require(try await flows.register(CounterBench.id, .aggregate, at: Date()))
      losing.withLock { $0 = true }
      #expect(try await flows.add(FlowStep(.charging, at: Date()), to: flow, owing: nil))
      #expect(try await flows.flow(flow.id)?.steps.count == 2)
    }

    /// It broke before the commit: nothing was kept, and the whole step is taken again.
    @Test func aLostCommitIsTakenAgain() async throws {
      let losses = Mutex(0)
      let ledger = try ledger { isDone throws(PostgresError) in
        let isLost = losses.withLock { losses in
          defer { if !isDone { losses += 1 } }
          return !isDone && losses % 2 == 0
        }
        if isLost { throw PostgresError(state: "08006", message: "lost") }
      }
      let lease = try await ledger.right(to: "fake:1")
      #expect(try await ledger.begin(intent(), under: lease) == .recorded)
      try await ledger.add(LedgerStep(.approved), to: key("a"), under: lease)
      let count = losses.withLock { $0 }
      #expect(count == 4)
      #expect(try await ledger.events(key("a")).map(\.state) == [.intent, .approved])
    }

    /// The server ends a transaction that had failed without an error: only its answer is another.
    @Test func whatTheServerRolledBackIsNotKept() async throws {
      await #expect(throws: PostgresError(state: "40000", message: "ROLLBACK")) {
        try await other.write { session in _ = try? session.run("SELECT * FROM nothing") }
      }
      #expect(try await run("SELECT * FROM commits").isEmpty)
    }

    @Test(arguments: ["40001", "40P01"])
    func whatCollidesIsRunAgain(state: String) async throws {
      let tries = Mutex(0)
      let ledger = try ledger { isDone throws(PostgresError) in
        let isRefused = tries.withLock { tries in
          if !isDone { tries += 1 }
          return !isDone && tries < 4
        }
        if isRefused { throw PostgresError(state: state, message: "collided") }
      }
      #expect(try await ledger.begin(intent(), under: try await ledger.right(to: "fake:1")) == .recorded)
      let count = tries.withLock { $0 }
      #expect(count == 4)
      #expect(try await ledger.events(key("a")).count == 1)
    }

    @Test func aConnectionThatTheServerClosedIsMadeAgain() async throws {
      let ledger = try ledger()
      let lease = try await ledger.right(to: "fake:1")
      #expect(try await ledger.begin(intent(), under: lease) == .recorded)
      _ = try await run(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)
      try await ledger.add(LedgerStep(.approved), to: key("a"), under: lease)
      #expect(try await ledger.attempt(key("a"))?.state == .approved)
    }

    /// Readers of their own, orders of their own: none is refused, whatever collides.
    @Test func manyCountersThatHaveNothingInCommonAllPay() async throws {
      let ledger = try ledger()
      let outcomes = await withTaskGroup(of: Outcome.self) { group in
        for number in 0..<32 {
          group.addTask {
            let payments = Payments(journal: ledger)
            return await payments.pay(
              order(5, "o\(number)"), key: key("k\(number)"), on: FakeReader(name: "r\(number)")
            ).outcome
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.allSatisfy { $0 == .approved } && outcomes.count == 32)
    }

    @Test func onlyWhatIsOldAndAtItsEndIsDropped() async throws {
      let ledger = try ledger()
      for (name, state) in [("old", AttemptState.approved), ("open", .unknown), ("young", .approved)] {
        _ = try await ledger.begin(intent(name, order: name, reader: name))
        try await ledger.add(state, to: key(name), record: record, note: nil)
      }
      let month: Int64 = 31 * 86_400_000
      for table in ["attempts SET started = started", "events SET time = time", "commits SET time = time"] {
        let place = table.hasPrefix("attempts") ? "key" : table.hasPrefix("events") ? "attempt" : "mark"
        _ = try await run("UPDATE \(table) - \(month) WHERE \(place) <> 'young'")
      }
      #expect(try await ledger.prune(olderThan: 0, at: Date() + 4000 * 86_400) == 1)
      #expect(try await ledger.history().map(\.key.text).sorted() == ["open", "young"])
      #expect(try await run("SELECT * FROM commits").count <= 2, "only the marks of the pruning itself")
      try await ledger.check()
    }

    @Test func damageIsFound() async throws {
      let ledger = try ledger()
      _ = try await ledger.begin(intent())
      _ = try await run("UPDATE attempts SET state = 'approved'")
      await #expect(throws: JournalError.self) { try await ledger.check() }
    }

    @Test func whatIsNewerIsRefused() async throws {
      _ = try ledger()
      _ = try await run("UPDATE ledger_version SET version = version + 1")
      #expect(throws: JournalError.newerSchema) { _ = try ledger() }
    }

    @Test func manyMakeTheTablesAtOnce() async throws {
      let address = try #require(TestServer.shared).makeDatabase(isEmpty: true)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<6 {
          group.addTask {
            let ledger = try PostgresLedger(address)
            _ = try await ledger.begin(intent("k\(number)", order: "o\(number)", reader: "r\(number)"))
          }
        }
        try await group.waitForAll()
      }
      #expect(try await PostgresLedger(address).history().count == 6)
    }

    @Test func aServerThatIsNotThereIsSaid() throws {
      let error = #expect(throws: JournalError.self) {
        try PostgresLedger("postgres://u:secret@127.0.0.1:1/none?connect_timeout=2")
      }
      guard case .cannotOpen(let detail)? = error else {
        Issue.record("another error")
        return
      }
      #expect(!detail.contains("secret"))
    }
  }
#endif
