import Foundation
import GRDB
import PosProtocol
import Testing

@testable import PaymentFlows

private func paid(_ scratch: Scratch, _ reader: FakeReader = FakeReader()) async throws -> Payments {
  let payments = try scratch.payments()
  #expect(await payments.pay(order(), key: key("first"), on: reader).outcome == .approved)
  return payments
}

@Suite struct JournalTroubleTests {
  let scratch: Scratch
  let reader = FakeReader()

  init() throws { scratch = try Scratch() }

  @Test func aLockedJournalSendsNothing() async throws {
    let payments = try await paid(scratch, reader)
    let other = Locker()
    other.lock(scratch.path())
    await reader.forgetCalls()
    let report = await payments.pay(order(7, "other"), key: key("b"), on: reader)
    #expect(report.outcome == .notSent)
    #expect(report.error == .journal(.locked))
    #expect(await !reader.calls.contains(.pay))
    other.unlock()
    #expect(await payments.pay(order(7, "other"), key: key("b"), on: reader).outcome == .approved)
  }

  @Test func aJournalThatCannotTellWhatAKeyCameToDoesNotCallItUnsent() async throws {
    let payments = try await paid(scratch, reader)
    try scratch.journal().database.inDatabase { db in
      try db.execute(sql: "ALTER TABLE lines RENAME TO lost")
    }
    let report = await payments.pay(order(), key: key("first"), on: reader)
    #expect(report.outcome == .unknown)
    #expect(await reader.booked.count == 1)
  }

  @Test func aJournalLockedAfterTheIntentMakesTheTerminalReverse() async throws {
    let path = scratch.path()
    let other = Locker()
    let journal = try scratch.journal { state in if state == .intent { other.lock(path) } }
    let payments = Payments(journal: journal, configuration: .hasty)
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .unknown)
    #expect(report.error == .journal(.locked))
    #expect(await reader.calls.contains(.refused))
    #expect(await reader.booked.isEmpty)
    other.unlock()
    let summary = await payments.recover(on: reader)
    #expect(summary.reports.map(\.outcome) == [.declined])
    #expect(summary.reports.map(\.reason) == [.reversedByTerminal])
  }

  @Test func anOutcomeThatCannotBeKeptIsUnknownUntilRecovered() async throws {
    let path = scratch.path()
    let other = Locker()
    let journal = try scratch.journal { state in if state == .received { other.lock(path) } }
    let payments = Payments(journal: journal, configuration: .hasty)
    let report = await payments.pay(order(), key: key("a"), on: reader)
    #expect(report.outcome == .unknown)
    #expect(report.error == .journal(.locked))
    #expect(await reader.booked == [42])
    other.unlock()
    #expect(await payments.recover(on: reader).reports.map(\.outcome) == [.approved])
  }

  @Test func aFullJournalSendsNothing() async throws {
    let payments = try await paid(scratch, reader)
    // As many pages as there are: the next one is "disk full".
    try await (payments.journal as! Journal).write { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
    }
    await reader.forgetCalls()
    var report = await payments.pay(order(7, "o0"), key: key("b0"), on: reader)
    for number in 1..<200 where report.outcome == .approved {
      await reader.forgetCalls()
      report = await payments.pay(order(7, "o\(number)"), key: key("b\(number)"), on: reader)
    }
    #expect(report.outcome != .approved)
    #expect(report.error == .journal(.full))
    #expect(await reader.calls.contains(.acknowledged) == false || report.outcome == .unknown)
  }

  @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full")))
  func aFileThatIsNoFileCannotBeOpened() {
    #expect(throws: JournalError.self) { try Journal(path: "/dev/full") }
  }

  @Test func aMissingFolderCannotBeOpened() {
    let path = scratch.path("none/journal.sqlite")
    guard case .cannotOpen? = #expect(throws: JournalError.self, performing: { try Journal(path: path) })
    else {
      Issue.record("another error")
      return
    }
  }

  @Test func aFolderIsNoJournal() {
    #expect(throws: JournalError.self) { try Journal(path: scratch.folder.path) }
  }

  @Test func garbageIsDamagedAndStaysAsItIs() throws {
    let garbage = Data("this is no database, and it is long enough to have a header of its own".utf8)
    try garbage.write(to: scratch.folder.appending(path: "journal.sqlite"))
    guard case .damaged? = #expect(throws: JournalError.self, performing: { try scratch.journal() }) else {
      Issue.record("another error")
      return
    }
    #expect(try Data(contentsOf: scratch.folder.appending(path: "journal.sqlite")) == garbage)
  }

  @Test func aDamagedPageIsFoundAtTheStart() async throws {
    let payments = try await paid(scratch)
    for number in 0..<40 {
      _ = await payments.pay(
        order(7, "o\(number)"), key: key("b\(number)"), on: FakeReader(name: "r\(number)"))
    }
    try await scratch.journal().database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    let file = scratch.folder.appending(path: "copy.sqlite")
    var bytes = try Data(contentsOf: scratch.folder.appending(path: "journal.sqlite"))
    for offset in (4096 * 3)..<(4096 * 5) { bytes[offset] = 0xA5 }
    try bytes.write(to: file)
    guard
      case .damaged? = #expect(throws: JournalError.self, performing: { try scratch.journal("copy.sqlite") })
    else {
      Issue.record("another error")
      return
    }
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func aNewerJournalIsLeftAlone() async throws {
    do {
      let journal = try scratch.journal()
      try await journal.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
    }
    #expect(throws: JournalError.newerSchema) { try scratch.journal() }
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() async throws {
    let other = try DatabaseQueue(path: scratch.path())
    try await other.write { try $0.execute(sql: "CREATE TABLE t (a)") }
    #expect(throws: JournalError.damaged("the database of another program")) { try scratch.journal() }
    #expect(try await other.read { try $0.tableExists("attempts") } == false)
    #expect(try await other.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
  }

  @Test(arguments: [
    (DatabaseError(resultCode: .SQLITE_BUSY), JournalError.locked),
    (DatabaseError(resultCode: .SQLITE_LOCKED), .locked),
    (DatabaseError(resultCode: .SQLITE_PERM), .readOnly),
    (DatabaseError(resultCode: .SQLITE_AUTH), .readOnly),
    (DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "m"), .cannotOpen("m")),
    (DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "m"), .refused("m")),
    (DatabaseError(resultCode: .SQLITE_FULL), .full),
    (DatabaseError(resultCode: .SQLITE_READONLY), .readOnly),
    (DatabaseError(resultCode: .SQLITE_CORRUPT, message: "m"), .damaged("m")),
    (DatabaseError(resultCode: .SQLITE_NOTADB, message: "m"), .damaged("m")),
    (DatabaseError(resultCode: .SQLITE_IOERR_SHMSIZE), .full),
    (DatabaseError(resultCode: .SQLITE_IOERR, message: "m"), .system(code: 10, "m")),
  ])
  func sqlitesWordsBecomeTheJournals(error: DatabaseError, expected: JournalError) {
    #expect(JournalError(error, path: "/") == expected)
  }

  @Test func everyErrorIsOneLine() {
    let errors: [JournalError] = [
      .locked, .full, .damaged("x"), .newerSchema, .readOnly, .cannotOpen("x"), .refused("x"),
      .leaseLost,
      .system(code: 1, "x"),
    ]
    #expect(Set(errors.map(\.name)).count == errors.count)
    for error in errors { #expect(!error.message.contains("\n") && error.message.hasSuffix(".")) }
  }
}
