internal import GRDB

/// What makes a file a journal.
enum JournalSchema {
  /// "POSJ", so that another program's database is not taken for a journal.
  static let applicationID: Int32 = 0x504F_534A

  static var migrator: DatabaseMigrator { migrator(JournalMigration.all) }

  static func migrator(_ migrations: [JournalMigration]) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.name) { db in try db.execute(sql: migration.sql) }
    }
    return migrator
  }
}
