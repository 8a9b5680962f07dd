internal import GRDB
internal import GRDBSQLite

/// Statements that each payment runs. GRDB prepares and keeps them; SQLite is then given the values
/// themselves, without the boxes, checks and observers of GRDB.
///
/// A statement has as many `?` as there are values.
extension Database {
  /// Runs a statement whose rows are of no interest.
  func run<each Argument: StatementBinding>(_ sql: String, _ values: repeat each Argument) throws {
    _ = try first(sql, repeat each values) { _ in () }
  }

  /// What `read` makes of the first row. Nil: there is none.
  func first<Value, each Argument: StatementBinding>(
    _ sql: String, _ values: repeat each Argument, read: (SQLiteStatement) -> Value
  ) throws -> Value? {
    let statement = try cachedStatement(sql: sql).sqliteStatement
    defer { sqlite3_reset(statement) }
    var place: CInt = 1
    for value in repeat each values {
      guard value.bind(to: statement, at: place) == SQLITE_OK else { throw failure(sql) }
      place += 1
    }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return read(statement)
    case SQLITE_DONE: return nil
    default: throw failure(sql)
    }
  }

  private func failure(_ sql: String) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(sqliteConnection)),
      message: lastErrorMessage, sql: sql)
  }
}
