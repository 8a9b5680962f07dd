import PosProtocol

/// A payment, step by step: card, intent, acquirer, record, receipts, commitment.
extension Terminal {
  mutating func present(_ card: Card) {
    guard case .awaitingCard(let request, let options, _) = job,
      let trace = memory.nextTrace, let receipt = reusedReceipt ?? memory.nextReceipt
    else { return }
    outputs.append(.reader(isOn: false))
    outputs.append(.show(.processing(request.amount, request.currency)))
    progress(Progress.processing)

    var record = TransactionRecord()
    record.amount = request.amount
    record.currency = options.namedCurrency ? request.currency : nil
    (record.receiptNumber, record.traceNumber) = (receipt, trace)
    (record.clock, record.terminalID) = (clock, settings.terminalID)
    (record.card, record.cardName) = (card.number, card.scheme)
    record.merchantNumber = settings.merchantNumber
    var intent = Turnover(
      sequence: memory.nextSequence, kind: .payment, state: .asked, record: record, trace: trace,
      amount: request.amount, currency: request.currency)
    intent.orderNumber = request.orderNumber
    job = .storingIntent(intent)
    outputs.append(.store(intent))
  }

  /// What was being written is safe; the step it was written for may be taken.
  mutating func stored(at now: Instant) {
    switch job {
    case .storingIntent(let turnover): authorize(turnover, at: now)
    case .storingAnswer(let turnover): report(turnover, at: now)
    case .storingCommit(let turnover): complete(turnover, at: now)
    case .storingReversal(let turnover, let cause):
      memory.apply(turnover)
      ask(toReverse: turnover, cause, at: now)
    case .storingReversed(let turnover, let cause): reversed(turnover, cause, at: now)
    case .storingClose(let turnover):
      memory.apply(turnover)
      ask(toSettle: turnover, at: now)
    case .storingClosed(let turnover): closed(turnover, at: now)
    case .off, .none, .awaitingCard, .authorizing, .reporting, .printing, .reversing, .closing: break
    }
  }

  private mutating func authorize(_ intent: Turnover, at now: Instant) {
    memory.apply(intent)
    guard isHeard else { return decline(intent, .stopped) }  // Nobody waits for it any more.
    progress(Progress.hostContact)
    job = .authorizing(intent, until: now + settings.hostWait)
    outputs.append(.ask(.authorize(question(intent))))
  }

  mutating func hear(_ answer: AcquirerAnswer, to trace: TraceNumber, at now: Instant) {
    switch (job, answer) {
    case (.authorizing(var turnover, _), _) where turnover.trace == trace:
      switch answer {
      case .approved(let amount, let reference):
        turnover.approve(amount, reference: reference, at: clock)
        store(turnover, then: .storingAnswer(turnover))
      case .declined(let code): decline(turnover, ResultCode(.zvt, UInt16(code)))
      case .reversed, .settled: reverse(turnover, .automatic(.noHost), at: now)
      }
    case (.reversing(let turnover, let cause, _), _) where turnover.trace == trace:
      hear(answer, toReversal: turnover, cause)
    case (.closing(let turnover, _), _) where turnover.trace == trace: hear(answer, toClose: turnover)
    case (.off, _), (.none, _), (.awaitingCard, _), (.storingIntent, _), (.authorizing, _),
      (.storingAnswer, _),
      (.reporting, _), (.printing, _), (.storingCommit, _), (.storingReversal, _), (.reversing, _),
      (.storingReversed, _), (.storingClose, _), (.closing, _), (.storingClosed, _):
      break  // An answer to a question of an earlier life, or a second one.
    }
  }

  private mutating func decline(_ turnover: Turnover, _ code: ResultCode) {
    var turnover = turnover
    turnover.decline(code, at: clock)
    store(turnover, then: .storingAnswer(turnover))
  }

