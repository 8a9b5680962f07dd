#if Postgres
  public import Foundation

  /// What is done with the whole ledger. Copies are the server's own business: `pg_dump`, or its archive.
  extension PostgresLedger {
    public func check() async throws(JournalError) {
      var place: AttemptKey?
      while true {
        let page = try await oldest(after: place, limit: 500)
        for attempt in page {
          let events = try await events(attempt.key)
          guard events.first?.state == .intent, events.last?.state == attempt.state else {
            throw .damaged("attempt \(attempt.key) does not stand where its newest step says")
          }
        }
        guard let last = page.last else { break }
        place = last.key
      }
      _ = try await reversals(Set(ReversalMachine.Status.allCases))
    }

    /// What the ledger heard last, and the database's clock, count as now if they are earlier.
    @discardableResult
    public func prune(olderThan age: TimeInterval, at now: Date) async throws(JournalError) -> Int {
      let age = Int64(max(age, LedgerRetention.least) * 1000)
      let clocks = try await single { session in
        try session.run("SELECT \(PostgresSchema.now) AS now, max(time) AS heard FROM events").first
      }
      let server: Int64 = clocks?["now"] ?? 0
      let heard: Int64? = clocks?["heard"]
      let cutoff = min(Journal.milliseconds(now), server, heard ?? .max) - age
      try await dropMarks(before: server)
      var (place, dropped) = ("", 0)
      while true {
        let from = place
        let (last, count) = try await write { try Self.prune(from: from, cutoff: cutoff, in: $0) }
        dropped += count
        guard let last else { return dropped }
        place = last
      }
    }

    /// Marks of commits, and leases of who died, are of no use after a day.
    private func dropMarks(before now: Int64) async throws(JournalError) {
      let day: Int64 = 86_400_000
      try await single { session in
        try session.run("DELETE FROM commits WHERE time < $1", [now - day])
        try session.run("DELETE FROM leases WHERE expires < $1 AND subject LIKE 'key/%'", [now - day])
      }
    }

    /// Up to 500 orders behind one; returns the last one, nil if there are no more.
    private static func prune(
      from place: String, cutoff: Int64, in session: PostgresSession
    ) throws -> (last: String?, dropped: Int) {
      let orders: [String] = try session.run(
        """
        SELECT DISTINCT order_identity FROM attempts WHERE order_identity > $1
        ORDER BY order_identity LIMIT 500
        """, [place]
      ).map { $0["order_identity"] }
      guard let last = orders.last else { return (nil, 0) }
      let stay: [String] = try session.run(
        """
        SELECT DISTINCT order_identity FROM attempts
        WHERE order_identity IN (\(places(orders))) AND (\(isOpen)
          OR EXISTS (SELECT 1 FROM events WHERE attempt = attempts.key AND time > $\(orders.count + 1))
          OR EXISTS (
            SELECT 1 FROM reversals WHERE payment = attempts.key AND status IN ('pending', 'person')))
        """, orders as [any SQLConvertible] + [cutoff]
      ).map { $0["order_identity"] }
      let old = Set(orders).subtracting(stay).sorted()
      guard !old.isEmpty else { return (last, 0) }
      let doomed = "SELECT key FROM attempts WHERE order_identity IN (\(places(old)))"
      for table in ["events", "lines", "decisions"] {
        try session.run("DELETE FROM \(table) WHERE attempt IN (\(doomed))", old)
      }
      try session.run("DELETE FROM reversals WHERE payment IN (\(doomed))", old)
      // What undoes goes before what it undid.
      var dropped = 0
      for clause in ["reverses IS NOT NULL AND ", ""] {
        dropped += try session.run(
          "DELETE FROM attempts WHERE \(clause)order_identity IN (\(places(old))) RETURNING key", old
        ).count
      }
      return (last, dropped)
    }
  }
#endif
