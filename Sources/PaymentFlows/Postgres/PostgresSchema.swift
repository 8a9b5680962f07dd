#if Postgres
  internal import Foundation

  /// The tables of a ledger that many counters share. Documented in docs/scale.md.
  ///
  /// Only SQL that the distributed engines which speak the protocol take too: no triggers, no sequences, no
  /// listening, no advisory locks. Keys are the callers' own, so that no number is handed out in one place.
  enum PostgresSchema {
    static let version: Int64 = 1

    /// The database's clock in milliseconds since 1970, so that counters need not agree on theirs.
    static let now = "CAST(extract(epoch FROM statement_timestamp()) * 1000 AS BIGINT)"

    /// Each may be run again. Times are milliseconds since 1970, UTC; amounts are minor units; records are
    /// `StoredRecord` as JSON. `number` counts a reader's attempts.
    private static let attempts = """
      CREATE TABLE commits (mark TEXT PRIMARY KEY, time BIGINT NOT NULL);
      CREATE TABLE leases (
        subject TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        fence BIGINT NOT NULL,
        expires BIGINT NOT NULL
      );
      CREATE TABLE attempts (
        key TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('payment', 'reversal')),
        order_identity TEXT NOT NULL,
        reader TEXT NOT NULL,
        number BIGINT NOT NULL,
        amount BIGINT NOT NULL CHECK (amount > 0),
        currency BIGINT NOT NULL,
        fingerprint TEXT NOT NULL,
        noted TEXT,
        reverses TEXT REFERENCES attempts (key),
        started BIGINT NOT NULL,
        state TEXT NOT NULL
          CHECK (state IN ('intent', 'received', 'approved', 'declined', 'notSent', 'unknown')),
        CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
        UNIQUE (reader, number)
      );
      CREATE INDEX attempts_by_time ON attempts (started, key);
      CREATE INDEX attempts_by_order ON attempts (order_identity);
      CREATE INDEX attempts_by_reversed ON attempts (reverses);
      CREATE INDEX attempts_by_state ON attempts (state, reader);
      CREATE TABLE lines (
        attempt TEXT NOT NULL REFERENCES attempts (key),
        position BIGINT NOT NULL,
        amount BIGINT NOT NULL,
        bill_id TEXT,
        payment_id TEXT,
        purpose TEXT,
        bill TEXT,
        PRIMARY KEY (attempt, position)
      );
      CREATE INDEX lines_by_bill ON lines (bill);
      CREATE TABLE events (
        attempt TEXT NOT NULL REFERENCES attempts (key),
        position BIGINT NOT NULL,
        state TEXT NOT NULL,
        time BIGINT NOT NULL,
        record TEXT,
        note TEXT,
        PRIMARY KEY (attempt, position)
      );
      """

    private static let reversals = """
      CREATE TABLE reversals (
        id BIGINT PRIMARY KEY,
        payment TEXT REFERENCES attempts (key),
        reader TEXT NOT NULL,
        reason TEXT NOT NULL,
        record TEXT,
        opened BIGINT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('pending', 'person', 'done', 'givenUp')),
        failures BIGINT NOT NULL,
        next BIGINT NOT NULL,
        tries BIGINT NOT NULL,
        note TEXT
      );
      CREATE INDEX reversals_by_status ON reversals (status);
      CREATE INDEX reversals_by_payment ON reversals (payment);
      CREATE TABLE decisions (
        attempt TEXT PRIMARY KEY REFERENCES attempts (key),
        was_charged BIGINT NOT NULL CHECK (was_charged IN (0, 1)),
        name TEXT NOT NULL,
        reason TEXT NOT NULL,
        time BIGINT NOT NULL,
        finding TEXT CHECK (finding IN ('confirmed', 'contradicted'))
      );
      CREATE INDEX decisions_by_finding ON decisions (finding);
      """

    private static let offices = """
      CREATE TABLE offices (
        code TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        city TEXT,
        phone TEXT,
        passwordHash TEXT NOT NULL,
        failures BIGINT NOT NULL DEFAULT 0 CHECK (failures >= 0),
        failedSince BIGINT,
        created BIGINT NOT NULL,
        lastSignIn BIGINT
      );
      CREATE TABLE officeEvents (
        id TEXT PRIMARY KEY DEFAULT CAST(gen_random_uuid() AS TEXT),
        office TEXT NOT NULL REFERENCES offices (code),
        event TEXT NOT NULL,
        time BIGINT NOT NULL,
        byWhom TEXT
      );
      """

    /// What makes a connection one of ours: nobody who stands still in a transaction keeps others waiting for
    /// long, and small tables are read by their indexes, since a walk through a whole table collides with
    /// every step. What an engine does not know it need not be told.
    static func settle(_ session: PostgresSession) throws {
      let settings = [
        "client_min_messages = warning", "idle_in_transaction_session_timeout = 10000", "lock_timeout = 5000",
        "enable_seqscan = off",
      ]
      for setting in settings {
        do throws(PostgresError) {
          try session.run("SET \(setting)")
        } catch {
          guard error.isUnknownWord else { throw error }
        }
      }
      try makeDurable(session)
    }

    /// A commit that was answered must be on the server's disk.
    private static func makeDurable(_ session: PostgresSession) throws {
      let row: SQLRow?
      do throws(PostgresError) {
        row = try session.run(
          """
          SELECT current_setting('fsync', true) AS fsync,
            current_setting('synchronous_commit', true) AS waits
          """
        ).first
      } catch {
        guard error.isUnknownWord else { throw error }
        return
      }
      if row?["fsync"] == "off" {
        throw JournalError.cannotOpen("the server does not sync its commits: fsync is off")
      }
      if row?["waits"] == "off" { try session.run("SET synchronous_commit = on") }
    }

    /// Makes what is missing, and refuses what is newer.
    static func prepare(_ session: PostgresSession) throws {
      if let found = try? known(session) {
        guard found <= version else { throw JournalError.newerSchema }
        guard found < version else { return }
      }
      let create = "CREATE TABLE ledger_version (id BIGINT PRIMARY KEY, version BIGINT NOT NULL);"
      for text in [create, attempts, reversals, JournalMigration.flows.map(\.sql).joined(), offices] {
        for statement in text.split(separator: ";") where statement.contains("CREATE") {
          try make(
            String(statement).replacing("CREATE TABLE ", with: "CREATE TABLE IF NOT EXISTS ")
              .replacing("CREATE INDEX ", with: "CREATE INDEX IF NOT EXISTS "), in: session)
        }
      }
      try session.run(
        "INSERT INTO ledger_version (id, version) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", [version])
      guard let found = try known(session), found <= version else { throw JournalError.newerSchema }
      guard try isSerializable(session) else {
        throw JournalError.cannotOpen("the server has no serializable transactions")
      }
    }

    private static func known(_ session: PostgresSession) throws(PostgresError) -> Int64? {
      try session.run("SELECT version FROM ledger_version WHERE id = 1").first?["version"]
    }

    /// Two that make the same table at once collide, and the second finds it there.
    private static func make(_ statement: String, in session: PostgresSession) throws(PostgresError) {
      for failures in 0... {
        do {
          try session.run(statement)
          return
        } catch {
          guard failures < 50, error.isConflict || ["42P07", "42710", "XX000"].contains(error.state) else {
            throw error
          }
          Thread.sleep(forTimeInterval: 0.02)
        }
      }
    }

    private static func isSerializable(_ session: PostgresSession) throws -> Bool {
      try session.script("BEGIN ISOLATION LEVEL SERIALIZABLE")
      let level: String? = try session.run("SHOW transaction_isolation").first?["transaction_isolation"]
      try session.script("ROLLBACK")
      return level == "serializable"
    }
  }
#endif