  /// The acquirer's answer is on flash: the register may hear it.
  private mutating func report(_ turnover: Turnover, at now: Instant) {
    memory.apply(turnover)
    guard turnover.state == .approved else {
      outputs.append(.show(.declined))
      tellEnd(.record(told(turnover)), .abort(turnover.record.result ?? .stopped))
      return becomeIdle(at: now)
    }
    guard isHeard else { return unacknowledged(turnover, at: now) }
    job = .reporting(turnover)
    voice.say(.record(told(turnover)))
  }

  mutating func replied(_ reply: RegisterReply, to message: TerminalMessage, at now: Instant) {
    switch (job, message) {
    case (.reporting(let turnover), .record):
      let copies = printsThroughRegister ? Receipt.copies(of: turnover, settings: settings) : []
      proceed(turnover, after: reply, left: copies, at: now)
    case (.printing(let turnover, let left), .print):
      proceed(turnover, after: reply, left: left, at: now)
    default: break  // Nothing depends on any other answer.
    }
  }

  /// One acknowledgement nearer to the commitment, or not.
  private mutating func proceed(
    _ turnover: Turnover, after reply: RegisterReply, left: [[PrintedLine]], at now: Instant
  ) {
    switch reply {
    case .accepted:
      guard let copy = left.first else { return commit(turnover) }
      job = .printing(turnover, left: Array(left.dropFirst()))
      voice.say(.print(copy))
    case .partly, .refused:
      // A part cannot be booked here, and the register does not want the whole.
      reverse(turnover, .automatic(.stopped), at: now)
    case .none: unacknowledged(turnover, at: now)
    }
  }

  mutating func unacknowledged(_ turnover: Turnover, at now: Instant) {
    guard settings.reversesUnacknowledged else { return commit(turnover) }
    reverse(turnover, .automatic(.stopped), at: now)
  }

  private mutating func commit(_ turnover: Turnover) {
    var turnover = turnover
    turnover.state = .committed
    store(turnover, then: .storingCommit(turnover))
  }

  private mutating func complete(_ turnover: Turnover, at now: Instant) {
    memory.apply(turnover)
    printAlone(turnover)
    outputs.append(.show(.approved(turnover.record.amount ?? turnover.amount, turnover.currency)))
    tellEnd(.complete(.plain))
    becomeIdle(at: now)
  }

  /// The dialogue is over, wherever it was: nobody listens any more, and what was not acknowledged never will
  /// be.
  mutating func dialogueEnded(at now: Instant) {
    voice.fallSilent()
    guard isHeard else { return }
    isHeard = false
    switch job {
    case .awaitingCard: giveUp(.stopped)
    case .reporting(let turnover), .printing(let turnover, _): unacknowledged(turnover, at: now)
    case .off, .none, .storingIntent, .authorizing, .storingAnswer, .storingCommit, .storingReversal,
      .reversing, .storingReversed, .storingClose, .closing, .storingClosed:
      break  // These steps look whether they are heard when they end.
    }
  }

  mutating func expire(at now: Instant) {
    guard let deadline = job.deadline, now >= deadline else { return }
    switch job {
    case .awaitingCard: giveUp(.stopped)
    case .authorizing(let turnover, _): reverse(turnover, .automatic(.noHost), at: now)
    case .reversing(let turnover, let cause, _): askAgain(toReverse: turnover, cause, at: now)
    case .closing(let turnover, _):
      progress(Progress.hostContact)
      ask(toSettle: turnover, at: now)
    case .off, .none, .storingIntent, .storingAnswer, .reporting, .printing, .storingCommit, .storingReversal,
      .storingReversed, .storingClose, .storingClosed:
      break
    }
  }

  func question(_ turnover: Turnover) -> AcquirerRequest.Question {
    AcquirerRequest.Question(
      terminalID: settings.terminalID, trace: turnover.trace, amount: turnover.amount,
      currency: turnover.currency,
      card: turnover.record.card)
  }

  mutating func store(_ turnover: Turnover, then next: Job) {
    job = next
    outputs.append(.store(turnover))
  }
}
