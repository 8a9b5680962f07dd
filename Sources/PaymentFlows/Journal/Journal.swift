internal import Dispatch
internal import Foundation
internal import GRDB

/// The record of every attempt: one SQLite file, synced to disk at each commit.
///
/// - Durability: WAL with `synchronous = FULL`, read back after opening. Commits run on a thread of their
///   own, which no task's cancellation reaches.
/// - Sharing: several processes may use one file. A file beside it, named like it and `-lock`, tells who is
///   at work.
public final class Journal: LedgerStore {
  public let path: String
  public var name: String { path }
  let database: DatabaseQueue
  private let worker = DispatchQueue(label: "journal")
  /// For tests: called on the journal's thread after each commit of a step.
  let afterCommit: @Sendable (AttemptState) -> Void

  /// Opens the file or makes it, checks it and brings its schema up to date.
  ///
  /// - Parameter lockWait: how long a step waits for another program's write lock before it fails with
  ///   `.locked`.
  /// - Throws: what is wrong and what to do; a damaged file is left as it is.
  public convenience init(path: String, lockWait: Duration = .seconds(5)) throws(JournalError) {
    try self.init(path: path, lockWait: lockWait, afterCommit: { _ in })
  }

  init(
    path: String, lockWait: Duration, afterCommit: @escaping @Sendable (AttemptState) -> Void
  ) throws(JournalError) {
    (self.path, self.afterCommit) = (path, afterCommit)
    let opening = try Self.waitToOpen(path: path, lockWait: lockWait)
    defer { withExtendedLifetime(opening) {} }
    database = try Self.translating(path: path) {
      let database = try DatabaseQueue(path: path, configuration: Self.configuration(lockWait: lockWait))
      try Self.prepare(database)
      return database
    }
  }

  /// The file whose bytes are locked by who is at work.
  var lockFile: String { Self.lockFile(of: path) }

  /// The same for every link to the journal, as SQLite's own files are.
  static func lockFile(of path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path + "-lock"
  }

  /// Takes a lock, or returns nil if somebody else still holds it after `wait`.
  public func lease(
    _ subject: LedgerSubject, wait: Duration
  ) async throws(JournalError) -> (any LedgerLease)? {
    let deadline = ContinuousClock.now + wait
    while true {
      if let lock = try FileLock.attempt(FileLock.Subject(subject), file: lockFile) { return lock }
      guard ContinuousClock.now < deadline else { return nil }
      await pause(.milliseconds(20))
    }
  }

  /// Runs a transaction to its end on the journal's own thread.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    try await onWorker { try $0.write(body) }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    try await onWorker { try $0.read(body) }
  }

  private func onWorker<Value: Sendable>(
    _ body: @escaping @Sendable (DatabaseQueue) throws -> Value
  ) async throws(JournalError) -> Value {
    let (path, database) = (path, database)
    let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
      worker.async {
        let result: Result<Value, JournalError>
        do throws(JournalError) {
          result = .success(try Self.translating(path: path) { try body(database) })
        } catch {
          result = .failure(error)
        }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }
}

/// Waits, cancelled or not.
func pause(_ duration: Duration) async {
  let nanoseconds = Int(duration / .nanoseconds(1))
  await withCheckedContinuation { continuation in
    DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { continuation.resume() }
  }
}
