/// Tickets, and what was said in them.
extension JournalMigration {
  static let tickets = [JournalMigration(name: "tickets 1", sql: ticketTables + ticketGuards)]

  /// Times are milliseconds since 1970, UTC. `answers` and `record` are JSON; an image's bytes are a
  /// file under
  /// its hash.
  private static let ticketTables = """
    CREATE TABLE tickets (
      id INTEGER PRIMARY KEY,
      code TEXT NOT NULL UNIQUE,
      office TEXT NOT NULL,
      category TEXT NOT NULL,
      answers TEXT NOT NULL,
      record TEXT,
      state TEXT NOT NULL CHECK (state IN ('underReview', 'answered', 'closed')),
      opened INTEGER NOT NULL,
      changed INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX ticketsByOffice ON tickets (office, state);
    CREATE TABLE ticketMessages (
      id INTEGER PRIMARY KEY,
      ticketID INTEGER NOT NULL REFERENCES tickets (id),
      step TEXT NOT NULL CHECK (step IN ('say', 'answer', 'agree', 'disagree')),
      author TEXT NOT NULL CHECK (author IN ('office', 'desk')),
      name TEXT,
      text TEXT,
      time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX ticketMessagesByTicket ON ticketMessages (ticketID);
    CREATE TABLE ticketImages (
      messageID INTEGER NOT NULL REFERENCES ticketMessages (id),
      position INTEGER NOT NULL,
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      kind TEXT NOT NULL CHECK (kind IN ('png', 'jpeg', 'webp')),
      size INTEGER NOT NULL,
      label TEXT NOT NULL,
      PRIMARY KEY (messageID, position)
    ) STRICT, WITHOUT ROWID;
    """

  private static let ticketGuards = """
    CREATE TRIGGER ticketMessagesStay BEFORE DELETE ON ticketMessages
      BEGIN SELECT RAISE(ABORT, 'messages are only ever added'); END;
    CREATE TRIGGER ticketMessagesAreFinal BEFORE UPDATE ON ticketMessages
      BEGIN SELECT RAISE(ABORT, 'messages are only ever added'); END;
    """
}
