internal import GRDB
internal import GRDBSQLite

/// A statement that each payment runs, prepared once for the connection that writes. SQLite is given the
/// values themselves, without the boxes, checks and observers of GRDB, whose cache would hash the whole text
/// each time.
///
/// It has as many `?` as there are values. Only who has the connection gets at it: hence `@unchecked`.
final class StepStatement: @unchecked Sendable {
  private let sql: String
  private var prepared: Statement?
  private let texts = StepTexts()

  init(_ sql: String) { self.sql = sql }

  /// Runs it; its rows are of no interest.
  func run<each Value: StepValue>(in db: Database, _ values: repeat each Value) throws {
    _ = try first(in: db, repeat each values) { _ in () }
  }

  /// What `read` makes of the first row. Nil: there is none.
  func first<Answer, each Value: StepValue>(
    in db: Database, _ values: repeat each Value, read: (SQLiteStatement) -> Answer
  ) throws -> Answer? {
    let statement = try ready(db)
    defer { sqlite3_reset(statement) }
    var place: CInt = 1
    texts.clear()
    for value in repeat each values {
      guard value.bind(to: statement, at: place, texts) == SQLITE_OK else { throw failure(db) }
      place += 1
    }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return read(statement)
    case SQLITE_DONE: return nil
    default: throw failure(db)
    }
  }

  private func ready(_ db: Database) throws -> SQLiteStatement {
    if let prepared { return prepared.sqliteStatement }
    let made = try db.makeStatement(sql: sql)
    prepared = made
    return made.sqliteStatement
  }

  private func failure(_ db: Database) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
      message: db.lastErrorMessage, sql: sql)
  }
}

/// What SQLite is given in place of a `?`.
protocol StepValue {
  /// Returns SQLite's code. A text stays in `texts` until the statement is reset.
  func bind(to statement: SQLiteStatement, at place: CInt, _ texts: StepTexts) -> CInt
}

extension Int64: StepValue {
  func bind(to statement: SQLiteStatement, at place: CInt, _ texts: StepTexts) -> CInt {
    sqlite3_bind_int64(statement, place, self)
  }
}

extension String: StepValue {
  func bind(to statement: SQLiteStatement, at place: CInt, _ texts: StepTexts) -> CInt {
    var text = self
    return text.withUTF8 { bytes in
      if let kept = texts.keep(bytes) {
        return sqlite3_bind_text(statement, place, kept, CInt(bytes.count), nil)
      }
      return bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(statement, place, $0.baseAddress, CInt($0.count), Self.copied)
      }
    }
  }

  /// SQLITE_TRANSIENT: SQLite makes a copy at once.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The texts of one run, so that SQLite does not take memory for each of them.
final class StepTexts {
  private static let capacity = 4096
  private let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
  private var count = 0

  deinit { bytes.deallocate() }

  /// The last run is over: SQLite has no more use for its texts.
  func clear() { count = 0 }

  /// Where a text stands until the next ``clear()``. Nil: there is no room for it.
  func keep(_ text: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
    guard let start = text.baseAddress, text.count <= Self.capacity - count else { return nil }
    let place = bytes + count
    UnsafeMutableRawPointer(place).copyMemory(from: start, byteCount: text.count)
    count += text.count
    return UnsafePointer(place)
  }
}

extension Optional: StepValue where Wrapped: StepValue {
  func bind(to statement: SQLiteStatement, at place: CInt, _ texts: StepTexts) -> CInt {
    self?.bind(to: statement, at: place, texts) ?? sqlite3_bind_null(statement, place)
  }
}
