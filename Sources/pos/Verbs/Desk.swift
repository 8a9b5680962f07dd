import Foundation
import PaymentFlows
import PosDriver
import PosProtocol
import Synchronization

/// The journals and readers that verbs work with. The command line opens them for one verb, `serve` keeps
/// them.
final class Desk: Sendable {
  /// Whether it stands for as long as a till does. Its journal is its own, and is made when first asked.
  private let isLasting: Bool
  private let open = Mutex(Open())

  init(isLasting: Bool = false) { self.isLasting = isLasting }

  private struct Open {
    var payments: [JournalKey: Payments] = [:]
    /// Databases that are elsewhere stay open: connecting takes longer than most questions.
    var databases: [String: any LedgerDatabase] = [:]
    var readers: [ReaderKey: OpenReader] = [:]
    /// The reader that works on a payment or a reversal now, if any, and the one to tell that it was
    /// cancelled.
    var running: OpenReader?
    /// Somebody wanted it to stop before it ran.
    var isStopWanted = false
  }

  private struct JournalKey: Hashable {
    let path: String, timeScale: TimeScale
  }

  /// What makes two requests use the same connection.
  private struct ReaderKey: Hashable {
    let options: WireOptions.Values
    let address: ReaderAddress
    let currency: Currency

    func fits(_ wanted: ReaderKey, inAnyCurrency: Bool) -> Bool {
      options == wanted.options && address == wanted.address && (inAnyCurrency || currency == wanted.currency)
    }
  }

  /// What works with the journal.
  ///
  /// - Parameter isNew: whether a journal that is not there is made. On the command line only a payment does
  ///   so: whoever asks what became of one has mistyped the path.
  func payments(
    _ options: JournalOptions, _ wire: WireOptions, isNew: Bool = false
  ) throws(Complaint) -> Payments {
    let key = JournalKey(path: options.journal, timeScale: wire.timeScale)
    if let payments = open.withLock({ $0.payments[key] }) { return payments }
    let payments = Payments(
      journal: isNew || isLasting ? try journal(options) : try existingJournal(options),
      configuration: PaymentsConfiguration(scaledBy: wire.timeScale, pursues: isLasting))
    open.withLock { $0.payments[key] = payments }
    return payments
  }

  /// What works with a journal that the caller has opened.
  func payments(of journal: any LedgerDatabase, _ wire: WireOptions) -> Payments {
    Payments(
      journal: journal,
      configuration: PaymentsConfiguration(scaledBy: wire.timeScale, pursues: isLasting))
  }

  /// A journal that is only read, so it must be there.
  func existingJournal(_ options: JournalOptions) throws(Complaint) -> any LedgerDatabase {
    try existingJournal(path: options.journal)
  }

  /// The same.
  func existingJournal(path: String) throws(Complaint) -> any LedgerDatabase {
    guard LedgerAddress.isRemote(path) || access(path, F_OK) == 0 || errno != ENOENT else {
      throw Complaint(.noInput, "journalMissing", "\(path): there is no such journal. Check the path.")
    }
    return try journal(path: path)
  }

  /// The journal, made if it is not there.
  func journal(_ options: JournalOptions) throws(Complaint) -> any LedgerDatabase {
    try journal(path: options.journal)
  }

  private func journal(path: String) throws(Complaint) -> any LedgerDatabase {
    if let known = open.withLock({ $0.databases[path] }) { return known }
    do {
      let journal = try LedgerAddress.open(path)
      if LedgerAddress.isRemote(path) { open.withLock { $0.databases[path] = journal } }
      return journal
    } catch {
      throw Complaint(error, path: path)
    }
  }

  func attempt(_ key: AttemptKey, in journal: any LedgerStore) async throws(Complaint) -> Attempt? {
    do {
      return try await journal.attempt(key)
    } catch {
      throw Complaint(error, path: journal.name)
    }
  }

  /// The reader at an address; not connected yet. What it does `tell` hears until the next verb takes it.
  ///
  /// A port has one user: another connection to the same address is closed first.
  /// - Parameter currency: nil where it does not matter; an open connection then serves.
  func reader(
    _ options: ReaderOptions, currency: Currency?, tell: @escaping @Sendable (Happening) -> Void
  ) async throws(Complaint) -> OpenReader {
    try await reader(at: options.reader, options.wire, currency: currency, tell: tell)
  }

  /// The same.
  func reader(
    at address: ReaderAddress, _ wire: WireOptions, currency: Currency?,
    tell: @escaping @Sendable (Happening) -> Void
  ) async throws(Complaint) -> OpenReader {
    let wanted = ReaderKey(options: wire.values, address: address, currency: currency ?? .irr)
    let (known, others) = open.withLock { open -> (OpenReader?, [OpenReader]) in
      let there = open.readers.filter { $0.key.address == wanted.address }
      if let fit = there.first(where: { $0.key.fits(wanted, inAnyCurrency: currency == nil) }) {
        return (fit.value, [])
      }
      for key in there.keys { open.readers[key] = nil }
      return (nil, Array(there.values))
    }
    for other in others { await other.close() }
    if let known {
      known.tell(tell)
      return known
    }
    let reader = try OpenReader(at: address, wire, currency: wanted.currency)
    reader.tell(tell)
    open.withLock { $0.readers[wanted] = reader }
    return reader
  }

  /// Runs `body` so that a signal or a `cancel` meanwhile reaches the reader.
  func whileRunning<Value: Sendable>(
    _ reader: OpenReader, _ body: @Sendable () async -> Value
  ) async -> Value {
    let isStopWanted = open.withLock { open in
      reader.reader.begin()
      open.running = reader
      return open.isStopWanted
    }
    if isStopWanted { reader.cancelSoon() }
    let value = await body()
    open.withLock { $0.running = nil }
    await reader.drain()
    return value
  }

  /// Asks the running payment to stop. It still ends with the terminal's own last word. False: nothing runs.
  @discardableResult
  func cancelSoon() -> Bool {
    guard let running = open.withLock({ $0.running }) else { return false }
    running.cancelSoon()
    return true
  }

  /// The same for a desk with one verb only: what has not begun to run will not begin.
  func stopSoon() {
    let running = open.withLock { open in
      open.isStopWanted = true
      return open.running
    }
    running?.cancelSoon()
  }

  /// Closes every line, and lets go of what is shared with other counters.
  func close() async {
    let (readers, databases) = open.withLock { open in
      defer { (open.readers, open.payments, open.databases) = ([:], [:], [:]) }
      return (Array(open.readers.values), Array(open.databases.values))
    }
    for reader in readers { await reader.close() }
    for database in databases { await database.close() }
  }
}

extension PaymentsConfiguration {
  /// With the waits for a reader at the reader's own pace. What ends with its verb leaves what is open to the
  /// next one.
  fileprivate init(scaledBy scale: TimeScale, pursues: Bool) {
    self.init()
    pursuit = pursues ? pursuit.map { $0 * scale.factor } : []
    readyWait = readyWait * scale.factor
    probePause = probePause * scale.factor
  }
}
