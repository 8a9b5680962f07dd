internal import GRDB

extension Journal: LedgerDatabase {
  public var tables: LedgerTables { LedgerTables(JournalEngine(journal: self)) }
}

/// The tables of an SQLite file: what is written there shares the syncs of all steps.
private struct JournalEngine: SQLEngine {
  let journal: Journal

  func undoing(_ column: String) -> String {
    """
    SELECT 1 FROM attempts AS undoing JOIN attempts AS paid ON undoing.reverses = paid.id
    WHERE paid.key = \(column) AND undoing.state = 'approved'
    """
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> Value
  ) async throws(JournalError) -> Value {
    try await journal.write { db in try body(JournalSession(db: db)) }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> Value
  ) async throws(JournalError) -> Value {
    try await journal.read { db in try body(JournalSession(db: db)) }
  }
}

private struct JournalSession: SQLSession {
  let db: Database

  func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow] {
    try db.rows(sql, Self.arguments(values)).map { row in
      SQLRow(row.map { ($0, Self.value($1)) })
    }
  }

  func perform(_ sql: String, _ values: [any SQLConvertible]) throws {
    try db.perform(sql, Self.arguments(values))
  }

  private static func arguments(_ values: [any SQLConvertible]) -> StatementArguments {
    StatementArguments(
      values.map { value -> (any DatabaseValueConvertible)? in
        switch value.sqlValue {
        case .null: nil
        case .integer(let number): number
        case .text(let text): text
        }
      })
  }

  private static func value(_ value: DatabaseValue) -> SQLValue {
    switch value.storage {
    case .int64(let number): .integer(number)
    case .string(let text): .text(text)
    case .null, .double, .blob: .null
    }
  }
}
