import Foundation
import PaymentFlows
import PosDriver
import PosProtocol

/// What people decide, and what is to be undone: Payments+Settling.swift and Payments+Reversals.swift.
extension Counter {
  // MARK: a person's word

  /// Settles what is open by a word. Asks no reader.
  func settle(wasCharged: Bool) {
    guard let world, let visit else { return }
    let locks = world.disks[disk].keyLocks[key]
    guard locks == nil || locks == index else {
      phase = .waitingForKey
      return sleep(60_000)
    }
    world.disks[disk].keyLocks[key] = index
    guard let attempt = world.disks[disk].attempt(key), !attempt.state.isFinished, lockReader() else {
      world.tell { "counter \(index): there is nothing to settle" }
      return leave(visit)
    }
    if case .waitingForReader = phase { return }
    world.tallies.note("settled by a person")
    phase = .desk
    write(
      .add(
        Disk.Step(
          key: key, state: wasCharged ? .approved : .declined, record: wasCharged ? attempt.received : nil,
          since: attempt.state, word: wasCharged)))
  }

  /// Has an approved payment undone, for as long as it takes.
  func openUndoing(of payment: Int) {
    guard let world, let visit else { return }
    let journal = world.disks[disk]
    guard let original = journal.attempt(payment), original.state == .approved,
      original.record?.receiptNumber != nil, journal.reversal(of: payment) == nil, lockReader()
    else {
      world.tell { "counter \(index): there is nothing to undo" }
      return leave(visit)
    }
    if case .waitingForReader = phase { return }
    world.tallies.note("to be undone")
    phase = .desk
    write(.open(ReversalOpening(.asked, record: original.record), payment: payment))
  }

  /// What was decided is on disk, or is not: then nothing was decided.
  func deskDone() {
    looks += dueUndoings(reader)
    if let visit { leave(visit) }
  }

  // MARK: the end of a day

  /// Asks for what is open, then has the day closed whatever that came to.
  func closeDay() {
    guard let visit else { return }
    guard lockReader() else { return leave(visit) }
    if case .waitingForReader = phase { return }
    resolve(.closeDay)
  }

  var isClosing: Bool { if case .closing = phase { true } else { false } }

  func dayEnded(_ result: Result<CommandEnd, ReaderError>) {
    guard let world, let visit else { return }
    let isClosed = if case .success(.answered(.dayClosed)) = result { true } else { false }
    world.tell { "counter \(index): the day is \(isClosed ? "closed" : "not closed, or nobody knows")" }
    world.tallies.note("day closed: \(isClosed)")
    leave(visit)
  }

  // MARK: the queue

  /// What is to be undone at a reader without a person.
  func dueUndoings(_ reader: Int) -> [Int] {
    guard let disk = world?.disks[disk] else { return [] }
    return disk.undoings.filter {
      $0.machine.status == .pending && disk.attempt($0.payment)?.reader == reader && !looks.contains($0.id)
    }.map(\.id)
  }

  /// The time of one may have come.
  func lookAgain(_ life: Int, _ reader: Int) {
    guard life == self.life, isUp else { return }
    looks += dueUndoings(reader)
    proceed()
  }

  /// One look: nothing, a try, or the end.
  func look(at id: Int) {
    guard let world, world.disks[disk].undoingLocks[id] == nil else { return proceed() }
    let journal = world.disks[disk]
    var undoing = journal.undoings[id]
    guard let payment = journal.attempt(undoing.payment) else { return proceed() }
    let wall = Date(timeIntervalSince1970: world.wallTime)
    guard undoing.machine.handle(.due, at: wall) == .attempt else {
      scheduleLook(undoing, payment.reader)
      return proceed()
    }
    world.disks[disk].undoingLocks[id] = index
    (found, self.undoing, reader) = (undoing, undoing, payment.reader)
    world.tell { "counter \(index) looks at what is to be undone: payment \(payment.key)" }
    guard journal.reversal(of: payment.key) == nil else {
      _ = self.undoing?.machine.handle(.undone, at: wall)
      return keepUndoing()
    }
    key = Keys.undoing(undoing)
    errand = Visit(
      counter: index, reader: reader, arrives: 0, purpose: .reverse(payment.key), order: payment.order,
      amount: payment.request.amount.minorUnits, holder: .nothing)
    perform()
  }

  /// The try is over.
  func looked(_ outcome: Outcome) {
    guard let world else { return }
    world.tell { "counter \(index): the try to undo is \(outcome)" }
    world.tallies.note("try to undo \(outcome.rawValue)")
    unlock()
    // An unknown one keeps its key: the next look asks what became of it.
    if outcome != .unknown { undoing?.tries += 1 }
    let wall = Date(timeIntervalSince1970: world.wallTime)
    let isUndone = outcome == .approved || outcome == .unknown && world.weakness == .undoesUnknown
    _ = undoing?.machine.handle(isUndone ? .undone : .failed, at: wall)
    keepUndoing()
  }

  private func keepUndoing() {
    guard let undoing, let found else { return }
    phase = .keepingUndoing
    write(.update(undoing, since: found))
  }

  /// How far it is is on disk, or is not: the next look begins where this one did.
  func lookDone() {
    guard let world, let id = undoing?.id else { return }
    world.disks[disk].undoingLocks[id] = nil
    (found, undoing, errand) = (nil, nil, nil)
    scheduleLook(world.disks[disk].undoings[id], reader)
    release()
  }

  private func scheduleLook(_ undoing: Disk.Undoing, _ reader: Int) {
    guard let world, undoing.machine.status == .pending else { return }
    let wait = undoing.machine.next.timeIntervalSince1970 - world.wallTime
    world.schedule(
      .due(index, life: life, reader: reader), after: max(1_000, Int(min(wait, 900) * 1_000) + 1))
  }
}

extension Disk.Attempt {
  /// What a person settled, as `DecidedAttempt` has it.
  var decided: DecidedAttempt? {
    guard let word, let decision = OperatorDecision(wasCharged: word, name: "clerk", reason: "told so")
    else { return nil }
    let (name, time) = (Keys.name(key), Date(timeIntervalSince1970: started))
    let attempt = PaymentFlows.Attempt(
      key: name, kind: kind, reader: "", order: "", lines: [], amount: request.amount,
      currency: request.currency, state: state, started: time, time: time)
    return DecidedAttempt(OpenAttempt(attempt: attempt, fingerprint: "", noted: noted), decision)
  }
}
