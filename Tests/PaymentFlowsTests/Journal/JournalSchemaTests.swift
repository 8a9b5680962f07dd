import Foundation
import GRDB
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct JournalSchemaTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Every table stands in a page of docs/, word for word.
  @Test func everyTableIsDocumented() async throws {
    let journal = try scratch.journal()
    let tables = try await journal.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT sql FROM sqlite_schema
          WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'grdb_migrations'
          """)
    }
    #expect(tables.count >= 6)
    let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs")
      .standardized
    let pages = try FileManager.default.contentsOfDirectory(at: docs, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" }.map { try String(contentsOf: $0, encoding: .utf8) }
    let text = Self.words(pages.joined(separator: "\n"))
    for table in tables { #expect(text.contains(Self.words(table)), "\(table)") }
  }

  private static func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func anOlderJournalIsBroughtUpToDateAndKeepsWhatItHas() async throws {
    do {
      let old = try DatabaseQueue(path: scratch.path())
      try old.inDatabase { db in
        try db.execute(sql: "PRAGMA application_id = \(JournalSchema.applicationID)")
      }
      try JournalSchema.migrator(JournalMigration.attempts).migrate(old)
      try await old.write { db in
        try db.execute(
          sql: """
            INSERT INTO orders (identity) VALUES ('o');
            INSERT INTO attempts (key, kind, orderID, reader, amount, currency, fingerprint, started, state)
            VALUES ('a', 'payment', 1, 'r', 5, 364, 'f', 1, 'intent');
            INSERT INTO events (attemptID, state, time) VALUES (1, 'unknown', 2);
            INSERT INTO attempts (key, kind, orderID, reader, amount, currency, fingerprint, started, state)
            VALUES ('b', 'payment', 1, 's', 5, 364, 'f', 1, 'intent'),
              ('c', 'payment', 1, 's', 5, 364, 'f', 1, 'intent'),
              ('d', 'payment', 1, 's', 5, 364, 'f', 1, 'intent');
            INSERT INTO events (attemptID, state, time, record)
            VALUES (3, 'received', 3, '{"approval":true,"receipt":43}'),
              (2, 'received', 2, '{"approval":true,"receipt":42}'), (2, 'approved', 4, NULL),
              (3, 'approved', 4, NULL), (4, 'declined', 5, NULL);
            """)
      }
    }
    let journal = try scratch.journal()
    #expect(try await journal.unresolved().map(\.attempt.key) == [key("a")])
    #expect(try await journal.attempt(key("d"))?.state == .declined)
    #expect(try await journal.lastHeard(from: "s")?.record.receiptNumber == ReceiptNumber(43))
    #expect(try await journal.lastHeard(from: "r") == nil)
    #expect(try await journal.reversals([.pending]) == [])
    try await journal.check()
    // What each write runs has no list, of which SQLite would make a table.
    let hot = try await journal.read {
      try String.fetchAll(
        $0, sql: "SELECT sql FROM sqlite_schema WHERE name = 'openAttempts' OR name = 'outcomeIsFinal'")
    }
    #expect(hot.count == 2 && hot.allSatisfy { !$0.contains(" IN (") }, "\(hot)")
  }

  @Test func namesOfMigrationsAreTheirOwn() {
    let names = JournalMigration.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// Pages and payments must not walk through what is there: each of these is found by an index.
  @Test func nothingWalksThroughAllRows() async throws {
    let journal = try scratch.journal()
    let questions = [
      "SELECT key FROM attempts INDEXED BY openAttempts WHERE \(Journal.isOpen) ORDER BY id",
      "SELECT id FROM orders WHERE identity = 'o'",
      "SELECT * FROM events WHERE attemptID = 1 ORDER BY id DESC",
      "SELECT 1 FROM attempts WHERE reverses = 1 AND state = 'approved'",
      Journal.ordersOfBill.replacing("?", with: "'1'"),
      "SELECT record FROM heard JOIN events USING (attemptID) WHERE reader = 'r'",
      Journal.openDecision.replacing("?", with: "'r'"),
    ]
    for question in questions {
      let plan = try await journal.read { db in
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(question)").map { $0["detail"] as String }
      }
      let walks = plan.filter {
        $0.hasPrefix("SCAN") && !$0.contains("openAttempts") && !$0.contains("openDecisions")
      }
      #expect(walks.isEmpty, "\(question): \(plan)")
    }
    let open = try await journal.read { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(Journal.openOnReader)", arguments: ["r"])
        .map { $0["detail"] as String }
    }
    #expect(open == ["SEARCH attempts USING INDEX openAttempts (reader=?)"])
  }
}
