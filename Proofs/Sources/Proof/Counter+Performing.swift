import PaymentFlows
import PosDriver
import PosProtocol

/// One call of `Payments.pay` or `reverse`: Payments+Performing.swift, step by step.
extension Counter {
  private static let readerWait = 30_000

  /// From the look into the journal to the attempt. Called again after each wait.
  func perform() {
    guard let world, let errand else { return }
    switch errand.purpose {
    case .settle(_, let wasCharged): return settle(wasCharged: wasCharged)
    case .undo(let payment): return openUndoing(of: payment)
    case .closeDay: return closeDay()
    case .pay, .again, .reverse: break
    }
    if let known = world.disks[disk].attempt(key), known.state.isFinished {
      return report(known.state.outcome, isReplay: true)
    }
    let locks = world.disks[disk].keyLocks[key]
    guard locks == nil || locks == index else {
      phase = .waitingForKey
      return sleep(60_000)
    }
    world.disks[disk].keyLocks[key] = index
    if world.disks[disk].attempt(key) != nil, world.weakness != .retriesUnknown { return resume() }
    if let obstacle = obstacle(to: errand) { return report(.notSent, obstacle) }
    guard lockReader() else { return report(.notSent, .readerBusy) }
    if case .waitingForReader = phase { return }
    guard world.weakness != .retriesUnknown else { return attempt() }
    resolve(.settle)
  }

  /// The same key, of a process that died or could not tell: asks the reader, sends nothing else.
  private func resume() {
    guard let world, let open = world.disks[disk].attempt(key) else { return }
    guard open.reader == reader else { return report(.unknown, .otherReader("")) }
    guard lockReader() else { return report(.unknown, .readerBusy) }
    if case .waitingForReader = phase { return }
    resolve(.resume)
  }

  /// False: its time is over. Otherwise it has the reader, or is in the phase that waits for it.
  func lockReader() -> Bool {
    guard let world else { return false }
    let holder = world.disks[disk].readerLocks[reader]
    if holder == nil || holder == index {
      world.disks[disk].readerLocks[reader] = index
      (holdsReader, phase) = (true, .idle)
      return true
    }
    if case .waitingForReader = phase {
      guard world.now < until else { return false }
    } else {
      until = world.now + .milliseconds(Self.readerWait)
    }
    phase = .waitingForReader
    sleep(Self.readerWait)
    return true
  }

  /// What forbids the order before the reader is asked at all.
  private func obstacle(to errand: Visit) -> PaymentError? {
    guard let world else { return nil }
    let journal = world.disks[disk]
    if case .reverse(let payment) = errand.purpose, undoing == nil {
      guard let original = journal.attempt(payment), original.state == .approved, original.kind == .payment,
        original.record?.receiptNumber != nil
      else { return .notReversible }
      if let earlier = journal.reversal(of: payment), earlier != key {
        return .reversed(by: Keys.name(earlier))
      }
      guard original.reader == reader else { return .otherReader("") }
    } else if !errand.isReversal {
      if let payment = journal.undoing(order: errand.order) {
        return .reversalPending(of: Keys.name(payment))
      }
      if let payer = journal.payer(order: errand.order) { return .orderPaid(by: Keys.name(payer)) }
    }
    guard world.weakness != .retriesUnknown, let open = journal.open(order: errand.order),
      open.reader != reader
    else { return nil }
    return .orderUnresolved(by: Keys.name(open.key))
  }

  /// Notes the reader's newest record, and lets the machine run.
  func attempt() {
    phase = .noting
    ask(.lastTransaction)
  }

  /// The reader's newest record before the command; where it cannot answer, this journal's last result.
  func noted(_ result: Result<CommandEnd, ReaderError>) {
    guard let world else { return }
    switch result {
    case .success(.answered(.lastTransaction(let record))): start(record.map { .record($0) } ?? .none)
    case .success(.answered(.declined)), .success(.failed(.refused, _)), .success(.failed(.contradiction, _)),
      .success(.answered):
      start(world.disks[disk].heard[reader].map { .record($0.record) } ?? .unknown)
    case .success(.failed(let failure, _)): report(.notSent, .reader(.failure(failure)))
    case .failure(let error): report(.notSent, .reader(error))
    }
  }

  private func start(_ noted: Noted) {
    guard let world, let errand, let amount = Amount(minorUnits: errand.amount) else { return }
    var (kind, reverses, target) = (AttemptKind.payment, Int?.none, TransactionRecord?.none)
    if case .reverse(let payment) = errand.purpose {
      (kind, reverses) = (.reversal, payment)
      target = undoing?.opening.record ?? world.disks[disk].attempt(payment)?.record
    }
    if let terminal = target?.terminalID, let shown = noted.record?.terminalID, shown != terminal {
      return report(.notSent, .otherReader(""))
    }
    let number = OrderNumber("order\(errand.order)".utf8)
    let request = PaymentRequest(amount: amount, currency: .irr, orderNumber: number)
    intent = Disk.Attempt(
      key: key, kind: kind, order: errand.order, counter: index, reader: reader, request: request,
      noted: noted, reverses: reverses, target: target, started: world.wallTime,
      sequence: world.stations[reader].newestSequence)
    machine = PaymentMachine(kind, request, noted: noted.record, target: target)
    (keeping, comeMeanwhile, ended, isCommanding) = (nil, [], nil, false)
    if kind == .reversal, isUndone(noted.record, target) {
      phase = .noticing(isBegun: false)
      return write(intent.map { .begin($0) })
    }
    if let reverses, let target, let other = world.disks[disk].receiptHolder(since: reverses, target) {
      return report(.notSent, .receiptTaken(by: Keys.name(other)))
    }
    phase = .paying
    run(machine?.handle(.start))
  }

