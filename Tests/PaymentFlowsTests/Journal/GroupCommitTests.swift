import Foundation
import GRDB
import PosProtocol
import Synchronization
import Testing

@testable import PaymentFlows

private func intent(_ number: Int) -> Intent {
  intent("k\(number)", order: "o\(number)", reader: "r\(number)")
}

private func put(_ order: String, _ db: Database) throws {
  try db.execute(sql: "INSERT INTO orders (identity) VALUES (?)", arguments: [order])
}

@Suite struct GroupCommitTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Runs steps that all wait for the same lock, and then go together.
  private func together<Value: Sendable>(
    _ count: Int, _ journal: Journal, _ step: @escaping @Sendable (Int) async throws -> Value
  ) async throws -> [Value] {
    let other = Locker()
    other.lock(scratch.path())
    return try await withThrowingTaskGroup(of: Value.self) { group in
      for number in 0..<count { group.addTask { try await step(number) } }
      await eventually { journal.waitingSteps >= count }
      other.unlock()
      let answers = try await group.reduce(into: []) { $0.append($1) }
      #expect(journal.waitingSteps == 0)
      return answers
    }
  }

  private func orders() async throws -> Set<String> {
    Set(try await scratch.journal().read { try String.fetchAll($0, sql: "SELECT identity FROM orders") })
  }

  @Test func manyCountersShareOneSync() async throws {
    let journal = try scratch.journal(lockWait: .seconds(60))
    let before = journal.commits
    let answers = try await together(64, journal) { try await journal.begin(intent($0)) }
    #expect(answers == Array(repeating: .recorded, count: 64))
    #expect((1...2).contains(journal.commits - before))
    #expect(try await scratch.journal().history().count == 64)
  }

  @Test func aStepThatIsRefusedHarmsNoOther() async throws {
    let journal = try scratch.journal(lockWait: .seconds(60))
    let answers = try await together(16, journal) { number -> Bool in
      do throws(JournalError) {
        if number % 4 == 0 {
          try await journal.add(.approved, to: key("none"), record: nil, note: nil)
        } else {
          _ = try await journal.begin(intent(number))
        }
        return true
      } catch {
        return false
      }
    }
    #expect(answers.count { !$0 } == 4)
    #expect(try await scratch.journal().history().count == 12)
  }

  /// What a step has written before it fails goes with it, and with nothing else.
  @Test func aStepThatFailsHalfwayLeavesNothing() async throws {
    let journal = try scratch.journal(lockWait: .seconds(60))
    let before = journal.commits
    let answers = try await together(16, journal) { number -> Bool in
      do throws(JournalError) {
        try await journal.write { db in
          try put("o\(number)", db)
          if number % 4 == 0 { throw JournalError.refused("no") }
        }
        return true
      } catch {
        return false
      }
    }
    #expect(answers.count { !$0 } == 4)
    #expect(journal.commits - before <= 2)
    #expect(try await orders() == Set((0..<16).filter { $0 % 4 != 0 }.map { "o\($0)" }))
  }

  /// They come while a third one is under way, and go together.
  @Test func ofTwoThatGoTogetherOneFails() async throws {
    let writer = JournalWriter(try scratch.journal().database)
    await withCheckedContinuation { continuation in
      let failing = JournalWriter.Job(
        body: {
          try put("failing", $0)
          throw JournalError.refused("no")
        }, finish: { #expect($0 != nil) })
      let second = JournalWriter.Job(
        body: { try put("second", $0) },
        finish: {
          #expect($0 == nil)
          continuation.resume()
        })
      let first = JournalWriter.Job(
        body: {
          try put("first", $0)
          writer.submit(failing)
          writer.submit(second)
        }, finish: { #expect($0 == nil) })
      writer.submit(first)
    }
    #expect(writer.commitCount == 2)
    #expect(try await orders() == ["first", "second"])
  }

  /// Between the two another program may have made room for it.
  @Test func aStepThatIsTakenTheSecondTimeIsKept() async throws {
    let tries = Mutex(0)
    try await scratch.journal().write { db in
      let count = tries.withLock { count in
        count += 1
        return count
      }
      guard count == 2 else { throw JournalError.refused("not yet") }
      try put("o", db)
    }
    #expect(try await orders() == ["o"])
  }

  /// What the commit itself refuses leaves no transaction open.
  @Test func aCommitThatFailsHarmsNoStepBehindIt() async throws {
    let journal = try scratch.journal()
    let before = journal.commits
    await #expect(throws: JournalError.refused("FOREIGN KEY constraint failed")) {
      try await journal.write { db in
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
        try put("o", db)
        try db.execute(sql: "INSERT INTO lines (attemptID, position, amount) VALUES (7, 0, 5)")
      }
    }
    #expect(journal.commits == before && journal.waitingSteps == 0)
    #expect(try await journal.begin(intent(1)) == .recorded)
    #expect(try await orders() == ["o1"])
  }

  @Test func twoThatExcludeEachOtherInOneTransaction() async throws {
    let journal = try scratch.journal(lockWait: .seconds(60))
    let answers = try await together(8, journal) { number in
      var same = intent(number)
      same.orderIdentity = "one"
      return try await journal.begin(same)
    }
    #expect(answers.count { $0 == .recorded } == 1)
    #expect(try await scratch.journal().history().count == 1)
  }

  /// What is answered is in the file already: another connection sees it.
  @Test func nothingIsAnsweredBeforeItIsCommitted() async throws {
    let path = scratch.path()
    _ = try scratch.journal()
    let other = try DatabaseQueue(path: path)
    let seen = Seen()
    let database = try scratch.journal().database
    let writer = JournalWriter(database)
    await withTaskGroup { group in
      for number in 0..<32 {
        group.addTask {
          await withCheckedContinuation { continuation in
            writer.submit(
              JournalWriter.Job(
                body: { try put("o\(number)", $0) },
                finish: { error in
                  let sql = "SELECT count(*) FROM orders WHERE identity = 'o\(number)'"
                  let count = try? other.read { try Int.fetchOne($0, sql: sql) }
                  if error == nil, count == 1 { seen.numbers.withLock { $0.append(number) } }
                  continuation.resume()
                }))
          }
        }
      }
    }
    #expect(seen.numbers.withLock { $0.sorted() } == Array(0..<32))
  }

  @Test func aFullDiskFailsAllOfOneTransactionAndKeepsTheRest() async throws {
    let journal = try scratch.journal(lockWait: .seconds(60))
    #expect(try await journal.begin(intent(1000)) == .recorded)
    try await journal.database.writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
    }
    let answers = try await together(300, journal) { number -> JournalError? in
      do throws(JournalError) {
        _ = try await journal.begin(intent(number))
        return nil
      } catch {
        return error
      }
    }
    let kept = try await scratch.journal().history(limit: 1000).count - 1
    #expect(answers.contains(.full))
    #expect(answers.count { $0 == nil } == kept)
  }
}

/// Who was answered and found to be in the file.
private final class Seen: Sendable {
  let numbers = Mutex<[Int]>([])
}
