internal import Dispatch
internal import GRDB
internal import Synchronization

/// Lets many counters share one sync: what waits while the disk works goes to it together, in one
/// transaction.
///
/// Each step stands or falls by itself (a savepoint), and none is answered before the sync of the transaction
/// that has it. One thread writes, outside Swift's pool, so that no task's cancellation reaches it.
final class JournalWriter: Sendable {
  /// A step, and who waits for it. `body` runs on the writer's thread, inside a transaction.
  struct Job: Sendable {
    let body: @Sendable (Database) throws -> Void
    /// Called once, after the sync, or with why the step was not taken.
    let finish: @Sendable ((any Error)?) -> Void
  }

  /// So many steps at most share one sync: a longer transaction would keep the first ones waiting.
  static let mostTogether = 512

  private let database: DatabaseQueue
  private let queue = DispatchQueue(label: "journal.writer")
  private let waiting = Mutex<[Job]>([])
  private let committed = Atomic(0)
  private let unanswered = Atomic(0)

  /// Steps that were handed over and are not answered.
  var waitingCount: Int { unanswered.load(ordering: .relaxed) }
  /// Transactions that were committed.
  var commitCount: Int { committed.load(ordering: .relaxed) }

  init(_ database: DatabaseQueue) { self.database = database }

  /// Hands a step over; it is answered later.
  func submit(_ job: Job) {
    unanswered.add(1, ordering: .relaxed)
    let isFirst = waiting.withLock { waiting in
      waiting.append(job)
      return waiting.count == 1
    }
    if isFirst { queue.async { self.drain() } }
  }

  private func drain() {
    while true {
      let jobs = waiting.withLock { waiting in
        let jobs = Array(waiting.prefix(Self.mostTogether))
        waiting.removeFirst(jobs.count)
        return jobs
      }
      guard !jobs.isEmpty else { return }
      commit(jobs)
    }
  }

  /// One transaction. What fails by itself is taken out of it; what fails as a whole fails for all.
  private func commit(_ jobs: [Job]) {
    var failures: [(any Error)?] = Array(repeating: nil, count: jobs.count)
    do {
      try database.writeWithoutTransaction { db in
        try Self.transact(db) {
          for (index, job) in jobs.enumerated() {
            failures[index] = try Self.run(job, alone: jobs.count == 1, in: db)
          }
          return failures.contains { $0 == nil }
        }
      }
      committed.add(1, ordering: .relaxed)
    } catch {
      for index in failures.indices where failures[index] == nil { failures[index] = error }
    }
    unanswered.subtract(jobs.count, ordering: .relaxed)
    for (job, failure) in zip(jobs, failures) { job.finish(failure) }
  }

  /// A transaction with statements that are prepared once; `body` says whether there is something to commit.
  private static func transact(_ db: Database, _ body: () throws -> Bool) throws {
    try db.perform("BEGIN IMMEDIATE")
    do {
      try db.perform(try body() ? "COMMIT" : "ROLLBACK")
    } catch {
      if db.isInsideTransaction { try? db.perform("ROLLBACK") }
      throw error
    }
  }

  /// Why the step was not taken; throws if that ends the whole transaction.
  private static func run(_ job: Job, alone isAlone: Bool, in db: Database) throws -> (any Error)? {
    if isAlone {
      do { try job.body(db) } catch { return error }
      return nil
    }
    try db.perform("SAVEPOINT step")
    do {
      try job.body(db)
    } catch {
      // A full disk ends the transaction by itself.
      guard db.isInsideTransaction else { throw error }
      try db.perform("ROLLBACK TO step")
      try db.perform("RELEASE step")
      return error
    }
    try db.perform("RELEASE step")
    return nil
  }
}
