import Foundation
import GRDB
import PaymentFlows
import PosProtocol

/// Journal records a second, each on disk before it counts, beside a bare append with its sync; in turns.
func benchJournal(blocks: Int, rounds: Int) async throws {
  let folder = try BenchFolder()
  let journal = try Journal(path: folder.path("journal.sqlite"))
  let scattered = try Journal(path: folder.path("scattered.sqlite"))
  let subjects = [
    Subject("SQLite, one counter", [try await BenchCounter("one", journal)], rounds / 3),
    Subject("SQLite, 64 counters, sharing syncs", try await counters { journal }, rounds / 3),
    Subject(
      "SQLite, 64 counters, keys all over the place", try await counters(randomKeys: true) { scattered },
      rounds / 3),
  ]
  try await compare("Journal", subjects, folder, blocks: blocks, rounds: rounds)
}

/// The same at the server that `$POS_POSTGRES` names (scripts/postgres): apart, since a server at work beside
/// them changes what the others take.
func benchPostgres(blocks: Int, rounds: Int) async throws {
  guard let server = ProcessInfo.processInfo.environment["POS_POSTGRES"] else { return }
  let (folder, address) = (try BenchFolder(), "\(server)/postgres")
  let four = try PostgresLedger(address)
  let subjects = [
    Subject("PostgreSQL, one counter", [try await BenchCounter("one", four)], rounds / 3),
    Subject(
      "PostgreSQL, 64 counters of one program, 4 connections", try await counters { four },
      max(1, rounds / 150)),
    Subject(
      "PostgreSQL, 64 counters, a connection each",
      try await counters { try PostgresLedger(address, connections: 1) }, max(1, rounds / 150)),
  ]
  try await compare("PostgreSQL", subjects, folder, blocks: blocks, rounds: rounds)
}

/// Counters that pay, and how often each of them does in a block.
private struct Subject {
  let name: String, counters: [BenchCounter], payments: Int

  init(_ name: String, _ counters: [BenchCounter], _ payments: Int) {
    (self.name, self.counters, self.payments) = (name, counters, payments)
  }
}

private func compare(
  _ title: String, _ subjects: [Subject], _ folder: BenchFolder, blocks: Int, rounds: Int
) async throws {
  var rates: [[Double]] = Array(repeating: [], count: subjects.count + 1)
  for _ in 0..<blocks {
    rates[0].append(try rawRate(folder.path("raw"), count: rounds))
    for (place, subject) in subjects.enumerated() {
      rates[place + 1].append(try await rate(subject.counters, payments: subject.payments))
    }
  }
  let medians = rates.map { $0.sorted()[$0.count / 2] }
  var table = Table(title.lowercased(), "records/s", "ratio to raw")
  let names = ["append 256 B and fdatasync, one thread"] + subjects.map(\.name)
  for (name, rate) in zip(names, medians) { table.row(name, short(rate), short(rate / medians[0])) }
  table.show(title)
  Plot.bars(
    title.lowercased(), "\(title) records on disk, a second", unit: "/s", zip(names, medians).map { ($0, $1) }
  )
}

private func counters(
  randomKeys: Bool = false, _ journal: () throws -> any LedgerStore
) async throws -> [BenchCounter] {
  var counters: [BenchCounter] = []
  for _ in 0..<64 {
    counters.append(try await BenchCounter(UUID().uuidString, journal(), randomKeys: randomKeys))
  }
  return counters
}

/// What a page of the history and a payment's records cost, however many attempts there are.
func benchHistory(sizes: [Int], rounds: Int) async throws {
  let folder = try BenchFolder()
  var table = Table(
    "attempts", "newest page of 50, µs", "page in the middle, µs", "a payment's three records, µs")
  for size in sizes {
    let path = folder.path("h\(size)")
    _ = try Journal(path: path)
    try fill(path, size)
    let journal = try Journal(path: path)
    let counter = try await BenchCounter("0", journal)
    let middle = AttemptKey("k\(size / 2)")
    let newest = try await median(rounds) { _ = try await journal.history(HistoryPage(limit: 50)) }
    let deep = try await median(rounds) {
      _ = try await journal.history(HistoryPage(limit: 50, before: middle))
    }
    let pay = try await median(rounds) { try await counter.pay() }
    table.row("\(size)", short(newest), short(deep), short(pay))
    for suffix in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }
  table.show("History")
}

