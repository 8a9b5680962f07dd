#if Postgres
  internal import Foundation
  internal import Synchronization

  /// The record of every attempt in a PostgreSQL database, for offices whose counters share one.
  ///
  /// - Durability: a step is written when the server says that its commit is. A server that does not sync is
  ///   refused.
  /// - Isolation: each step is one serializable transaction, run again when another came in between. If the
  ///   connection breaks while it is committed, what became of it is found out, not guessed.
  /// - Sharing: who works on an attempt or a reader holds a lease and renews it. A counter that stood still
  ///   and lost it takes no step any more (`.leaseLost`), since each step checks its fence in its own
  ///   transaction.
  ///
  /// What was run on which engine is told in docs/scale.md.
  public final class PostgresLedger: LedgerDatabase {
    public let name: String
    /// How long a lease lasts without being renewed: as long does it take until others work on what a counter
    /// that died was working on.
    public let leaseTime: Duration
    private let connections: [PostgresConnection]
    /// Leases have a connection of their own: a renewal must not wait behind steps.
    private let leases: PostgresConnection
    private let turn = Atomic(0)
    /// For tests: called after each commit of a step.
    let afterCommit: @Sendable (AttemptState) -> Void

    /// Connects, and makes the tables that are missing. Blocks for as long as that takes.
    ///
    /// - Parameter address: a `postgres://` URL, or libpq's keywords (`host=… dbname=…`).
    /// - Parameter connections: how many steps are taken at once; 1 to 64. Each connects when it is needed.
    /// - Parameter leaseTime: how long a counter that falls silent keeps what it works on; at least a second.
    /// - Throws: `.cannotOpen`, `.newerSchema`, or what else stands in the way.
    public convenience init(
      _ address: String, connections: Int = 4, leaseTime: Duration = .seconds(10)
    ) throws(JournalError) {
      try self.init(address, connections: connections, leaseTime: leaseTime, atCommit: { _ in })
    }

    init(
      _ address: String, connections: Int = 4, leaseTime: Duration = .seconds(10),
      afterCommit: @escaping @Sendable (AttemptState) -> Void = { _ in },
      atCommit: @escaping PostgresConnection.AtCommit
    ) throws(JournalError) {
      name = LedgerAddress.shown(address)
      (self.leaseTime, self.afterCommit) = (max(leaseTime, .seconds(1)), afterCommit)
      let count = min(max(connections, 1), 64)
      self.connections = (0..<count).map { _ in PostgresConnection(address, atCommit: atCommit) }
      leases = PostgresConnection(address)
      let first = self.connections[0]
      try Self.opening { try first.first { try PostgresSchema.prepare($0) } }
    }

    public func lease(
      _ subject: LedgerSubject, wait: Duration
    ) async throws(JournalError) -> (any LedgerLease)? {
      let deadline = ContinuousClock.now + wait
      var rest = Duration.milliseconds(10)
      while true {
        let taken = try await Self.translating { [leases, leaseTime] in
          try await PostgresLease.take(subject.text, for: leaseTime, in: leases)
        }
        if let taken {
          keepRenewing(taken)
          return taken
        }
        guard ContinuousClock.now < deadline else { return nil }
        await pause(rest)
        rest = min(rest * 2, .milliseconds(500))
      }
    }

    /// Until nobody holds it, or it is lost: then the next step will say so.
    private func keepRenewing(_ lease: PostgresLease) {
      let leaseTime = leaseTime
      Task.detached { [weak lease] in
        while true {
          await pause(leaseTime / 3)
          guard let held = lease else { return }
          if let isHeld = try? await held.renew(for: leaseTime), !isHeld { return }
        }
      }
    }

    public func close() async {
      try? await leases.single { _ in }
    }

    public var tables: LedgerTables { LedgerTables(Tables(ledger: self)) }

    /// Runs a step to its end, cancelled or not.
    func write<Value: Sendable>(
      _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(JournalError) -> Value {
      let connection = nextConnection
      return try await Self.translating { try await connection.write(body) }
    }

    /// Runs a question, in one transaction.
    func read<Value: Sendable>(
      _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(JournalError) -> Value {
      let connection = nextConnection
      return try await Self.translating { try await connection.read(body) }
    }

    /// Runs one statement of its own, without a serializable transaction.
    func single<Value: Sendable>(
      _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(JournalError) -> Value {
      let connection = nextConnection
      return try await Self.translating { try await connection.single(body) }
    }

    private var nextConnection: PostgresConnection {
      let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
      return connections[Int(UInt(bitPattern: number) % UInt(connections.count))]
    }

    private static func translating<Value>(
      _ body: () async throws -> Value
    ) async throws(JournalError) -> Value {
      do {
        return try await body()
      } catch {
        throw translated(error)
      }
    }

    private static func opening<Value>(_ body: () throws -> Value) throws(JournalError) -> Value {
      do {
        return try body()
      } catch {
        throw translated(error)
      }
    }

    private static func translated(_ error: any Error) -> JournalError {
      switch error {
      case let error as JournalError: error
      case let error as PostgresError: JournalError(error)
      default: .system(code: 0, "\(error)")
      }
    }

    private struct Tables: SQLEngine {
      let ledger: PostgresLedger

      func undoing(_ column: String) -> String {
        "SELECT 1 FROM attempts AS undoing WHERE undoing.reverses = \(column) AND undoing.state = 'approved'"
      }

      func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
      ) async throws(JournalError) -> Value {
        try await ledger.write { try body($0) }
      }

      func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
      ) async throws(JournalError) -> Value {
        try await ledger.read { try body($0) }
      }
    }
  }
#endif
