/// Where attempts are kept, as `Payments` sees it. `Journal`, an SQLite file, is one; a database that many
/// counters share is another.
///
/// - Durability: a call that writes returns when its step is where no power cut reaches it, and not before.
/// - Isolation: each call is one transaction. `begin` checks and writes in the same one, so that two counters
///   cannot both pass.
/// - Cancellation: a step that was begun is brought to its end, cancelled or not.
public protocol LedgerStore: Sendable {
  /// What names the store to people: a path, or an address without its password.
  var name: String { get }

  /// Takes the right to work on a subject, or returns nil if somebody else still has it after `wait`.
  func lease(_ subject: LedgerSubject, wait: Duration) async throws(JournalError) -> (any LedgerLease)?

  /// Records an intent, unless the key, the order or the reader is not free.
  ///
  /// - Parameter lease: the right to the intent's reader.
  func begin(_ intent: Intent, under lease: any LedgerLease) async throws(JournalError) -> IntentAnswer

  /// Adds a step to an attempt.
  ///
  /// - Parameter lease: the right to the attempt's reader.
  /// - Throws: `.refused` if the attempt no longer stands where the step was decided, or has another outcome;
  ///   `.leaseLost`.
  func add(
    _ step: LedgerStep, to key: AttemptKey, under lease: any LedgerLease) async throws(JournalError)

  /// One attempt; nil if the store does not have the key.
  func attempt(_ key: AttemptKey) async throws(JournalError) -> Attempt?

  /// The same, with what recovery must know of it.
  func open(_ key: AttemptKey) async throws(JournalError) -> OpenAttempt?

  /// Its steps, oldest first.
  func events(_ key: AttemptKey) async throws(JournalError) -> [AttemptEvent]

  /// Payments and reversals, newest first. A page costs the same wherever it lies.
  func history(_ page: HistoryPage) async throws(JournalError) -> [Attempt]

  /// Attempts without an outcome, oldest first.
  ///
  /// - Parameter reader: only those with this reader; nil: all.
  func unresolved(on reader: String?) async throws(JournalError) -> [OpenAttempt]

  /// What stands against an intent's order: its newest open attempt, and who has paid some of it.
  func obstacle(to intent: Intent) async throws(JournalError) -> OrderObstacle

  /// What is to be undone and stands in one of these states, oldest first.
  func reversals(_ statuses: Set<ReversalMachine.Status>) async throws(JournalError) -> [ReversalTask]

  /// Opens a reversal of something that no step of an attempt opens; the same one is opened once.
  ///
  /// - Parameter payment: nil if no attempt asked for it.
  func open(
    _ opening: ReversalOpening, of payment: AttemptKey?, on reader: String, under lease: any LedgerLease
  ) async throws(JournalError)

  /// Records how far a reversal is.
  ///
  /// - Throws: `.refused` if it no longer stands as in `earlier`.
  func update(
    _ task: ReversalTask, since earlier: ReversalTask, under lease: any LedgerLease
  ) async throws(JournalError)

  /// The attempt with this reader that a person settled and of which the reader has not told yet. Once
  /// something else was asked of the reader, its newest record does not tell of it any longer.
  func decided(on reader: String) async throws(JournalError) -> DecidedAttempt?

  /// The approved reversal of a payment.
  func reversal(of payment: AttemptKey) async throws(JournalError) -> AttemptKey?

  /// The newest record that came straight from this reader during a payment.
  func lastHeard(from reader: String) async throws(JournalError) -> HeardRecord?
}

extension LedgerStore {
  /// All attempts without an outcome, oldest first.
  public func unresolved() async throws(JournalError) -> [OpenAttempt] { try await unresolved(on: nil) }

  /// The newest attempts.
  public func history(limit: Int = 100) async throws(JournalError) -> [Attempt] {
    try await history(HistoryPage(limit: limit))
  }
}
