import PaymentFlows
import PosFirmware
import PosProtocol

/// What must hold, by the acquirer's book. The first violation ends the run.
extension World {
  private func fail(_ what: String) {
    if violation == nil { violation = what }
  }

  // MARK: at the moment

  /// At most one standing booking for a key, at every moment.
  func judgeBooking(_ key: Int) {
    tallies.bookings += 1
    if key < 0 { return fail("money was booked that no command asked for") }
    if disks[journal(of: key)].attempt(key) == nil {
      fail("money was booked for visit \(key), and its intent is on no disk")
    }
    if bank.standing(key) > 1 { fail("key \(key) is charged twice") }
  }

  /// A terminal makes a payment final by an acknowledgement only: then the approval is on the register's
  /// disk.
  func judgeCommitment(_ turnover: Turnover, _ station: Int) {
    guard !plan.keepsUnacknowledged, !hasHeldUp, let key = stations[station].keys[turnover.sequence], key >= 0
    else { return }
    let journal = disks[journal(of: key)]
    guard journal.attempt(key)?.received?.traceNumber == turnover.record.traceNumber else {
      return fail("the terminal made visit \(key)'s payment final, and its approval is not on disk")
    }
  }

  /// Nobody is told what is not so.
  func judgeReport(
    _ outcome: Outcome, visit: Int, key: Int, disk: Int, _ error: PaymentError?, isReplay: Bool
  ) {
    tallies.note(outcome, isReversal: isReversal(key))
    let attempt = disks[disk].attempt(key)
    if outcome == .approved || outcome == .declined && error == nil, attempt?.state.outcome != outcome {
      fail("visit \(visit) was told \(outcome), and the journal has \(attempt?.state.rawValue ?? "nothing")")
    }
    // A person's word is told as it was given.
    guard outcome == .approved, attempt?.word == nil else { return }
    if isReversal(key) {
      if let payment = attempt?.reverses, bank.standing(payment) > 0 {
        fail("visit \(visit) was told that payment \(payment) is undone, and it stands")
      }
    } else if let attempt, standing(attempt) != 1, disks[disk].reversal(of: key) == nil,
      !isBeingReversed(key, disk)
    {
      fail("visit \(visit) was told approved, and \(standing(attempt)) bookings stand")
    }
  }

  /// How often the money of a payment stands: also another till's for the same order, where the terminal said
  /// that the order was paid before and showed that payment.
  private func standing(_ attempt: Disk.Attempt) -> Int {
    guard attempt.note == .paidBefore else { return bank.standing(attempt.key) }
    return earlier(attempt).count { $0.stands && $0.trace == attempt.record?.traceNumber?.value }
  }

  /// What others have paid of the same order at the same terminal.
  private func earlier(_ attempt: Disk.Attempt) -> [Bank.Booking] {
    bank.bookings.filter {
      $0.terminal == attempt.reader && $0.key != attempt.key && $0.key >= 0
        && plan.visits[$0.key].order == attempt.order
    }
  }

  /// Attempts to undo come behind the visits.
  private func journal(of key: Int) -> Int { plan.isStranger(plan.visits[key].counter) ? 1 : 0 }

  private func isReversal(_ key: Int) -> Bool {
    plan.visits.indices.contains(key) ? plan.visits[key].isReversal : true
  }

  /// A reversal of this payment was begun.
  private func isBeingReversed(_ payment: Int, _ disk: Int) -> Bool {
    disks[disk].attempts.contains { $0.reverses == payment && $0.state != .declined && $0.state != .notSent }
  }

  // MARK: at the end

