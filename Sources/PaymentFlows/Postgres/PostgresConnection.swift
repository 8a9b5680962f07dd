#if Postgres
  internal import Dispatch
  internal import Foundation

  /// One connection to a server, on a thread of its own: libpq blocks, and Swift's pool must not.
  ///
  /// It connects when it is first needed and again after it was lost.
  ///
  /// Unchecked: `session` is touched on the worker only.
  final class PostgresConnection: @unchecked Sendable {
    /// How long a transaction is run again and again because others come in between.
    static let patienceWithOthers = Duration.seconds(15)
    /// How long a server that is gone is waited for.
    static let patienceWithServer = Duration.seconds(5)

    private let address: String
    private let worker = DispatchQueue(label: "postgres")
    private var session: PostgresSession?
    /// For tests: called before and after each commit; what it throws is as if the line had broken there.
    private let atCommit: AtCommit

    typealias AtCommit = @Sendable (_ isDone: Bool) throws(PostgresError) -> Void

    init(_ address: String, atCommit: @escaping AtCommit = { _ in }) {
      (self.address, self.atCommit) = (address, atCommit)
    }

    /// Runs a serializable transaction that writes; once, whatever happens to the connection.
    ///
    /// - Parameter body: is run until one of its runs is committed. None of the others leaves a trace.
    func write<Value: Sendable>(
      _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
      try await onWorker { try self.runMarked(body) }
    }

    /// Runs a serializable transaction that only reads.
    func read<Value: Sendable>(
      _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
      try await onWorker {
        try self.again {
          try self.transaction("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY", body)
        }
      }
    }

    /// Runs statements that are transactions of their own and may be run twice.
    func single<Value: Sendable>(
      _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
      try await onWorker { try self.again { try body(self.connected()) } }
    }

    /// The same, now, once and in place: for who opens.
    func first<Value>(_ body: (PostgresSession) throws -> Value) throws -> Value {
      try worker.sync { try body(connected()) }
    }

    /// The same later; nobody hears what came of it.
    func later(_ body: @escaping @Sendable (PostgresSession) throws -> Void) {
      worker.async { try? body(self.connected()) }
    }

    private func onWorker<Value: Sendable>(
      _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
      try await withCheckedThrowingContinuation { continuation in
        worker.async { continuation.resume(with: Result { try body() }) }
      }
    }

    /// Each transaction that writes leaves a mark. If the line breaks while it is committed, nobody knows
    /// whether it was: then the mark is written again, and if it is there already, it was.
    private func runMarked<Value>(_ body: (PostgresSession) throws -> Value) throws -> Value {
      let mark = UUID().uuidString
      let begin = """
        BEGIN ISOLATION LEVEL SERIALIZABLE;
        INSERT INTO commits (mark, time) VALUES ('\(mark)', \(PostgresSchema.now))
        """
      var unheard: Value?
      return try again {
        do {
          return try transaction(begin, body, hearing: &unheard)
        } catch let error as PostgresError where error.state == "23505" {
          if let unheard, error.message.contains("commits") { return unheard }
          throw error
        }
      }
    }

    private func transaction<Value>(
      _ begin: String, _ body: (PostgresSession) throws -> Value
    ) throws -> Value {
      var unheard: Value?
      return try transaction(begin, body, hearing: &unheard)
    }

    /// - Parameter unheard: what `body` gave, if its commit was sent and the answer did not come.
    private func transaction<Value>(
      _ begin: String, _ body: (PostgresSession) throws -> Value, hearing unheard: inout Value?
    ) throws -> Value {
      let session = try connected()
      let value: Value
      do {
        try session.script(begin)
        value = try body(session)
        try atCommit(false)
      } catch {
        try? session.script("ROLLBACK")
        throw error
      }
      do {
        try session.script("COMMIT", expecting: "COMMIT")
        try atCommit(true)
      } catch {
        if error.isLost { unheard = value }
        throw error
      }
      return value
    }

    /// Until it succeeds, or patience is over. Those that collided must not meet again at once.
    private func again<Value>(_ body: () throws -> Value) throws -> Value {
      let began = ContinuousClock.now
      var failures = 0
      while true {
        do {
          return try body()
        } catch let error as PostgresError where error.isConflict || error.isLost {
          if error.isLost { session = nil }
          failures += 1
          let patience = error.isLost ? Self.patienceWithServer : Self.patienceWithOthers
          guard ContinuousClock.now - began < patience else { throw error }
          Thread.sleep(forTimeInterval: Double.random(in: 0.5...1) * 0.002 * Double(1 << min(failures, 7)))
        }
      }
    }

    private func connected() throws -> PostgresSession {
      if let session, session.isUsable { return session }
      let new = try PostgresSession(address)
      try PostgresSchema.settle(new)
      session = new
      return new
    }
  }
#endif
