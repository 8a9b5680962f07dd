public import Foundation
internal import GRDB

/// What is done with the whole file.
extension Journal {
  /// What the journal heard last counts as now, if that is earlier.
  @discardableResult
  public func prune(olderThan age: TimeInterval, at now: Date) async throws(JournalError) -> Int {
    let newest = try await read { try $0.number("SELECT time FROM events ORDER BY id DESC LIMIT 1") }
    let heard = min(Self.milliseconds(now), newest ?? .max)
    let cutoff = heard - Int64(max(age, LedgerRetention.least) * 1000)
    var (place, dropped) = (Int64(0), 0)
    while true {
      let from = place
      let (last, count) = try await write { try Self.prune(from: from, cutoff: cutoff, in: $0) }
      dropped += count
      guard let last else { return dropped }
      place = last
    }
  }

  /// A copy of the journal as it is now, while payments go on. It is checked and synced before it gets its
  /// name.
  ///
  /// - Throws: `.cannotOpen` if there is something at `path` already.
  public func backup(to path: String) async throws(JournalError) {
    let (source, part) = (self.path, path + ".part")
    try await aside { () throws(JournalError) in
      guard !FileManager.default.fileExists(atPath: path) else {
        throw .cannotOpen("\(path) is there already")
      }
      try Self.translating(path: path) {
        try? FileManager.default.removeItem(atPath: part)
        defer { try? FileManager.default.removeItem(atPath: part) }
        try DatabaseQueue(path: source, configuration: Self.configuration(lockWait: .seconds(5)))
          .writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [part]) }
        try Self.inspect(part)
        try FileHandle(forUpdating: URL(filePath: part)).synchronize()
        try FileManager.default.moveItem(atPath: part, toPath: path)
      }
    }
  }

  /// Goes through every page and every reference of the file.
  ///
  /// - Throws: `.damaged` with the first finding.
  public func check() async throws(JournalError) {
    let path = path
    try await aside { () throws(JournalError) in try Self.translating(path: path) { try Self.inspect(path) } }
  }

  private static func inspect(_ path: String) throws {
    var configuration = configuration(lockWait: .seconds(5))
    configuration.readonly = true
    try DatabaseQueue(path: path, configuration: configuration).inDatabase { db in
      try checkOrigin(db)
      try checkIntegrity(db)
    }
  }

  /// Up to 500 orders behind one; returns the last one, nil if there are no more.
  private static func prune(
    from place: Int64, cutoff: Int64, in db: Database
  ) throws -> (last: Int64?, dropped: Int) {
    let orders: [Int64] = try db.rows(
      "SELECT id FROM orders WHERE id > ? ORDER BY id LIMIT 500", [place]
    ).map { $0["id"] }
    guard let last = orders.last else { return (nil, 0) }
    let list = "[\(orders.map(String.init).joined(separator: ","))]"
    let old: [Int64] = try db.rows(
      """
      SELECT value AS id FROM json_each(?)
      WHERE NOT EXISTS (
        SELECT 1 FROM attempts WHERE orderID = value AND (
          state IN ('intent', 'received', 'unknown')
          OR (SELECT max(time) FROM events WHERE attemptID = attempts.id) > ?
          OR EXISTS (
            SELECT 1 FROM reversals WHERE paymentID = attempts.id AND status IN ('pending', 'person'))))
      """, [list, cutoff]
    ).map { $0["id"] }
    guard !old.isEmpty else { return (last, 0) }
    let doomed = "[\(old.map(String.init).joined(separator: ","))]"
    let attempts = "SELECT id FROM attempts WHERE orderID IN (SELECT value FROM json_each(?))"
    for table in ["heard", "events", "lines", "decisions"] {
      try db.perform("DELETE FROM \(table) WHERE attemptID IN (\(attempts))", [doomed])
    }
    try db.perform("DELETE FROM reversals WHERE paymentID IN (\(attempts))", [doomed])
    try db.perform(
      "DELETE FROM attempts WHERE reverses IS NOT NULL AND orderID IN (SELECT value FROM json_each(?))",
      [doomed])
    var dropped = db.changesCount
    try db.perform("DELETE FROM attempts WHERE orderID IN (SELECT value FROM json_each(?))", [doomed])
    dropped += db.changesCount
    try db.perform("DELETE FROM orders WHERE id IN (SELECT value FROM json_each(?))", [doomed])
    return (last, dropped)
  }
}
