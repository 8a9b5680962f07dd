internal import Dispatch
internal import GRDB
internal import Synchronization

/// Lets many counters share one sync: what waits while the disk works goes to it together, in one
/// transaction.
///
/// Each step stands or falls by itself, and none is answered before the sync of the transaction
/// that has it. One thread writes, outside Swift's pool, so that no task's cancellation reaches it.
final class JournalWriter: Sendable {
  /// A step, and who waits for it. `body` runs on the writer's thread, inside a transaction; once more
  /// if another step of that transaction is not taken.
  struct Job: Sendable {
    let body: @Sendable (Database) throws -> Void
    /// Called once, after the sync, or with why the step was not taken.
    let finish: @Sendable ((any Error)?) -> Void
  }

  /// So many steps at most share one sync: a longer transaction would keep the first ones waiting.
  static let mostTogether = 512

  private let database: DatabaseQueue
  private let begin = StepStatement("BEGIN IMMEDIATE")
  private let finish = StepStatement("COMMIT")
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

  /// One transaction. Nearly always all its steps are taken; if one is not, they are taken again, each by
  /// itself. What fails as a whole fails for all.
  private func commit(_ jobs: [Job]) {
    var failures: [(any Error)?] = Array(repeating: nil, count: jobs.count)
    do {
      try database.writeWithoutTransaction { db in
        if try transact(db, { try Self.takeAll(jobs, in: db) }) { return }
        _ = try transact(db) {
          for (index, job) in jobs.enumerated() { failures[index] = try Self.take(job, in: db) }
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
  private func transact(_ db: Database, _ body: () throws -> Bool) throws -> Bool {
    try begin.run(in: db)
    do {
      let isTaken = try body()
      if isTaken { try finish.run(in: db) } else { try db.perform("ROLLBACK") }
      return isTaken
    } catch {
      if db.isInsideTransaction { try? db.perform("ROLLBACK") }
      throw error
    }
  }

  /// False: one was not taken. Throws if that has ended the transaction.
  private static func takeAll(_ jobs: [Job], in db: Database) throws -> Bool {
    do {
      for job in jobs { try job.body(db) }
      return true
    } catch {
      // A full disk ends the transaction by itself.
      guard db.isInsideTransaction else { throw error }
      return false
    }
  }

  /// Why the step was not taken; throws if that has ended the transaction.
  private static func take(_ job: Job, in db: Database) throws -> (any Error)? {
    var failure: (any Error)?
    try db.perform("SAVEPOINT step")
    do {
      try job.body(db)
    } catch {
      guard db.isInsideTransaction else { throw error }
      try db.perform("ROLLBACK TO step")
      failure = error
    }
    try db.perform("RELEASE step")
    return failure
  }
}
