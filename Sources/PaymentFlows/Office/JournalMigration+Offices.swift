/// Offices, and what was done to them.
extension JournalMigration {
  static let offices = [JournalMigration(name: "offices 1", sql: officeTables)]

  /// Times are milliseconds since 1970, UTC. `failures` and `failedSince` are the lockout.
  private static let officeTables = """
    CREATE TABLE offices (
      code TEXT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      city TEXT,
      phone TEXT,
      passwordHash TEXT NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
      failedSince INTEGER,
      created INTEGER NOT NULL,
      lastSignIn INTEGER
    ) STRICT;
    CREATE TABLE officeEvents (
      id INTEGER PRIMARY KEY,
      office TEXT NOT NULL REFERENCES offices (code),
      event TEXT NOT NULL,
      time INTEGER NOT NULL,
      byWhom TEXT
    ) STRICT;
    CREATE INDEX officeEventsByOffice ON officeEvents (office);
    CREATE TRIGGER officeEventsStay BEFORE DELETE ON officeEvents
      BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
    CREATE TRIGGER officeEventsAreFinal BEFORE UPDATE ON officeEvents
      BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
    """
}
