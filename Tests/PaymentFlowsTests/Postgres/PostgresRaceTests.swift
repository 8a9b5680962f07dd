#if Postgres
  import Dispatch
  import Foundation
  import Synchronization
  import Testing

  @testable import PaymentFlows

  /// Others come in between at the very moment that matters.
  @Suite(.timeLimit(.minutes(3))) struct PostgresRaceTests {
    let address: String
    let other: PostgresConnection

    init() throws { (address, other) = try TestServer.fresh() }

    /// Two counters have both looked before either has committed: one is told of the other.
    @Test(arguments: [nil, "100790"])
    func whatIsOwedIsBegunOnce(bill: String?) async throws {
      let orders = bill == nil ? ["one", "one"] : ["one", "two"]
      let intents = zip(["a", "b"], orders).map { name, order in
        intent(name, order: order, reader: "reader of \(name)", bill: bill)
      }
      let meeting = Meeting()
      let ledgers = try intents.map { _ in
        try PostgresLedger(
          address, leaseTime: .seconds(60), atCommit: { isDone in if !isDone { meeting.come() } })
      }
      let answers = try await withThrowingTaskGroup(of: (String, IntentAnswer).self) { group in
        for (ledger, intent) in zip(ledgers, intents) {
          group.addTask { (intent.key.text, try await ledger.begin(intent)) }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(meeting.tookPlace)
      let begun = answers.filter { $0.value == .recorded }.map(\.key)
      #expect(begun.count == 1)
      let refusal = IntentAnswer.refused(.orderUnresolved(by: key(begun.first ?? "none")))
      #expect(answers.values.contains(refusal))
    }

    /// A lease has run out, which its holder has not noticed: who takes over waits for the step that is under
    /// way, and the holder takes no other.
    @Test func nobodyTakesOverWithinAStep() async throws {
      let two = try PostgresLedger(address, leaseTime: .seconds(60))
      let taken = Taken()
      let isInStep = Mutex(false)
      let hasWaited = Mutex(false)
      let one = try PostgresLedger(
        address, leaseTime: .seconds(60),
        atCommit: { [other] isDone in
          guard !isDone, isInStep.withLock({ $0 }) else { return }
          Task { taken.lease = try await two.lease(.reader("fake:1"), wait: .zero) }
          let end = ContinuousClock.now + .seconds(8)
          while taken.lease == nil, ContinuousClock.now < end {
            if (try? Self.somebodyWaits(other)) == true {
              hasWaited.withLock { $0 = true }
              return
            }
          }
        })
      let lease = try await one.right(to: "fake:1")
      _ = try await other.single { try $0.run("UPDATE leases SET expires = 0") }
      isInStep.withLock { $0 = true }
      #expect(try await one.begin(intent(), under: lease) == .recorded)
      isInStep.withLock { $0 = false }
      let isOrdered = hasWaited.withLock { $0 }
      #expect(isOrdered)
      await eventually { taken.lease != nil }
      #expect(taken.lease?.fence == 2)
      await #expect(throws: JournalError.leaseLost) {
        try await one.add(LedgerStep(.approved), to: key("a"), under: lease)
      }
    }

    private static func somebodyWaits(_ connection: PostgresConnection) throws -> Bool {
      try connection.first { session in
        let waiting = try session.run(
          """
          SELECT pid FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%leases%'
          """)
        return !waiting.isEmpty
      }
    }

    @Test func aCommitIsWaitedForWhateverTheDatabaseSays() async throws {
      let name = try #require(address.split(separator: "/").last)
      _ = try await other.single { try $0.run("ALTER DATABASE \(name) SET synchronous_commit = off") }
      let question = "SHOW synchronous_commit"
      #expect(try PostgresSession(address).run(question).first?["synchronous_commit"] == "off")
      let ledger = try PostgresLedger(address)
      let waits: String? = try await ledger.single { try $0.run(question).first?["synchronous_commit"] }
      #expect(waits == "on")
    }
  }

  /// Two threads wait for each other; who comes later goes on.
  private final class Meeting: Sendable {
    private let count = Mutex(0)
    private let door = DispatchSemaphore(value: 0)

    var tookPlace: Bool { count.withLock { $0 >= 2 } }

    func come() {
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 1 { _ = door.wait(timeout: .now() + 8) }
      if number == 2 { door.signal() }
    }
  }

  private final class Taken: Sendable {
    private let held = Mutex<(any LedgerLease)?>(nil)

    var lease: (any LedgerLease)? {
      get { held.withLock { $0 } }
      set { held.withLock { $0 = newValue } }
    }
  }
#endif
