/// Orders, attempts, and what became of them.
///
/// What an attempt asked for is written once; what became of it is told by its events, which are only ever
/// added. `attempts.state` repeats the newest event's state so that open attempts are found without a walk.
extension JournalMigration {
  static let attempts = [JournalMigration(name: "1", sql: tables + guards)]

  /// Retention, held by the file itself: what is unresolved, or younger than 30 days, cannot be deleted.
  static let retention = [
    JournalMigration(
      name: "2",
      sql: """
        DROP TRIGGER eventsStay;
        DROP TRIGGER attemptsStay;
        CREATE TRIGGER eventsStay BEFORE DELETE ON events
          WHEN OLD.time > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000
            OR (SELECT state FROM attempts WHERE id = OLD.attemptID) IN ('intent', 'received', 'unknown')
          BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
        CREATE TRIGGER attemptsStay BEFORE DELETE ON attempts
          WHEN OLD.started > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000
            OR OLD.state IN ('intent', 'received', 'unknown')
            OR EXISTS (
              SELECT 1 FROM reversals WHERE paymentID = OLD.id AND status IN ('pending', 'person'))
          BEGIN SELECT RAISE(ABORT, 'attempts are kept'); END;
        """)
  ]

  /// A state is compared, not looked for in a list: SQLite would make a table of the list at each write.
  static let comparisons = [
    JournalMigration(
      name: "3",
      sql: """
        DROP INDEX openAttempts;
        CREATE INDEX openAttempts ON attempts (reader)
          WHERE state = 'intent' OR state = 'received' OR state = 'unknown';
        """)
  ]

  /// Each index costs a payment a page on disk, and one by reader has a page for each reader: so the file
  /// keeps where a reader was heard last, and no such index. A state is written by the step itself: for a
  /// trigger SQLite would copy each page before it changes.
  static let fewerPages = [
    JournalMigration(
      name: "4",
      sql: """
        DROP INDEX linesByBill;
        CREATE INDEX linesByBill ON lines (ltrim(billID, '0')) WHERE billID IS NOT NULL;
        DROP TRIGGER eventMovesAttempt;
        DROP TRIGGER outcomeIsFinal;
        CREATE TRIGGER outcomeIsFinal BEFORE UPDATE OF state ON attempts
          WHEN (OLD.state = 'approved' OR OLD.state = 'declined' OR OLD.state = 'notSent')
            AND NEW.state <> OLD.state
          BEGIN SELECT RAISE(FAIL, 'an outcome is written once'); END;
        CREATE TABLE heard (
          reader TEXT NOT NULL PRIMARY KEY,
          attemptID INTEGER NOT NULL REFERENCES attempts (id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT, WITHOUT ROWID;
        INSERT INTO heard
          SELECT reader, max(attempts.id) FROM attempts JOIN events ON attemptID = attempts.id
          WHERE events.state = 'received' GROUP BY reader;
        DROP INDEX attemptsByReader;
        """)
  ]

  /// Times are milliseconds since 1970, UTC; amounts are minor units; records are `StoredRecord` as JSON.
  private static let tables = """
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY,
      identity TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE attempts (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('payment', 'reversal')),
      orderID INTEGER NOT NULL REFERENCES orders (id),
      reader TEXT NOT NULL,
      amount INTEGER NOT NULL CHECK (amount > 0),
      currency INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      noted TEXT,
      reverses INTEGER REFERENCES attempts (id),
      started INTEGER NOT NULL,
      state TEXT NOT NULL
        CHECK (state = 'intent' OR state = 'received' OR state = 'approved' OR state = 'declined'
          OR state = 'notSent' OR state = 'unknown'),
      CHECK ((kind = 'reversal') = (reverses IS NOT NULL))
    ) STRICT;
    CREATE INDEX attemptsByOrder ON attempts (orderID);
    CREATE INDEX attemptsByReversed ON attempts (reverses) WHERE reverses IS NOT NULL;
    CREATE INDEX openAttempts ON attempts (reader) WHERE state IN ('intent', 'received', 'unknown');
    CREATE TABLE lines (
      attemptID INTEGER NOT NULL REFERENCES attempts (id),
      position INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      billID TEXT,
      paymentID TEXT,
      purpose TEXT,
      PRIMARY KEY (attemptID, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX linesByBill ON lines (ltrim(billID, '0'));
    CREATE TABLE events (
      id INTEGER PRIMARY KEY,
      attemptID INTEGER NOT NULL REFERENCES attempts (id),
      state TEXT NOT NULL,
      time INTEGER NOT NULL,
      record TEXT,
      note TEXT
    ) STRICT;
    CREATE INDEX eventsByAttempt ON events (attemptID);
    """

  private static let guards = """
    CREATE TRIGGER eventMovesAttempt AFTER INSERT ON events
      BEGIN UPDATE attempts SET state = NEW.state WHERE id = NEW.attemptID; END;
    CREATE TRIGGER eventsStay BEFORE DELETE ON events
      BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
    CREATE TRIGGER eventsAreFinal BEFORE UPDATE ON events
      BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
    CREATE TRIGGER attemptsStay BEFORE DELETE ON attempts
      BEGIN SELECT RAISE(ABORT, 'attempts are kept'); END;
    CREATE TRIGGER intentIsFinal
      BEFORE UPDATE OF key, kind, orderID, reader, amount, currency, fingerprint, noted, reverses, started
      ON attempts
      BEGIN SELECT RAISE(ABORT, 'an intent is written once'); END;
    CREATE TRIGGER outcomeIsFinal BEFORE UPDATE OF state ON attempts
      WHEN OLD.state IN ('approved', 'declined', 'notSent') AND NEW.state <> OLD.state
      BEGIN SELECT RAISE(ABORT, 'an outcome is written once'); END;
    """
}