  /// The terminal has undone the payment by itself: that needs no command.
  private func isUndone(_ newest: TransactionRecord?, _ target: TransactionRecord?) -> Bool {
    guard let newest, newest.isApproval, let original = newest.originalTrace else { return false }
    return original == target?.traceNumber
  }

  private func noticed(_ isBegun: Bool, _ answer: Disk.Answer?) {
    switch answer {
    case .refused(let error)?: report(isBegun ? .unknown : .notSent, error)
    case nil: report(isBegun ? .unknown : .notSent, .journal(.full))
    case .synced? where isBegun: report(.approved)
    case .synced?:
      phase = .noticing(isBegun: true)
      let record = intent?.noted.record
      write(.add(Disk.Step(key: key, state: .approved, record: record, reason: .reversedByTerminal)))
    }
  }

  // MARK: AttemptRun

  private func run(_ action: PaymentMachine.Action?) {
    guard let world else { return }
    switch action {
    case .journal(let step)?:
      if step.state == .intent, step.record == nil { return write(intent.map { .begin($0) }) }
      let isEvidence = step.note != "approvalRefused"
      let saysPaid = step.note == PaymentError.reader(.failure(.alreadyPaid)).name
      let opening = step.contradiction.map { ReversalOpening($0, record: step.record) }
      write(
        .add(
          Disk.Step(
            key: key, state: step.state, record: step.record, isEvidence: isEvidence, saysPaid: saysPaid,
            opens: opening)))
    case .authorize?:
      isCommanding = true
      ask(command())
    case .acknowledge?: decide(.accept)
    case .refuse?: decide(.refuse)
    case .report(let verdict)?:
      (machine, isCommanding) = (nil, false)
      report(verdict.outcome, verdict.error)
    case nil: world.violation = "the payment's machine does not know how to go on"
    }
  }

  private func command() -> ReaderCommand {
    guard let intent else { return .status }
    guard intent.kind == .reversal, let receipt = intent.target?.receiptNumber else {
      return .pay(intent.request)
    }
    return .reverse(
      ReversalRequest(
        receiptNumber: receipt, amount: intent.request.amount, currency: intent.request.currency))
  }

  /// The terminal shows an approval; one at a time is kept.
  func keep(_ record: TransactionRecord) {
    guard case .paying = phase, machine != nil else { return drive(.commit(.refuse)) }
    guard keeping == nil else { return comeMeanwhile.append(record) }
    keeping = record
    let action = machine?.handle(.received(record))
    run(action ?? .refuse)
  }

  private func decide(_ decision: CommitDecision) {
    keeping = nil
    drive(.commit(decision))
    if !comeMeanwhile.isEmpty { return keep(comeMeanwhile.removeFirst()) }
    guard let outcome = ended else { return }
    ended = nil
    run(machine?.handle(.ended(outcome)))
  }

  /// The command is over.
  func ended(_ result: Result<CommandEnd, ReaderError>) {
    isCommanding = false
    if case .success(.failed(.alreadyPaid, _)) = result { world?.tallies.note("order refused as paid") }
    var outcome: PaymentOutcome =
      switch result {
      case .success(let end): PaymentOutcome(end)
      case .failure(let error): error.mayHaveActed ? .unknown(error, nil) : .notSent(error)
      }
    if world?.weakness == .timeoutIsDecline, case .unknown(_, let record) = outcome {
      outcome = .declined(ResultCode(.zvt, 0x6C), record)
    }
    guard keeping == nil else {
      ended = outcome
      return
    }
    run(machine?.handle(.ended(outcome)))
  }

  /// What this counter wrote is on disk, or is not.
  func written(_ answer: Disk.Answer?) {
    if case .deciding(let number, let outcome, let reason) = phase {
      return decided(
        number, outcome, reason, isKept: answer.map { if case .synced = $0 { true } else { false } })
    }
    switch phase {
    case .comparing: return resolved()
    case .noticing(let isBegun): return noticed(isBegun, answer)
    case .desk: return deskDone()
    case .keepingUndoing: return lookDone()
    case .paying: break
    default: return
    }
    switch answer {
    case .synced?: run(machine?.handle(.synced))
    case .refused(let error)?: run(machine?.handle(.notSynced(error)))
    case nil: run(machine?.handle(.notSynced(.journal(.full))))
    }
  }

  func write(_ entry: Disk.Entry?) {
    guard let world, let entry else { return }
    world.beginWriting(entry, disk: disk, counter: index)
  }
}
