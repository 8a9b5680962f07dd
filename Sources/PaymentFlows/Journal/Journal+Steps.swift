internal import Foundation
internal import GRDB
internal import PosProtocol

extension Journal {
  public func begin(
    _ intent: Intent, under lease: any LedgerLease
  ) async throws(JournalError) -> IntentAnswer {
    let (noted, time) = (intent.noted.json, Self.milliseconds(Date()))
    let answer = try await write { [statements] db -> IntentAnswer in
      let surroundings = try Surroundings(intent, by: statements, in: db)
      if let obstacle = try Self.obstacle(to: intent, in: surroundings, db) { return .refused(obstacle) }
      try statements.insert(intent, order: surroundings.order, noted: noted, at: time, in: db)
      return .recorded
    }
    if answer == .recorded { afterCommit(.intent) }
    return answer
  }

  public func add(
    _ step: LedgerStep, to key: AttemptKey, under lease: any LedgerLease
  ) async throws(JournalError) {
    let event = StepEvent(step)
    try await write { [statements] db in
      guard try statements.insert(event, of: key, since: step.since, in: db) else {
        let isThere = try Self.identity(of: key, in: db) != nil
        throw JournalError.refused(isThere ? "attempt \(key) went on meanwhile" : "no attempt \(key)")
      }
      try Self.insertCompanions(of: step, to: key, in: db)
    }
    afterCommit(step.state)
  }

  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
}
