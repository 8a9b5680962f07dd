public import Foundation

/// A ledger that is a database: what else an office keeps (flows, ends of day, offices) stands in tables
/// beside the attempts.
public protocol LedgerDatabase: LedgerStore {
  /// The way to those tables.
  var tables: LedgerTables { get }

  /// The page behind an attempt, oldest first; nil: from the first on.
  func oldest(after key: AttemptKey?, limit: Int) async throws(JournalError) -> [Attempt]

  /// Goes through everything and every reference.
  ///
  /// - Throws: `.damaged` with the first finding.
  func check() async throws(JournalError)

  /// Drops what is older than `age` and at its end, with all of its order; an order of which some is younger,
  /// unresolved or still to be undone stays whole. Payments go on meanwhile.
  ///
  /// - Parameter age: seconds; never less than `LedgerRetention.least`. A clock that ran ahead ages nothing.
  /// - Returns: how many attempts were dropped.
  @discardableResult
  func prune(olderThan age: TimeInterval, at now: Date) async throws(JournalError) -> Int

  /// Gives back what nobody holds any longer; to be awaited before a process ends, so that the next one need
  /// not wait.
  func close() async
}

extension LedgerDatabase {
  @discardableResult
  public func prune(olderThan age: TimeInterval) async throws(JournalError) -> Int {
    try await prune(olderThan: age, at: Date())
  }

  public func close() async {}
}

/// Opaque: what reads and writes the tables beside the attempts.
public struct LedgerTables: Sendable {
  let engine: any SQLEngine

  init(_ engine: any SQLEngine) { self.engine = engine }
}

/// How long things are kept.
public enum LedgerRetention {
  /// The least time that anything is kept, in seconds: 30 days.
  public static let least: TimeInterval = 30 * 86_400
}
