/// What names a journal: the path of an SQLite file, or the address of a PostgreSQL database.
public enum LedgerAddress {
  /// Whether it is an address, and no path.
  public static func isRemote(_ text: String) -> Bool {
    ["postgres://", "postgresql://"].contains { text.lowercased().hasPrefix($0) }
  }

  /// Opens the journal of that name, or makes it.
  ///
  /// - Throws: `.noPostgres` for an address where the package trait `Postgres` is off.
  public static func open(_ text: String) throws(JournalError) -> any LedgerDatabase {
    guard isRemote(text) else { return try Journal(path: text) }
    #if Postgres
      return try PostgresLedger(text)
    #else
      throw .noPostgres
    #endif
  }

  /// The name as people may see it: without a password.
  public static func shown(_ text: String) -> String {
    guard let scheme = text.firstRange(of: "://") else {
      guard text.contains("password=") else { return text }
      return text.split(separator: " ").filter { !$0.hasPrefix("password") }.joined(separator: " ")
    }
    let rest = text[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    var (shown, tail) = (String(text[..<scheme.upperBound]), rest)
    if let at = authority.lastIndex(of: "@") {
      shown += authority[..<at].prefix { $0 != ":" }
      tail = rest[at...]
    }
    let parts = tail.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return shown + tail }
    let options = parts[1].split(separator: "&").filter { !$0.lowercased().contains("password=") }
    return shown + parts[0] + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
  }
}
