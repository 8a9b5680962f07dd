internal import Foundation
internal import GRDB

extension Journal {
  /// One process at a time opens, so that two that find no file do not both make its tables.
  static func waitToOpen(path: String, lockWait: Duration) throws(JournalError) -> FileLock {
    let deadline = ContinuousClock.now + lockWait
    while true {
      if let lock = try FileLock.attempt(.opening, file: lockFile(of: path)) { return lock }
      guard ContinuousClock.now < deadline else { throw .locked }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  static func configuration(lockWait: Duration) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(lockWait / .seconds(1))
    configuration.label = "journal"
    return configuration
  }

  /// Refuses a file that is not to be trusted before a byte of it is changed; then sees to it that commits
  /// sync.
  static func prepare(_ database: DatabaseQueue) throws {
    try database.inDatabase { db in
      try checkOrigin(db)
      try checkAtStart(db)
      if try JournalSchema.migrator.hasBeenSuperseded(db) { throw JournalError.newerSchema }
      try makeDurable(db)
      // Before the first table: a file that was left half made is still known as ours.
      if try Int32.fetchOne(db, sql: "PRAGMA application_id") != JournalSchema.applicationID {
        try db.execute(sql: "PRAGMA application_id = \(JournalSchema.applicationID)")
      }
    }
    try JournalSchema.migrator.migrate(database)
  }

  /// WAL is turned on here and not by GRDB's configuration, which would set `synchronous` to NORMAL (commits
  /// then do not sync) and write into the file before it is checked.
  private static func makeDurable(_ db: Database) throws {
    let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
    try db.execute(sql: "PRAGMA synchronous = FULL")
    try db.execute(sql: "PRAGMA fullfsync = ON")
    try db.execute(sql: "PRAGMA checkpoint_fullfsync = ON")
    try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
    guard mode == "wal", try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
      throw JournalError.cannotOpen("SQLite does not sync its commits")
    }
  }

  /// Files up to this size are checked whole at each start: less than a second. Of larger ones the newest
  /// part is, and `check` goes through the rest; a payment costs the same however long the history is.
  private static let largestChecked: Int64 = 64 << 20

  private static func checkAtStart(_ db: Database) throws {
    let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
    guard pages * size > largestChecked else { return try checkIntegrity(db) }
    for table in ["attempts", "events"] {
      _ = try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY id DESC LIMIT 1000")
    }
  }

  static func checkIntegrity(_ db: Database) throws {
    let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
    guard findings == ["ok"] else { throw JournalError.damaged(findings.first ?? "no answer") }
    guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
      throw JournalError.damaged("a row has lost what it belongs to")
    }
  }

  static func checkOrigin(_ db: Database) throws {
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    let origin = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard tables == 0 || origin == JournalSchema.applicationID else {
      throw JournalError.damaged("the database of another program")
    }
  }

  /// Runs `body` and makes SQLite's errors the journal's.
  static func translating<Value>(
    path: String, _ body: () throws -> Value
  ) throws(JournalError) -> Value {
    do {
      return try body()
    } catch let error as JournalError {
      throw error
    } catch let error as DatabaseError {
      throw JournalError(error, path: path)
    } catch {
      throw .system(code: 0, "\(error)")
    }
  }
}

extension JournalError {
  init(_ error: DatabaseError, path: String) {
    let detail = error.message ?? "no detail"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
    case .SQLITE_FULL: self = .full
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .full
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(detail)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly
    case .SQLITE_CANTOPEN:
      let folder = (path as NSString).deletingLastPathComponent
      let isThere = FileManager.default.fileExists(atPath: folder.isEmpty ? "." : folder)
      let isWritable = FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder)
      self = isThere && !isWritable ? .readOnly : .cannotOpen(detail)
    case .SQLITE_CONSTRAINT: self = .refused(detail)
    default: self = .system(code: error.extendedResultCode.rawValue, detail)
    }
  }
}
