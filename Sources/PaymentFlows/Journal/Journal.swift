internal import GRDB

/// The record of every attempt: one SQLite file, synced to disk at each commit.
public final class Journal: Sendable {
  public let path: String

  /// Opens the file or makes it, checks it and brings its schema up to date.
  public init(path: String) throws(JournalError) { self.path = path }

  /// Payments and reversals, newest first.
  public func history(limit: Int = 100, offset: Int = 0) async throws(JournalError) -> [Attempt] { [] }

  /// One attempt; nil if the journal does not have the key.
  public func attempt(_ key: AttemptKey) async throws(JournalError) -> Attempt? { nil }

  /// Its steps, oldest first.
  public func events(_ key: AttemptKey) async throws(JournalError) -> [AttemptEvent] { [] }
}
