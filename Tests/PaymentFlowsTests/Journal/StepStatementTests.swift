import GRDB
import Testing

@testable import PaymentFlows

@Suite struct StepStatementTests {
  private static let rows = [
    ["", "a"], ["یک", "دو"], ["b\u{0}c", "d"], [text(4096), "e"], [text(4097), "f"], [text(4000), text(96)],
    [text(4000), text(97)],
  ]

  private static func text(_ count: Int) -> String { String(repeating: "x", count: count - 1) + "y" }

  /// Texts for which there is room, which fill it, and for which SQLite takes its own; three times each, so
  /// that the room is used again.
  @Test(arguments: rows)
  func textsArriveWhole(_ texts: [String]) throws {
    let statement = StepStatement("SELECT hex(CAST(? AS BLOB)), hex(CAST(? AS BLOB)), ? IS NULL")
    let database = try DatabaseQueue()
    for _ in 1...3 {
      let found = try database.write { db in
        try statement.first(in: db, texts[0], texts[1], nil as String?) { row in
          [0, 1, 2].map { String.fromStatement(row, atUncheckedIndex: $0) }
        }
      }
      let hex = texts.map { $0.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
      #expect(found == [hex[0].uppercased(), hex[1].uppercased(), "1"])
    }
  }

  /// No more is kept than there is room for, and what is kept stays as it is.
  @Test func theRoomForTextsIsBounded() {
    let texts = StepTexts()
    func keep(_ text: String) -> UnsafePointer<CChar>? {
      var text = text
      return text.withUTF8(texts.keep)
    }
    for _ in 1...2 {
      let first = keep("abc")
      #expect(keep(Self.text(4094)) == nil)
      let second = keep(Self.text(4093))
      #expect(second == first.map { $0 + 3 })
      #expect(keep("z") == nil)
      #expect(first.map { [$0[0], $0[2], $0[3]] } == [0x61, 0x63, 0x78])
      texts.clear()
    }
  }

  @Test func whatSQLiteSaysIsThrown() throws {
    let database = try DatabaseQueue()
    try database.write { db in
      try db.execute(sql: "CREATE TABLE t (a INTEGER NOT NULL UNIQUE) STRICT")
      let insert = StepStatement("INSERT INTO t VALUES (?)")
      try insert.run(in: db, 1 as Int64)
      let twice = #expect(throws: DatabaseError.self) { try insert.run(in: db, 1 as Int64) }
      #expect(twice?.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE)
      let text = #expect(throws: DatabaseError.self) { try insert.run(in: db, "no") }
      #expect(text?.extendedResultCode == .SQLITE_CONSTRAINT_DATATYPE)
      let tooMany = #expect(throws: DatabaseError.self) { try insert.run(in: db, 2 as Int64, 3 as Int64) }
      #expect(tooMany?.extendedResultCode == .SQLITE_RANGE)
      try insert.run(in: db, 4 as Int64)
      #expect(try Int.fetchAll(db, sql: "SELECT a FROM t ORDER BY a") == [1, 4])
    }
  }
}
