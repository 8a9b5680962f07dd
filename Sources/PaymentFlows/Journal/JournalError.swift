/// Why the journal cannot be opened, read or written. Nothing in the file was thrown away.
public enum JournalError: Error, Hashable, Sendable {
  /// Another program holds the file's write lock for longer than the time allowed.
  case locked
  /// No space is left on the disk.
  case full
  /// The file is no journal or its contents are broken, with SQLite's own words.
  case damaged(String)
  /// Written by a newer version of this library.
  case newerSchema
  /// The file or its folder cannot be written.
  case readOnly
  /// It cannot be opened at all, with the reason.
  case cannotOpen(String)
  /// A rule of the journal itself was about to be broken; the transaction was rolled back.
  case refused(String)
  /// The right to work on the reader was lost meanwhile, and somebody else may have it: no step was taken.
  case leaseLost
  /// An address of a PostgreSQL database, in a program that was built without the package trait `Postgres`.
  case noPostgres
  /// Anything else, with SQLite's extended result code, or 0.
  case system(code: Int32, String)

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .locked: "journalLocked"
    case .full: "journalFull"
    case .damaged: "journalDamaged"
    case .newerSchema: "journalNewer"
    case .readOnly: "journalReadOnly"
    case .cannotOpen: "journalCannotOpen"
    case .refused: "journalRefused"
    case .leaseLost: "journalLeaseLost"
    case .noPostgres: "journalNoPostgres"
    case .system: "journalFailed"
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .locked: "the journal is locked by another program. Close it and try again."
    case .full: "the disk with the journal is full. Free some space and try again."
    case .damaged(let detail):
      "the journal is damaged (\(detail)). Keep the file, restore a copy, and ask support before paying."
    case .newerSchema: "the journal was written by a newer version. Update this program."
    case .readOnly: "the journal or its folder cannot be written. Check permissions."
    case .cannotOpen(let detail): "the journal cannot be opened (\(detail)). Check its path or address."
    case .refused(let detail): "the journal refused a step (\(detail)). Nothing was changed; report this."
    case .leaseLost: "another counter has taken over. Run recover before anything is paid again."
    case .noPostgres:
      "this program was built without PostgreSQL. Build it with the package trait Postgres (libpq's headers installed), or name a file."
    case .system(0, let detail): "the journal failed (\(detail)). Try again; if it stays, report it."
    case .system(let code, let detail):
      "the journal failed (SQLite \(code): \(detail)). Try again; if it stays, report it."
    }
  }
}
