/// A change of the journal's schema. One that was released is never changed; a new one is added behind it.
///
/// Whatever keeps something in the journal's file has its tables in a file of its own, as an extension of
/// this type (`JournalMigration+Attempts.swift` shows how), and a line in `all`. Its names begin with a word
/// of its own; those of attempts are bare numbers. It reads and writes with `Journal.read` and
/// `Journal.write`, so that its steps share the commits of all others, and says in a protocol of its own what
/// it needs of a store: a database that is not SQLite then fulfils the same protocol.
struct JournalMigration: Sendable {
  /// As the file remembers that it was done.
  let name: String
  let sql: String

  /// In the order in which a new file gets them.
  static let all: [JournalMigration] =
    attempts + flows + offices + tickets + reversals + retention + comparisons
    + fewerPages
}
