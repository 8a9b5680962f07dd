import Foundation
import GRDB
import PosProtocol
import Testing

@testable import PaymentFlows

private let day: TimeInterval = 86_400

@Suite struct JournalKeepingTests {
  let scratch: Scratch
  let reader = FakeReader()

  init() throws { scratch = try Scratch() }

  /// An attempt that ended, or did not, so many days ago.
  private func put(
    _ name: String, daysAgo: Double, _ state: AttemptState = .approved, order: String? = nil,
    reverses: String? = nil, in journal: Journal
  ) async throws {
    let time = Journal.milliseconds(Date() - daysAgo * day)
    try await journal.write { db in
      let order = order ?? "o-\(name)"
      try db.execute(
        sql: "INSERT INTO orders (identity) VALUES (?) ON CONFLICT DO NOTHING", arguments: [order])
      try db.execute(
        sql: """
          INSERT INTO attempts
            (key, kind, orderID, reader, amount, currency, fingerprint, reverses, started, state)
          VALUES (?, ?, (SELECT id FROM orders WHERE identity = ?), 'r', 5, 364, 'f',
            (SELECT id FROM attempts WHERE key = ?), ?, 'intent')
          """, arguments: [name, reverses == nil ? "payment" : "reversal", order, reverses, time])
      let id = db.lastInsertedRowID
      try db.execute(
        sql: "INSERT INTO lines (attemptID, position, amount) VALUES (?, 0, 5)", arguments: [id])
      try db.execute(
        sql: "INSERT INTO events (attemptID, state, time) VALUES (?, ?, ?)",
        arguments: [id, state.rawValue, time])
      try db.execute(sql: "UPDATE attempts SET state = ? WHERE id = ?", arguments: [state.rawValue, id])
      try db.execute(
        sql: "INSERT INTO heard VALUES ('r', ?) ON CONFLICT DO UPDATE SET attemptID = excluded.attemptID",
        arguments: [id])
    }
  }

  private func keys(_ journal: Journal) async throws -> [String] {
    try await journal.history().map(\.key.text).reversed()
  }

  @Test func onlyWhatIsOldAndAtItsEndIsDropped() async throws {
    let journal = try scratch.journal()
    try await put("old", daysAgo: 40, in: journal)
    try await put("declined", daysAgo: 40, .declined, in: journal)
    try await put("open", daysAgo: 400, .unknown, in: journal)
    try await put("begun", daysAgo: 400, .intent, in: journal)
    try await put("received", daysAgo: 400, .received, in: journal)
    try await put("young", daysAgo: 29, in: journal)
    try await put("first", daysAgo: 40, .declined, order: "shared", in: journal)
    try await put("second", daysAgo: 1, order: "shared", in: journal)
    #expect(try await journal.prune(olderThan: 35 * day) == 2)
    #expect(try await keys(journal) == ["open", "begun", "received", "young", "first", "second"])
    #expect(try await journal.prune(olderThan: 0) == 0, "never younger than 30 days")
    #expect(LedgerRetention.least == 30 * day)
    try await journal.check()
  }

  @Test func aReversalGoesWithItsPayment() async throws {
    let journal = try scratch.journal()
    try await put("a", daysAgo: 40, order: "one", in: journal)
    try await put("undo-a", daysAgo: 40, order: "one", reverses: "a", in: journal)
    try await put("b", daysAgo: 40, order: "two", in: journal)
    try await put("undo-b", daysAgo: 40, order: "two", reverses: "b", in: journal)
    try await put("again", daysAgo: 1, order: "two", in: journal)
    #expect(try await journal.prune(olderThan: 30 * day) == 2)
    #expect(try await keys(journal) == ["b", "undo-b", "again"])
    #expect(try await journal.read { try $0.number("SELECT count(*) FROM orders") } == 1)
  }

  /// What counts is the newest event, to the minute.
  @Test func ageIsCountedFromTheLastEvent() async throws {
    let journal = try scratch.journal()
    try await put("just", daysAgo: 30.01, in: journal)
    try await put("almost", daysAgo: 29.99, in: journal)
    try await put("late", daysAgo: 40, .unknown, in: journal)
    try await journal.add(.approved, to: key("late"), record: nil, note: nil)
    #expect(try await journal.prune(olderThan: 30 * day) == 1)
    #expect(try await keys(journal) == ["almost", "late"])
  }

  @Test(arguments: [
    (ReversalReason.lateApproval, ReversalMachine.Status.pending), (.secondApproval, .person),
  ])
  func whatIsStillToBeUndoneStays(reason: ReversalReason, status: ReversalMachine.Status) async throws {
    let journal = try scratch.journal()
    try await put("a", daysAgo: 40, .declined, in: journal)
    try await put("now", daysAgo: 0, in: journal)
    try await journal.open(
      ReversalOpening(reason, record: .earlier), of: key("a"), on: "r", under: FreeLease())
    #expect(try await journal.prune(olderThan: 30 * day) == 0)
    let task = try #require(try await journal.reversals([status]).first)
    var undone = task
    _ = undone.machine.handle(.undone, at: Date())
    try await journal.update(undone, since: task, under: FreeLease())
    #expect(try await journal.prune(olderThan: 30 * day) == 1)
    #expect(try await journal.reversals([.done]) == [])
  }

  @Test func aClockThatRunsAheadDropsNothing() async throws {
    let journal = try scratch.journal()
    try await put("a", daysAgo: 1, in: journal)
    #expect(try await journal.prune(olderThan: 30 * day, at: Date() + 4000 * day) == 0)
    #expect(try await keys(journal) == ["a"])
  }