  /// All parts work again and everyone has looked: what is in the journals is what the acquirer booked.
  func judge() {
    tallies.payments += bank.bookings.count
    for counter in counters {
      if let visit = counter.visit { fail("visit \(visit) never heard an outcome") }
      if !counter.waiting.isEmpty { fail("visit \(counter.waiting[0]) was never served") }
    }
    for disk in disks {
      for attempt in disk.attempts {
        if attempt.word != nil {
          judgeWord(attempt, disk)
        } else if attempt.kind == .payment {
          judgePayment(attempt, disk)
        } else {
          judgeReversal(attempt, disk)
        }
      }
      for undoing in disk.undoings { judgeUndoing(undoing) }
    }
    judgeBookings()
    for station in stations { reconcile(station) }
  }

  private func judgePayment(_ attempt: Disk.Attempt, _ disk: Disk) {
    let standing = standing(attempt)
    switch attempt.state.outcome {
    case .approved:
      let isOpen = disk.attempts.contains { $0.reverses == attempt.key && $0.state.outcome == .unknown }
      let isUndone = disk.reversal(of: attempt.key) != nil
      if standing != (isUndone ? 0 : 1), !isOpen {
        fail(
          "payment \(attempt.key) is approved\(isUndone ? " and undone" : ""), and \(standing) bookings stand"
        )
      }
    case .declined, .notSent:
      if standing > 0 { fail("payment \(attempt.key) is \(attempt.state.outcome), and a booking stands") }
      if attempt.saysPaid { fail("payment \(attempt.key) is free to be paid again, and was paid before") }
    case .unknown:
      tallies.queued += 1
      if !mayStayOpen(attempt) {
        fail("payment \(attempt.key) stays unknown (\(attempt.note?.rawValue ?? attempt.state.rawValue))")
      }
    }
  }

  /// What the reader has told of a person's word is true, and followed by what it asks for. A word of which
  /// the reader cannot tell stands.
  private func judgeWord(_ attempt: Disk.Attempt, _ disk: Disk) {
    guard let word = attempt.word, let finding = attempt.finding else {
      let mayStay = mayStayOpen(attempt) || tallies.clockJumps > 0
      if disk.decided(reader: attempt.reader) == attempt.key, !mayStay {
        fail("nobody has asked about a person's word on attempt \(attempt.key)")
      }
      return
    }
    guard attempt.kind == .payment else { return }
    let isUndone = disk.reversal(of: attempt.key) != nil
    let wasCharged = (finding == .confirmed) == word
    if standing(attempt) != (wasCharged && !isUndone ? 1 : 0) {
      fail("a person's word on payment \(attempt.key) is \(finding), and \(standing(attempt)) bookings stand")
    }
    guard finding == .contradicted, !isUndone else { return }
    if !disk.undoings.contains(where: { $0.payment == attempt.key && $0.machine.status == .person }) {
      fail("a person was wrong about payment \(attempt.key), and nobody is told")
    }
  }

  /// What was to be undone is, or a person sees that it is not.
  private func judgeUndoing(_ undoing: Disk.Undoing) {
    tallies.note("undoing \(undoing.machine.status.rawValue)")
    switch undoing.machine.status {
    case .pending: fail("payment \(undoing.payment) waits to be undone")
    case .done:
      if bank.standing(undoing.payment) > 0 { fail("payment \(undoing.payment) is said to be undone") }
    case .person: tallies.queued += 1
    case .givenUp: break
    }
  }

  private func judgeReversal(_ attempt: Disk.Attempt, _ disk: Disk) {
    guard let payment = attempt.reverses else { return }
    let standing = bank.standing(payment)
    switch attempt.state.outcome {
    case .approved:
      if standing > 0 { fail("reversal \(attempt.key) is approved, and payment \(payment) stands") }
    case .declined, .notSent:
      let others = disk.attempts.contains {
        $0.key != attempt.key && $0.reverses == payment && $0.state.outcome != .declined
          && $0.state.outcome != .notSent
      }
      // Whoever said by a wrong word that it was paid may have it undone once more.
      if standing == 0, !others, disk.attempt(payment)?.word == nil {
        fail("reversal \(attempt.key) is \(attempt.state.outcome), and it was done")
      }
    case .unknown:
      tallies.queued += 1
      if !mayStayOpen(attempt) {
        fail("reversal \(attempt.key) stays unknown (\(attempt.note?.rawValue ?? attempt.state.rawValue))")
      }
    }
  }

