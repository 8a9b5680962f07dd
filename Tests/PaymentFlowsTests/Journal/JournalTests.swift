import Foundation
import GRDB
import PosProtocol
import Testing

@testable import PaymentFlows

private let record = TransactionRecord.made(
  receipt: 42, trace: 701, amount: 5,
  clock: ClockReading(month: 11, day: 21, hour: 12, minute: 1, second: 2))

@Suite struct JournalTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func everyCommitIsSynced() async throws {
    let journal = try scratch.journal()
    #expect(try await journal.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    #expect(try await journal.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(try await journal.write { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") } == 1)
  }

  @Test func stepsAreOnlyAddedAndOutcomesStay() async throws {
    let journal = try scratch.journal()
    _ = try await journal.begin(intent())
    try await journal.add(.declined, to: key("a"), record: nil, note: nil)
    for state in [AttemptState.intent, .received, .unknown, .approved, .notSent] {
      await #expect(throws: JournalError.refused("an outcome is written once")) {
        try await journal.add(state, to: key("a"), record: nil, note: nil)
      }
    }
    for sql in [
      "DELETE FROM events", "UPDATE events SET state = 'approved'", "DELETE FROM attempts",
      "UPDATE attempts SET amount = 1", "UPDATE attempts SET fingerprint = ''",
    ] {
      await #expect(throws: JournalError.self) { try await journal.write { try $0.execute(sql: sql) } }
    }
    await #expect(throws: JournalError.refused("no attempt b")) {
      try await journal.add(.approved, to: key("b"), record: nil, note: nil)
    }
    #expect(try await journal.events(key("a")).map(\.state) == [.intent, .declined])
  }

  @Test func commitsInACancelledTaskStand() async throws {
    let journal = try scratch.journal()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await journal.begin(intent())
    }
    task.cancel()
    #expect(try await task.value == .recorded)
    #expect(try await scratch.journal().attempt(key("a"))?.state == .intent)
  }

  @Test func manyOpenItAtOnce() async throws {
    let path = scratch.path()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let journal = try Journal(path: path)
          _ = try await journal.begin(intent("k\(number)", order: "o\(number)", reader: "r\(number)"))
        }
      }
      try await group.waitForAll()
    }
    #expect(try await scratch.journal().history().count == 8)
  }

  @Test func textsOfATerminalKeepNoCardNumber() throws {
    var record = record
    let digits = Array("603799".utf8) + Array(repeating: UInt8(ascii: "0"), count: 9) + [UInt8(ascii: "6")]
    record.additionalText = WireText(bytes: Array("CARD ".utf8) + digits + Array(" OK 123456789012".utf8))
    let kept = StoredRecord(record).record.additionalText?.string
    #expect(kept == "CARD ************0006 OK 123456789012")
    #expect(StoredRecord(record).json.contains("603799******0006"))
  }

  @Test func codePage437IsRead() {
    #expect(WireText(bytes: [0x81, 0x62, 0x65, 0x72, 0x20, 0x00, 0x41]).string == "über")
    #expect(WireText(bytes: Array("ریال".utf8), characterSet: .utf8).string == "ریال")
  }
}
