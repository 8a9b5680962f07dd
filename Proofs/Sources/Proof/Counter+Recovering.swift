import Foundation
import PaymentFlows
import PosDriver
import PosProtocol

/// What became of open attempts: Payments+Recovery.swift, step by step.
extension Counter {
  private static let readyWait = Duration.seconds(60)
  private static let probePause = 1_000

  /// Recovery at the start of a program, or in the background.
  func recover(_ reader: Int) {
    guard let world else { return }
    let holder = world.disks[disk].readerLocks[reader]
    guard holder == nil || holder == index else { return proceed() }
    world.disks[disk].readerLocks[reader] = index
    self.reader = reader
    resolve(.start)
  }

  func resolve(_ purpose: Purpose) {
    guard let world else { return }
    (open, self.purpose, isUnresolved) = (world.disks[disk].unresolved(reader: reader), purpose, [])
    decided = world.weakness == .believesWords ? nil : world.disks[disk].decided(reader: reader)
    until = world.now + Self.readyWait
    guard !open.isEmpty || decided != nil else { return resolved() }
    probe()
  }

  func probe() {
    phase = .probing
    ask(.status)
  }

  /// An answer of the reader on the way to its newest record.
  func probed(_ result: Result<CommandEnd, ReaderError>) {
    guard let world else { return }
    let error: ReaderError
    switch (phase, result) {
    case (.probing, .success(.answered(.status(let status)))) where status.answersQuestions:
      phase = .asking
      return ask(.lastTransaction)
    case (.probing, .success(.answered(.status))):
      guard world.now < until else { return unresolvable() }
      return pauseProbing()
    case (_, .success(.answered(.lastTransaction(let record)))):
      newest = record
      return settle(0)
    case (_, .success(.answered(.declined(let code, _)))): error = .failure(.refused(code))
    case (_, .success(.answered)): error = .failure(.contradiction)
    case (_, .success(.failed(let failure, _))): error = .failure(failure)
    case (_, .failure(let failure)): error = failure
    }
    guard error.isPassing, world.now < until else { return unresolvable() }
    pauseProbing()
  }

  private func pauseProbing() {
    phase = .pausing
    sleep(Self.probePause)
  }

  private func unresolvable() {
    isUnresolved = open
    resolved()
  }

  /// Decides the so-manyth open attempt by the table, and has it on disk before it is told.
  private func settle(_ number: Int) {
    guard let world else { return }
    guard number < open.count else { return compare() }
    guard let attempt = world.disks[disk].attempt(open[number]) else { return settle(number + 1) }
    let input = input(attempt, world)
    let verdict = world.weakness?.decide(input, attempt.request, newest) ?? RecoveryTable.decide(input.facts)
    let (outcome, reason, record) = verdict.result(newest)
    world.tell { "counter \(index): attempt \(attempt.key) is \(outcome) (\(reason)): \(input.facts)" }
    world.tallies.note(reason)
    guard outcome != .unknown || attempt.state != .unknown || attempt.note != reason else {
      return decided(number, outcome, reason, isKept: true)
    }
    phase = .deciding(number, outcome, reason)
    write(
      .add(
        Disk.Step(
          key: attempt.key, state: AttemptState(outcome), record: record, reason: reason,
          since: attempt.state)))
  }

  /// What the reader tells of the attempt that a person has settled.
  private func compare() {
    guard let world, let decided, let attempt = world.disks[disk].attempt(decided)
    else { return resolved() }
    let input = input(attempt, world)
    guard let step = attempt.decided?.step(RecoveryTable.decide(input.facts), newest: newest) else {
      return resolved()
    }
    world.tell { "counter \(index): a person's word on attempt \(attempt.key): \(input.facts)" }
    world.tallies.note("a person's word \(step.finding.map(\.rawValue) ?? "")")
    phase = .comparing
    write(
      .add(
        Disk.Step(
          key: attempt.key, state: step.state, record: step.record, opens: step.opens,
          finding: step.finding)))
  }

  private func input(_ attempt: Disk.Attempt, _ world: World) -> RecoveryInput {
    let heard = world.disks[disk].heard[attempt.reader]
    var input = RecoveryInput(
      kind: attempt.kind, request: attempt.request, noted: attempt.noted,
      received: world.weakness == .forgetsReceived ? nil : attempt.received, target: attempt.target,
      started: Date(timeIntervalSince1970: attempt.started),
      clockOffset: heard.flatMap {
        TerminalClock(showing: $0.record.clock, at: Date(timeIntervalSince1970: $0.time)).offset
      },
      newest: newest)
    input.saysPaid = attempt.saysPaid && world.weakness != .forgetsPaid
    guard world.weakness != .claimsTwice, let newest else { return input }
    input.isClaimed = world.disks[disk].claims(newest, besides: attempt)
    return input
  }

  func decided(_ number: Int, _ outcome: Outcome, _ reason: RecoveryReason, isKept: Bool?) {
    if outcome == .unknown || isKept != true { isUnresolved.append(open[number]) }
    settle(number + 1)
  }

  /// Goes on with what it was done for.
  func resolved() {
    guard let world else { return }
    let why = purpose
    (purpose, phase) = (.none, .idle)
    switch why {
    case .none: break
    case .closeDay:
      phase = .closing
      ask(.closeDay)
    case .start:
      looks += dueUndoings(reader)
      if visit == nil { release() }
    case .resume:
      let state = world.disks[disk].attempt(key)?.state
      report(state?.outcome ?? .unknown, isReplay: true)
    case .settle:
      guard let still = isUnresolved.first else { return attempt() }
      report(.notSent, .readerUnresolved(by: Keys.name(still)))
    }
  }
}

extension ReaderError {
  /// As Payments+Recovery.swift has it.
  fileprivate var isPassing: Bool {
    switch self {
    case .transport, .registration(.refused), .failure(.refused): false
    case .registration, .failure: true
    }
  }
}
