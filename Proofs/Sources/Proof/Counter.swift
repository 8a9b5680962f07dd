import PaymentFlows
import PosDriver
import PosProtocol

/// A register's program at one counter: what `Payments` and `Reader` do with their machines, without actors.
///
/// The order of its steps is that of Payments+Performing.swift and Payments+Recovery.swift; every decision on
/// a payment is made by `PaymentMachine` and `RecoveryTable` themselves.
final class Counter {
  /// Where it stands; each step ends with something that is awaited.
  enum Phase {
    case idle
    case waitingForKey
    case waitingForReader
    /// A question to the reader is on its way.
    case probing, asking, noting
    case pausing
    /// What recovery found is being written: the so-manyth of `open`.
    case deciding(Int, Outcome, RecoveryReason)
    /// What the reader tells of a person's word is being written.
    case comparing
    case paying
    /// That the terminal has undone the payment by itself: intent and outcome.
    case noticing(isBegun: Bool)
    /// The reader is asked to close its day.
    case closing
    /// A person's word, or that a payment is to be undone, is being written.
    case desk
    /// How far the undoing of a payment is.
    case keepingUndoing
  }

  /// Why it resolves what is open with a reader.
  enum Purpose { case none, start, settle, resume, closeDay }

  let index: Int
  let disk: Int
  /// Let go of at the end of the run.
  var world: World?
  var life = 0
  var isUp = true
  var phase = Phase.idle
  /// Counts what it waits for, so that an alarm that is too late is known.
  var turn = 0
  var until = Instant(sinceStart: .zero)

  // The customers.
  /// Visits that have come and have not heard their outcome.
  var waiting: [Int] = []
  var visit: Int?
  /// What it is at: a visit, or a try to undo a payment.
  var errand: Visit?
  var key = -1
  var reader = 0
  var holdsReader = false

  // Recovery.
  var purpose = Purpose.none
  var open: [Int] = []
  var isUnresolved: [Int] = []
  /// What a person has settled and the reader may tell of.
  var decided: Int?
  var newest: TransactionRecord?
  /// Readers that are still to be asked, when the program starts or all works again.
  var rounds: [Int] = []

  // What is to be undone.
  /// What is to be looked at.
  var looks: [Int] = []
  /// How it was found, and how far it is now.
  var found: Disk.Undoing?
  var undoing: Disk.Undoing?

  // The attempt.
  var machine: PaymentMachine?
  var intent: Disk.Attempt?
  /// The terminal's record that is being kept, and others that came meanwhile.
  var keeping: TransactionRecord?
  var comeMeanwhile: [TransactionRecord] = []
  /// The command is over, while its record is still being kept.
  var ended: PaymentOutcome?
  var isCommanding = false

  // The line.
  var register: ZVT.RegisterMachine
  var deadline: Instant?
  var line: Int?
  var isRegistered = false
  /// What the register's machine does, and what is to follow once it is registered.
  var running: ReaderCommand?
  var wanted: ReaderCommand?
  var inputs: [RegisterInput] = []
  var isDriving = false

  init(_ index: Int, _ world: World, disk: Int) {
    (self.index, self.world, self.disk) = (index, world, disk)
    register = Self.machine(world.plan)
  }

  static func machine(_ plan: Plan) -> ZVT.RegisterMachine {
    var configuration = ZVT.RegisterConfiguration(
      framing: plan.framing, password: 123_456, currency: .irr)
    if !plan.printsThroughRegister { configuration.config = ZVT.RegisterConfiguration.composing }
    configuration.safeguards = plan.safeguards
    return ZVT.RegisterMachine(configuration: configuration)
  }

  // MARK: customers

  /// A customer comes.
  func welcome(_ visit: Int) {
    waiting.append(visit)
    proceed()
  }

  /// Serves whoever is next, once nothing else is to be done.
  func proceed() {
    guard let world, isUp, case .idle = phase else { return }
    if let reader = rounds.first {
      rounds.removeFirst()
      return recover(reader)
    }
    if let next = looks.first {
      looks.removeFirst()
      return look(at: next)
    }
    guard let next = waiting.first else { return dropLineIfShared() }
    begin(next, world.plan)
  }