  @Test func theFileItselfKeepsWhatIsYoungOrOpen() async throws {
    let journal = try scratch.journal()
    let open = [AttemptState.intent, .received, .unknown]
    for state in open { try await put(state.rawValue, daysAgo: 40, state, in: journal) }
    try await put("young", daysAgo: 29, in: journal)
    for name in ["old", "pending", "person"] { try await put(name, daysAgo: 40, .declined, in: journal) }
    for (name, reason) in [("pending", ReversalReason.lateApproval), ("person", .secondApproval)] {
      try await journal.open(
        ReversalOpening(reason, record: .earlier), of: key(name), on: "r", under: FreeLease())
    }
    func delete(_ table: String, of name: String) async throws(JournalError) {
      try await journal.write {
        let place = table == "events" ? "attemptID" : "id"
        try $0.execute(
          sql: "DELETE FROM \(table) WHERE \(place) = (SELECT id FROM attempts WHERE key = ?)",
          arguments: [name])
      }
    }
    for name in open.map(\.rawValue) + ["young"] {
      await #expect(throws: JournalError.refused("events are only ever added"), "\(name)") {
        try await delete("events", of: name)
      }
    }
    for name in open.map(\.rawValue) + ["young", "pending", "person"] {
      await #expect(throws: JournalError.refused("attempts are kept"), "\(name)") {
        try await delete("attempts", of: name)
      }
    }
    await #expect(throws: JournalError.refused("FOREIGN KEY constraint failed")) {
      try await delete("attempts", of: "old")
    }
    try await delete("events", of: "old")
  }

  @Test func manyAreDroppedInPieces() async throws {
    let journal = try scratch.journal()
    for number in 0..<1201 { try await put("k\(number)", daysAgo: 40, in: journal) }
    try await put("now", daysAgo: 0, in: journal)
    #expect(try await journal.prune(olderThan: 30 * day) == 1201)
    #expect(try await keys(journal) == ["now"])
  }

  @Test func aCopyIsWholeAndIsMadeWhilePaymentsGoOn() async throws {
    let journal = try scratch.journal()
    let payments = Payments(journal: journal, configuration: .hasty)
    #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .approved)
    let copy = scratch.path("copy.sqlite")
    async let paid = payments.pay(order(7, "other"), key: key("b"), on: FakeReader(name: "fake:2"))
    try await journal.backup(to: copy)
    #expect(await paid.outcome == .approved)
    let restored = try scratch.journal("copy.sqlite")
    #expect(try await restored.attempt(key("a")) == journal.attempt(key("a")))
    #expect(try await restored.events(key("a")).count == 3)
    await #expect(throws: JournalError.cannotOpen("\(copy) is there already")) {
      try await journal.backup(to: copy)
    }
    await #expect(throws: JournalError.self) { try await journal.backup(to: scratch.path("none/copy")) }
    #expect(!FileManager.default.fileExists(atPath: copy + ".part"))
  }

  @Test func checkFindsDamage() async throws {
    let journal = try scratch.journal()
    for number in 0..<60 { try await put("k\(number)", daysAgo: 1, in: journal) }
    try await journal.check()
    try await journal.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    let file = URL(filePath: journal.path)
    var bytes = try Data(contentsOf: file)
    for offset in (4096 * 3)..<(4096 * 5) { bytes[offset] = 0xA5 }
    try bytes.write(to: file)
    guard case .damaged? = await #expect(throws: JournalError.self, performing: { try await journal.check() })
    else {
      Issue.record("another error")
      return
    }
  }

  @Test func checkKnowsAnothersFile() async throws {
    let journal = try scratch.journal()
    try await journal.write { try $0.execute(sql: "PRAGMA application_id = 7") }
    await #expect(throws: JournalError.damaged("the database of another program")) {
      try await journal.check()
    }
  }

  @Test func isExportedForOtherPrograms() async throws {
    let journal = try scratch.ledger()
    let payments = Payments(journal: journal, configuration: .hasty)
    let lines = [OrderLine(amount: Amount(minorUnits: 5)!, purpose: "a \"b\", c")]
    let order = Order(identity: "o,1", currency: .irr, lines: lines)!
    _ = await payments.pay(order, key: key("a"), on: reader)
    _ = try await payments.reverse(key("a"), key: key("r"), on: reader)
    let json = try await text(journal, .json)
    #expect(json.count == 2)
    let first = try #require(try JSONSerialization.jsonObject(with: Data(json[0].utf8)) as? [String: Any])
    #expect(first["key"] as? String == "a" && first["order"] as? String == "o,1")
    #expect(first["receiptNumber"] as? Int == 42 && first["outcome"] as? String == "approved")
    #expect(json[1].contains(#""reverses":"a""#))
    let csv = try await text(journal, .csv)
    #expect(csv[0] == JournalExport.columns.joined(separator: ","))
    #expect(csv[1].hasPrefix(#"a,payment,"o,1",fake:1,approved,approved,5,364,"#))
    #expect(csv[1].hasSuffix(#","a ""b"", c=5""#))
    #expect(!json.joined().contains("6037990000000006"))
  }

  private func text(_ journal: any LedgerDatabase, _ format: JournalExport) async throws -> [String] {
    let lines = Lines()
    try await journal.export(format) { lines.add($0) }
    return lines.all
  }

  private final class Lines: @unchecked Sendable {
    private(set) var all: [String] = []
    func add(_ line: String) -> Bool {
      all.append(line)
      return true
    }
  }
}
