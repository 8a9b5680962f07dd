internal import GRDBSQLite

#if Postgres
  internal import CPostgres
#endif

/// The libraries that journals are kept with, for reports.
public enum JournalVersions {
  /// Of the SQLite that is loaded, as in `3.46.1`.
  public static var sqlite: String { String(cString: sqlite3_libversion()) }

  /// Of the libpq that is loaded, as in `17.5`; nil in a build without the package trait `Postgres`.
  public static var libpq: String? {
    #if Postgres
      let number = PQlibVersion()
      return "\(number / 10_000).\(number % 10_000)"
    #else
      return nil
    #endif
  }
}