  private func begin(_ next: Int, _ plan: Plan) {
    let errand = plan.visits[next]
    (visit, self.errand, key, reader) = (next, errand, next, errand.reader)
    if case .again(let earlier) = errand.purpose { key = earlier }
    if case .settle(let earlier, _) = errand.purpose { key = earlier }
    if let delay = errand.cancels { world?.schedule(.cancel(index, visit: next), after: delay) }
    world?.tell { "counter \(index) serves visit \(next) (\(errand.purpose), key \(key))" }
    perform()
  }

  func cancel(_ visit: Int) {
    guard self.visit == visit, isCommanding else { return }
    world?.tell { "counter \(index): the clerk asks the reader to stop" }
    drive(.cancel)
  }

  /// The caller hears this; the customer goes.
  func report(_ outcome: Outcome, _ error: PaymentError? = nil, isReplay: Bool = false) {
    if undoing != nil { return looked(outcome) }
    guard let world, let visit else { return }
    world.tell { "counter \(index) tells visit \(visit): \(outcome)\(error.map { " (\($0.name))" } ?? "")" }
    world.judgeReport(outcome, visit: visit, key: key, disk: disk, error, isReplay: isReplay)
    leave(visit)
  }

  /// The customer goes.
  func leave(_ visit: Int) {
    waiting.removeAll { $0 == visit }
    (self.visit, errand) = (nil, nil)
    release()
  }

  /// Gives back attempt and reader.
  func unlock() {
    guard let world else { return }
    for (key, holder) in world.disks[disk].keyLocks where holder == index {
      world.disks[disk].keyLocks[key] = nil
    }
    for (reader, holder) in world.disks[disk].readerLocks where holder == index {
      world.disks[disk].readerLocks[reader] = nil
    }
    holdsReader = false
  }

  /// Gives back what it held, and goes on.
  func release() {
    guard let world else { return }
    unlock()
    (phase, purpose) = (.idle, .none)
    world.wakeOthers(than: index)
    proceed()
  }

  // MARK: waiting

  /// Comes back when somebody gave something back, and after `milliseconds` at the latest.
  func sleep(_ milliseconds: Int) {
    guard let world else { return }
    turn += 1
    world.schedule(.wake(index, life: life, turn: turn), after: milliseconds)
  }

  func wake(_ life: Int, _ turn: Int) {
    guard life == self.life, turn == self.turn, isUp else { return }
    switch phase {
    case .waitingForKey, .waitingForReader: perform()
    case .pausing: probe()
    case .idle, .probing, .asking, .noting, .deciding, .comparing, .paying, .noticing, .closing, .desk,
      .keepingUndoing:
      break
    }
  }

  // MARK: dying

  /// The program is killed. Whoever still wants something comes again later, with the same key.
  func die() {
    guard let world, isUp else { return }
    world.tell { "counter \(index) dies" }
    world.tallies.counterDeaths += 1
    isUp = false
    life += 1
    if let line { world.leave(line, index) }
    forget()
    world.schedule(.restart(index, life: life), after: 1_500 + world.random.below(3) * 2_500)
  }

  private func forget() {
    guard let world else { return }
    (phase, purpose, visit, errand, holdsReader) = (.idle, .none, nil, nil, false)
    (open, isUnresolved, decided, newest, rounds) = ([], [], nil, nil, [])
    (looks, found, undoing) = ([], nil, nil)
    (machine, keeping, comeMeanwhile, ended, isCommanding) = (nil, nil, [], nil, false)
    (line, isRegistered, running, wanted, inputs, deadline) = (nil, false, nil, nil, [], nil)
    register = Self.machine(world.plan)
  }

  /// It starts again: recovery runs before the first new payment.
  func restart(_ life: Int) {
    guard life == self.life, !isUp else { return }
    world?.tell { "counter \(index) starts again" }
    isUp = true
    beginRecovering()
  }

  /// Looks at every reader with which something is open.
  func beginRecovering() {
    guard let world else { return }
    if !isUp {
      isUp = true
      life += 1
    }
    rounds = Array(0..<world.plan.readers)
    proceed()
  }
}
