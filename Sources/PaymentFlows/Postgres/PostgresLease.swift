#if Postgres
  internal import Foundation

  /// A counter's right to work on a subject, as long as it renews it. Each holder has a greater fence than
  /// the one before; a step under an older one is refused by the database itself, whatever the clocks say.
  final class PostgresLease: LedgerLease {
    let fence: Int64
    private let subject: String, holder: String
    private let store: PostgresConnection

    private init(_ subject: String, fence: Int64, holder: String, in store: PostgresConnection) {
      (self.subject, self.fence, self.holder, self.store) = (subject, fence, holder, store)
    }

    /// Whoever comes next need not wait for it to run out. If this fails he does.
    deinit {
      let (subject, holder, fence) = (subject, holder, fence)
      store.later { session in
        // Attempts have a name of their own each, and nobody comes back to most of them.
        let change = subject.hasPrefix("key/") ? "DELETE FROM leases" : "UPDATE leases SET expires = 0"
        try session.run("\(change) WHERE \(Self.mine)", [subject, holder, fence])
      }
    }

    private static let mine = "subject = $1 AND holder = $2 AND fence = $3"

    /// Makes it last for `duration` from now, by the database's clock; false if somebody else has it.
    func renew(for duration: Duration) async throws -> Bool {
      let (subject, holder, fence) = (subject, holder, fence)
      return try await store.single { session in
        let rows = try session.run(
          "UPDATE leases SET expires = \(PostgresSchema.now) + $4 WHERE \(Self.mine) RETURNING fence",
          [subject, holder, fence, duration.milliseconds])
        return !rows.isEmpty
      }
    }

    /// Takes the subject if nobody has it, or if whoever had it has let it run out. One statement, so that of
    /// two that take it one waits for the other.
    static func take(
      _ subject: String, for duration: Duration, in store: PostgresConnection
    ) async throws -> PostgresLease? {
      let holder = UUID().uuidString
      let fence = try await store.single { session -> Int64? in
        try session.run(
          """
          INSERT INTO leases (subject, holder, fence, expires) VALUES ($1, $2, 1, \(PostgresSchema.now) + $3)
          ON CONFLICT (subject) DO UPDATE
            SET holder = excluded.holder, fence = leases.fence + 1, expires = excluded.expires
            WHERE leases.expires <= \(PostgresSchema.now) OR leases.holder = excluded.holder
          RETURNING fence
          """, [subject, holder, duration.milliseconds]
        ).first?["fence"]
      }
      return fence.map { PostgresLease(subject, fence: $0, holder: holder, in: store) }
    }

    /// Within a step's own transaction: whether this is still the newest right. The row stays locked to the
    /// transaction's end, so that nobody takes over in between.
    func check(_ session: PostgresSession) throws {
      let rows = try session.run(
        "SELECT fence FROM leases WHERE \(Self.mine) FOR UPDATE", [subject, holder, fence])
      if rows.isEmpty { throw JournalError.leaseLost }
    }
  }

  extension LedgerSubject {
    /// As the table of leases has it.
    var text: String {
      switch self {
      case .key(let key): "key/\(key)"
      case .reader(let name): "reader/\(name)"
      case .task(let name): "task/\(name)"
      }
    }
  }

  extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
  }
#endif
