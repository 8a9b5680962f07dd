import Foundation
import PaymentFlows
import PosProtocol

/// A journal on a simulated disk: one transaction at a time, each of which takes its time, and all or nothing
/// of it survives a power cut.
struct Disk {
  /// One attempt, as `Journal` keeps it. Keys are the numbers of visits.
  struct Attempt {
    let key: Int
    let kind: AttemptKind
    let order: Int
    let counter: Int
    let reader: Int
    let request: PaymentRequest
    let noted: Noted
    /// For a reversal: the payment's key and record.
    let reverses: Int?
    let target: TransactionRecord?
    /// Seconds since 1970, as the register's clock said.
    let started: Double
    /// The oracle's own: the number of the terminal's newest transaction when the intent was made.
    let sequence: UInt64
    var state = AttemptState.intent
    var note: RecoveryReason?
    /// The newest approval of the terminal that was journalled.
    var received: TransactionRecord?
    /// The newest record of any kind.
    var record: TransactionRecord?
    /// The terminal refused it: the order was paid before.
    var saysPaid = false
    /// A person settled it: whether the card was charged, and what the reader told of that later.
    var word: Bool?
    var finding: DecisionFinding?
  }

  /// A payment that is to be undone, as the journal keeps it.
  struct Undoing {
    let id: Int
    let payment: Int
    let opening: ReversalOpening
    var machine: ReversalMachine
    var tries = 0
  }

  /// A step of an attempt, and what comes with it.
  struct Step {
    let key: Int
    let state: AttemptState
    var record: TransactionRecord?
    var reason: RecoveryReason?
    var since: AttemptState?
    var isEvidence = true
    var saysPaid = false
    var opens: ReversalOpening?
    var word: Bool?
    var finding: DecisionFinding?
  }

  /// What a transaction writes.
  enum Entry {
    case begin(Attempt)
    case add(Step)
    case open(ReversalOpening, payment: Int)
    case update(Undoing, since: Undoing)
  }

  struct Operation {
    let number: Int
    let entry: Entry
    let counter: Int
  }

  enum Answer {
    case synced
    case refused(PaymentError)
  }

  private(set) var attempts: [Attempt] = []
  private(set) var undoings: [Undoing] = []
  /// What a reader's clock said in its newest approval, and when.
  private(set) var heard: [Int: (record: TransactionRecord, time: Double)] = [:]
  /// The first of them, as many as are `atWork`, are being written: one transaction.
  private(set) var queue: [Operation] = []
  private(set) var atWork = 0
  private var operations = 0
  /// A transaction whose sync failed: it may turn up after a power cut if nothing was written since.
  private var doubtful: [Entry] = []
  /// Locks on attempts, readers and what is to be undone, by who holds them.
  var keyLocks: [Int: Int] = [:]
  var readerLocks: [Int: Int] = [:]
  var undoingLocks: [Int: Int] = [:]
  /// A rule of the journal's schema was broken: an outcome is written once.
  private(set) var broken: String?

  func index(_ key: Int) -> Int? { attempts.firstIndex { $0.key == key } }

  func attempt(_ key: Int) -> Attempt? { attempts.first { $0.key == key } }

  func unresolved(reader: Int) -> [Int] {
    var keys: [Int] = []
    for attempt in attempts where attempt.reader == reader && !attempt.state.isFinished {
      keys.append(attempt.key)
    }
    return keys
  }

  /// Another attempt has its outcome by this record.
  func claims(_ record: TransactionRecord, besides attempt: Attempt) -> Bool {
    attempts.contains { other in
      other.key != attempt.key && other.reader == attempt.reader && other.state.isFinished
        && other.record.map { record.isShownAgain(from: $0) } ?? false
    }
  }

  // MARK: writing

  mutating func enqueue(_ entry: Entry, counter: Int) {
    operations += 1
    queue.append(Operation(number: operations, entry: entry, counter: counter))
  }

  /// The next transaction begins, if none is at work: the first step that waits, or all of them. Returns the
  /// first.
  mutating func begin(all isGroup: Bool) -> Operation? {
    guard atWork == 0, let first = queue.first else { return nil }
    atWork = isGroup ? queue.count : 1
    return first
  }

  /// The transaction is on disk.
  mutating func finish(time: Double, ignoring isFree: Bool) -> [(Operation, Answer)] {
    let operations = takeAtWork()
    doubtful = []
    return operations.map { ($0, apply($0.entry, time: time, ignoring: isFree)) }
  }

  /// The transaction failed.
  mutating func fail(isKept: Bool) -> [Operation] {
    let operations = takeAtWork()
    doubtful = isKept ? operations.map(\.entry) : []
    return operations
  }

  /// A program dies: of what it was writing all or nothing is there.
  mutating func lose(_ counters: [Int], isKept: Bool, time: Double) {
    if let first = queue.first, atWork > 0, counters.contains(first.counter) {
      let operations = takeAtWork()
      // What is written since has the place of what failed before.
      if isKept {
        doubtful = []
        for operation in operations { _ = apply(operation.entry, time: time, ignoring: false) }
      }
    }
    queue.removeAll { counters.contains($0.counter) }
    keyLocks = keyLocks.filter { !counters.contains($0.value) }
    readerLocks = readerLocks.filter { !counters.contains($0.value) }
    undoingLocks = undoingLocks.filter { !counters.contains($0.value) }
  }

  /// The power fails.
  mutating func losePower(isKept: Bool, time: Double) {
    if queue.isEmpty { for entry in doubtful { _ = apply(entry, time: time, ignoring: false) } }
    let operations = takeAtWork()
    if isKept { for operation in operations { _ = apply(operation.entry, time: time, ignoring: false) } }
    queue.removeAll()
    (doubtful, keyLocks, readerLocks, undoingLocks) = ([], [:], [:], [:])
  }