  /// No booking is unknown to the journal that asked for it.
  private func judgeBookings() {
    for booking in bank.bookings where booking.stands {
      if disks[journal(of: booking.key)].attempt(booking.key) == nil {
        fail("a booking for visit \(booking.key) is in no journal")
      }
    }
  }

  /// The turnover memory and the acquirer agree, and the newest record of each approved attempt is in it.
  private func reconcile(_ station: Station) {
    guard station.isOn else { return fail("terminal \(station.index) stays off") }
    let memory = station.terminal.memory
    if memory.unfinished != nil { fail("terminal \(station.index) has something open") }
    for turnover in memory.transactions where turnover.kind == .payment {
      guard (station.keys[turnover.sequence] ?? -1) >= 0 else { continue }
      let stands = bank.standing(terminal: station.index, trace: turnover.trace.value)
      if stands != (turnover.state == .committed) {
        let trace = turnover.trace.value
        fail("terminal \(station.index) has trace \(trace) as \(turnover.state), booked: \(stands)")
      }
    }
    for disk in disks {
      for attempt in disk.attempts
      where attempt.reader == station.index && attempt.state == .approved && attempt.word == nil {
        let sequence = station.flash.last { $0.trace == attempt.record?.traceNumber }?.sequence ?? 0
        guard sequence > (station.flash.last { $0.closesDay }?.sequence ?? 0) else { continue }
        let isThere = memory.transactions.contains {
          $0.record.traceNumber == attempt.record?.traceNumber
            && (station.keys[$0.sequence] == key(of: attempt) || attempt.note == .paidBefore)
        }
        if !isThere { fail("approved attempt \(attempt.key) is not in its terminal's memory") }
      }
    }
  }

  private func key(of attempt: Disk.Attempt) -> Int { attempt.reverses ?? attempt.key }

  // MARK: rule 10

  /// Whether nobody can tell from the reader's records what became of an attempt: it is then for a person.
  private func mayStayOpen(_ attempt: Disk.Attempt) -> Bool {
    let station = stations[attempt.reader]
    // The reader has no record, so no counter that could be read.
    if station.flash.isEmpty { return true }
    // Its counter was not told before the command, or not truly, and it did not show an approval since.
    let before = station.flash.last { $0.sequence <= attempt.sequence && $0.kind != .dayClose }?.trace
    let wasTold = attempt.noted != .unknown && before == attempt.noted.record?.traceNumber
    if !wasTold, attempt.received == nil { return true }
    // It was paid before, and the record of that payment is not shown or is not over what was asked.
    if attempt.note == .earlierPaymentHidden { return !earlier(attempt).isEmpty }
    // Its clock or ours was set anew.
    if tallies.clockJumps > 0, attempt.note == .otherTerminalOrTime { return true }
    // Another amount than asked was booked: nobody here may take it for what was asked.
    let asked = attempt.request.amount.minorUnits
    if bank.bookings.contains(where: { $0.key == attempt.key && $0.amount != asked }) { return true }
    // An end of day took the next trace number, and may have set the receipts back to 1: the newest record
    // does not follow the noted one, and a decline may look like it.
    let noted = station.flash.last { $0.trace == before }?.sequence ?? 0
    let hasClosed = station.flash.contains { $0.closesDay && $0.sequence > noted }
    let mayRepeat = plan.receiptsStartAnew || bank.standing(attempt.key) == 0
    if hasClosed, mayRepeat, attempt.received == nil { return true }
    // Others used the reader since: the newest record is not the attempt's, nor the one before.
    return station.flash.contains {
      $0.sequence > attempt.sequence && $0.kind != .dayClose
        && station.keys[$0.sequence] != key(of: attempt)
    }
  }
}

extension Turnover {
  fileprivate var closesDay: Bool { kind == .dayClose && state == .committed }
}
