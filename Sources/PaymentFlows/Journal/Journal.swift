internal import Dispatch
internal import Foundation
internal import GRDB
internal import Synchronization

/// The record of every attempt: one SQLite file, synced to disk at each commit.
///
/// - Durability: WAL with `synchronous = FULL`, read back after opening. Commits run on a thread of their
///   own, which no task's cancellation reaches.
/// - Sharing: several processes may use one file. A file beside it, named like it and `-lock`, tells who is
///   at work.
public final class Journal: LedgerStore {
  public let path: String
  public var name: String { path }
  /// The connection that writes.
  let database: DatabaseQueue
  private let writer: JournalWriter
  let statements = StepStatements()
  /// Reading waits for no sync, and no payment waits for a long history.
  private let reader: DatabaseQueue
  private let readers = DispatchQueue(label: "journal.reader")
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
    let configuration = Self.configuration(lockWait: lockWait)
    database = try Self.translating(path: path) {
      let database = try DatabaseQueue(path: path, configuration: configuration)
      try Self.prepare(database)
      return database
    }
    writer = JournalWriter(database)
    reader = try Self.translating(path: path) {
      try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// For tests: steps that are not answered yet, and transactions that were committed.
  var waitingSteps: Int { writer.waitingCount }
  var commits: Int { writer.commitCount }

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

  /// Runs a step in a transaction, which it may share with others, and returns when that is on disk.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    let path = path
    let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
      let value = Mutex<Value?>(nil)
      writer.submit(
        JournalWriter.Job(
          body: { db in
            let made = try body(db)
            value.withLock { $0 = made }
          },
          finish: { error in
            continuation.resume(returning: Self.result(value.withLock(\.self), error, path: path))
          }))
    }
    return try result.get()
  }

  /// Runs a question, in one transaction.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(JournalError) -> Value {
    let (path, reader) = (path, reader)
    let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
      readers.async {
        let result: Result<Value, JournalError>
        do throws(JournalError) {
          result = .success(try Self.translating(path: path) { try reader.read(body) })
        } catch {
          result = .failure(error)
        }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }

  /// Runs what takes long, on a thread of its own.
  func aside(
    _ body: @escaping @Sendable () throws(JournalError) -> Void
  ) async throws(JournalError) {
    let result: Result<Void, JournalError> = await withCheckedContinuation { continuation in
      DispatchQueue(label: "journal.aside").async {
        do throws(JournalError) {
          continuation.resume(returning: .success(try body()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    try result.get()
  }

  private static func result<Value>(
    _ value: Value?, _ error: (any Error)?, path: String
  ) -> Result<Value, JournalError> {
    do throws(JournalError) {
      try translating(path: path) { if let error { throw error } }
    } catch {
      return .failure(error)
    }
    return value.map { .success($0) } ?? .failure(.system(code: 0, "no answer"))
  }
}

/// Waits, cancelled or not.
func pause(_ duration: Duration) async {
  let nanoseconds = Int(duration / .nanoseconds(1))
  await withCheckedContinuation { continuation in
    DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { continuation.resume() }
  }
}