private final class BenchFolder {
  private let url = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// One counter with a reader of its own: each payment is three records. Its keys begin with the time.
private final class BenchCounter: Sendable {
  private let journal: any LedgerStore, reader: String, lease: any LedgerLease
  private let record: TransactionRecord, randomKeys: Bool

  init(_ name: String, _ journal: any LedgerStore, randomKeys: Bool = false) async throws {
    reader = "bench:\(name)"
    guard let lease = try await journal.lease(.reader(reader), wait: .zero) else {
      throw CancellationError()
    }
    (self.journal, self.lease, self.randomKeys) = (journal, lease, randomKeys)
    var record = TransactionRecord()
    record.result = ResultCode(.zvt, 0)
    (record.isApproval, record.amount, record.currency) = (true, Amount(minorUnits: 175_000), .irr)
    (record.receiptNumber, record.traceNumber) = (ReceiptNumber(42), TraceNumber(701))
    self.record = record
  }

  func pay() async throws {
    let key = randomKeys ? AttemptKey(UUID().uuidString)! : .unique()
    let order = Order(amount: Amount(minorUnits: 175_000)!, currency: .irr, key: key)!
    let intent = Intent(order: order, key: key, reader: reader)
    guard try await journal.begin(intent, under: lease) == .recorded else { throw CancellationError() }
    try await journal.add(LedgerStep(.received, record: record), to: key, under: lease)
    try await journal.add(LedgerStep(.approved, record: record), to: key, under: lease)
  }
}

private func rate(_ counters: [BenchCounter], payments: Int) async throws -> Double {
  let start = ContinuousClock.now
  try await withThrowingTaskGroup(of: Void.self) { group in
    for counter in counters { group.addTask { for _ in 0..<payments { try await counter.pay() } } }
    try await group.waitForAll()
  }
  return Double(counters.count * payments * 3) / ((ContinuousClock.now - start) / .seconds(1))
}

private func rawRate(_ path: String, count: Int) throws -> Double {
  let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
  defer { close(file) }
  let bytes = [UInt8](repeating: 0x5A, count: 256)
  let start = ContinuousClock.now
  for _ in 0..<count {
    guard write(file, bytes, bytes.count) == 256, fdatasync(file) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }
  return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
}

private func median(_ rounds: Int, _ body: () async throws -> Void) async throws -> Double {
  var times: [Double] = []
  for _ in 0..<rounds {
    let start = ContinuousClock.now
    try await body()
    times.append((ContinuousClock.now - start) / .microseconds(1))
  }
  return times.sorted()[times.count / 2]
}

/// Attempts that ended long ago, without the cost of a sync for each.
private func fill(_ path: String, _ size: Int) throws {
  let database = try DatabaseQueue(path: path)
  try database.write { db in
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(size))"
    try db.execute(
      sql: """
        INSERT INTO orders (id, identity) \(rows) SELECT i, 'o' || i FROM n;
        INSERT INTO attempts (id, key, kind, orderID, reader, amount, currency, fingerprint, started, state)
          \(rows)
            SELECT i, 'k' || i, 'payment', i, 'bench:' || (i % 64), 175000, 364, 'f', i, 'approved' FROM n;
        INSERT INTO lines (attemptID, position, amount) \(rows) SELECT i, 0, 175000 FROM n;
        INSERT INTO events (attemptID, state, time) \(rows) SELECT i, 'intent', i FROM n;
        INSERT INTO events (attemptID, state, time) \(rows) SELECT i, 'approved', i FROM n;
        """)
  }
  try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
}