  private mutating func takeAtWork() -> [Operation] {
    let operations = Array(queue.prefix(atWork))
    queue.removeFirst(atWork)
    atWork = 0
    return operations
  }

  private mutating func apply(_ entry: Entry, time: Double, ignoring isFree: Bool) -> Answer {
    switch entry {
    case .begin(let attempt):
      if let obstacle = obstacle(to: attempt), !isFree { return .refused(obstacle) }
      guard index(attempt.key) == nil else { return .refused(.keyReused) }
      attempts.append(attempt)
    case .add(let step): return add(step, time: time)
    case .open(let opening, let payment): open(opening, payment, time: time)
    case .update(let undoing, let earlier): return update(undoing, since: earlier)
    }
    return .synced
  }

  private mutating func add(_ step: Step, time: Double) -> Answer {
    guard let index = index(step.key) else { return .refused(.journal(.refused("no attempt"))) }
    let before = attempts[index].state
    if let since = step.since, since != before { return .refused(.journal(.refused("went on meanwhile"))) }
    if before.isFinished, before != step.state {
      broken = "\(before.rawValue) of visit \(step.key) became \(step.state.rawValue)"
      return .refused(.journal(.refused("an outcome is written once")))
    }
    attempts[index].state = step.state
    attempts[index].note = step.reason
    if step.saysPaid { attempts[index].saysPaid = true }
    if let record = step.record { attempts[index].record = record }
    if let record = step.record, record.isApproval, step.isEvidence { attempts[index].received = record }
    if step.state == .received, let record = step.record { heard[attempts[index].reader] = (record, time) }
    if let word = step.word { attempts[index].word = word }
    if let finding = step.finding { attempts[index].finding = finding }
    if let opening = step.opens { open(opening, step.key, time: time) }
    return .synced
  }

  /// Unless the same is open already.
  private mutating func open(_ opening: ReversalOpening, _ payment: Int, time: Double) {
    let isOpen = undoings.contains {
      $0.payment == payment && $0.opening.record == opening.record && $0.machine.status.isOpen
    }
    guard !isOpen else { return }
    let machine = ReversalMachine(
      opening.isAutomatic ? .pending : .person, next: Date(timeIntervalSince1970: time))
    undoings.append(Undoing(id: undoings.count, payment: payment, opening: opening, machine: machine))
  }

  private mutating func update(_ undoing: Undoing, since earlier: Undoing) -> Answer {
    let now = undoings[undoing.id]
    guard now.machine.status == earlier.machine.status, now.tries == earlier.tries,
      now.machine.failures == earlier.machine.failures
    else { return .refused(.journal(.refused("went on meanwhile"))) }
    undoings[undoing.id] = undoing
    return .synced
  }

  // MARK: rules 2 and 8

  /// What `Journal.begin` refuses.
  private func obstacle(to attempt: Attempt) -> PaymentError? {
    if index(attempt.key) != nil { return .keyReused }
    if let open = open(order: attempt.order) { return .orderUnresolved(by: Keys.name(open.key)) }
    if let open = unresolved(reader: attempt.reader).first { return .readerUnresolved(by: Keys.name(open)) }
    if let payment = attempt.reverses { return reversal(of: payment).map { .reversed(by: Keys.name($0)) } }
    if let payment = undoing(order: attempt.order) { return .reversalPending(of: Keys.name(payment)) }
    return payer(order: attempt.order).map { .orderPaid(by: Keys.name($0)) }
  }

  func open(order: Int) -> Attempt? { attempts.last { $0.order == order && !$0.state.isFinished } }

  /// The approved payment of an order that is not reversed, nor found to be none.
  func payer(order: Int) -> Int? {
    for attempt in attempts where attempt.order == order && attempt.kind == .payment {
      if attempt.state == .approved, attempt.finding != .contradicted, reversal(of: attempt.key) == nil {
        return attempt.key
      }
    }
    return nil
  }

  /// The payment of an order that is still to be undone.
  func undoing(order: Int) -> Int? {
    undoings.first {
      $0.machine.status.isOpen && $0.opening.reason != .notCharged
        && attempt($0.payment)?.order == order
    }?.payment
  }

  /// The later payment that has the receipt number of one that is to be undone.
  func receiptHolder(since payment: Int, _ target: TransactionRecord) -> Int? {
    guard let index = index(payment) else { return nil }
    return attempts[(index + 1)...].last { other in
      other.reader == attempts[index].reader && other.kind == .payment
        && other.record?.reuses(target) == true
    }?.key
  }

  /// What a person has settled and the reader may still tell of: nothing else was asked of it since.
  func decided(reader: Int) -> Int? {
    let newest = attempts.last { $0.reader == reader && $0.state != .notSent }
    return newest?.word != nil && newest?.finding == nil ? newest?.key : nil
  }

  func reversal(of payment: Int) -> Int? {
    attempts.first { $0.reverses == payment && $0.state == .approved }?.key
  }
}

extension ReversalMachine.Status {
  var isOpen: Bool { self == .pending || self == .person }
}

/// Names for the keys of visits, where an error wants one.
enum Keys {
  private static let names = (0..<64).compactMap { AttemptKey("visit-\($0)") }

  /// The key of the next attempt to undo something; behind those of all visits.
  static func undoing(_ undoing: Disk.Undoing) -> Int { 1_000 + undoing.id * 100 + undoing.tries }

  static func name(_ key: Int) -> AttemptKey { names[min(max(0, key), names.count - 1)] }
}
