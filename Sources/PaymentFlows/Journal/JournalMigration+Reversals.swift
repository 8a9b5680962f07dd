/// What must be undone, and what a person has settled.
///
/// A reversal's tries are attempts of their own; `reversals` says how far it is. `decisions` keeps a person's
/// word until the reader tells.
extension JournalMigration {
  static let reversals = [JournalMigration(name: "reversals 1", sql: reversalTables)]

  private static let reversalTables = """
    CREATE TABLE reversals (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      paymentID INTEGER REFERENCES attempts (id),
      reader TEXT NOT NULL,
      reason TEXT NOT NULL,
      record TEXT,
      opened INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'person', 'done', 'givenUp')),
      failures INTEGER NOT NULL,
      next INTEGER NOT NULL,
      tries INTEGER NOT NULL,
      note TEXT
    ) STRICT;
    CREATE INDEX openReversals ON reversals (id) WHERE status IN ('pending', 'person');
    CREATE INDEX reversalsByPayment ON reversals (paymentID);
    CREATE TABLE decisions (
      attemptID INTEGER PRIMARY KEY REFERENCES attempts (id),
      wasCharged INTEGER NOT NULL CHECK (wasCharged IN (0, 1)),
      name TEXT NOT NULL,
      reason TEXT NOT NULL,
      time INTEGER NOT NULL,
      finding TEXT CHECK (finding IN ('confirmed', 'contradicted'))
    ) STRICT;
    CREATE INDEX openDecisions ON decisions (attemptID) WHERE finding IS NULL;
    CREATE INDEX attemptsByReader ON attempts (reader);
    """
}
