import PosProtocol

/// The end of a day. Once it is on flash it is carried through: the acquirer is asked until it answers, and
/// how the register takes the totals changes nothing.
extension Terminal {
  /// Nothing is paid any more until the day is closed.
  var isReconciliationDue: Bool {
    if lock == .reconciliationNeeded { return true }
    if let limit = settings.dayLimit, memory.transactions.count >= limit { return true }
    guard settings.closesDaily, let first = memory.transactions.first?.record.clock, let clock else {
      return false
    }
    return first.month != clock.month || first.day != clock.day
  }

  mutating func closeDay(_ password: UInt32, at now: Instant) {
    guard admits(password, evenIfDue: true) else { return }
    guard !memory.isDayEmpty || isReconciliationDue, let trace = memory.nextTrace else {
      return voice.say(.accept, .abort(.dayCannotBeClosed))
    }
    isHeard = true
    voice.say(.accept)
    progress(Progress.hostContact)
    outputs.append(.show(.closingDay))
    var record = TransactionRecord()
    (record.traceNumber, record.terminalID) = (trace, settings.terminalID)
    let totals = dayTotals
    let close = Turnover(
      sequence: memory.nextSequence, kind: .dayClose, state: .asked, record: record, trace: trace,
      amount: totals.first?.amount ?? .zero, currency: totals.first?.currency ?? .eur, totals: totals)
    store(close, then: .storingClose(close))
  }

  /// Tells what the day comes to so far; nothing depends on how the register takes it.
  mutating func tellTurnover(_ password: UInt32) {
    guard admits(password, evenIfDue: true) else { return }
    voice.say(.accept)
    for totals in dayTotals { voice.say(.totals(totals)) }
    voice.say(.complete(.plain))
  }

  mutating func ask(toSettle close: Turnover, at now: Instant) {
    job = .closing(close, again: now + settings.reversalRetry)
    outputs.append(.ask(.settle(question(close), close.totals)))
  }

  mutating func hear(_ answer: AcquirerAnswer, toClose close: Turnover) {
    var close = close
    switch answer {
    case .settled:
      (close.state, close.record.result, close.record.clock) = (.committed, .approved, clock)
      close.record.receiptNumber = settings.receiptsStartAnew ? ReceiptNumber(0) : nil
      for index in close.totals.indices {
        (close.totals[index].traceNumber, close.totals[index].clock) = (close.trace, clock)
      }
    case .declined(let code): close.decline(ResultCode(.zvt, UInt16(code)), at: clock)
    case .approved, .reversed: return  // No answer to this question: asked again.
    }
    store(close, then: .storingClosed(close))
  }

  /// The end of the day is on flash, or that there was none.
  mutating func closed(_ close: Turnover, at now: Instant) {
    memory.apply(close)
    if close.state == .committed {
      if lock == .reconciliationNeeded { lock = nil }
      outputs.append(.show(.dayClosed))
      if registration?.printsAdministrationReceipts == false {
        outputs.append(.print(Receipt.day(close, settings: settings)))
      }
      tellClosed(close)
    } else {
      tellEnd(.abort(.dayCannotBeClosed))
    }
    becomeIdle(at: now)
  }

  private mutating func tellClosed(_ close: Turnover) {
    guard isHeard else { return }
    isHeard = false
    for totals in close.totals { voice.say(.totals(totals)) }
    if let registration, registration.printsAdministrationReceipts, registration.wantsPrintLines {
      voice.say(.print(Receipt.day(close, settings: settings)))
    }
    voice.say(.complete(.plain))
  }

  /// A day without a transaction comes to nothing, in the terminal's own currency.
  private var dayTotals: [DayTotals] {
    let totals = memory.totals
    guard totals.isEmpty else { return totals }
    var nothing = DayTotals()
    (nothing.amount, nothing.currency) = (.zero, settings.currencies.first)
    return [nothing]
  }
}
