import PosProtocol

/// A reversal, begun by the terminal itself or by the register. Once it is on flash it is carried through.
extension Terminal {
  mutating func reverse(_ payment: Turnover, _ cause: Job.Cause, at now: Instant) {
    guard let trace = memory.nextTrace, let receipt = memory.nextReceipt else { return }
    switch cause {
    case .automatic, .replaced: progress(Progress.automaticReversal)
    case .ordered: break
    }
    outputs.append(.show(.reversing))
    var record = payment.record
    (record.result, record.isApproval) = (nil, false)
    (record.receiptNumber, record.traceNumber, record.originalTrace) = (receipt, trace, payment.trace)
    if case .replaced = cause { record.receiptNumber = payment.record.receiptNumber }
    (record.clock, record.hostReference) = (clock, nil)
    let reversal = Turnover(
      sequence: memory.nextSequence, kind: .reversal, state: .asked, record: record, trace: trace,
      amount: payment.amount, currency: payment.currency)
    store(reversal, then: .storingReversal(reversal, cause))
  }

  mutating func ask(toReverse reversal: Turnover, _ cause: Job.Cause, at now: Instant) {
    job = .reversing(reversal, cause, again: now + settings.reversalRetry)
    guard let original = reversal.record.originalTrace else { return }
    outputs.append(.ask(.reverse(question(reversal), original: original)))
  }

  /// No answer came. What is safely noted as a reversal need not keep the register waiting; one that it
  /// ordered does, because only the acquirer knows how it ends.
  mutating func askAgain(toReverse reversal: Turnover, _ cause: Job.Cause, at now: Instant) {
    switch cause {
    case .automatic(let code): tellUndone(code)
    case .ordered, .replaced: progress(Progress.hostContact)
    }
    ask(toReverse: reversal, cause, at: now)
  }

  mutating func hear(_ answer: AcquirerAnswer, toReversal reversal: Turnover, _ cause: Job.Cause) {
    var reversal = reversal
    switch (answer, cause) {
    case (.reversed, _), (.approved, _):
      reversal.approve(reversal.record.amount ?? reversal.amount, reference: nil, at: clock)
    case (.declined(let code), .ordered): reversal.decline(ResultCode(.zvt, UInt16(code)), at: clock)
    case (.declined, .automatic), (.declined, .replaced), (.settled, _):
      return  // What nobody acknowledged must not stand: asked again.
    }
    store(reversal, then: .storingReversed(reversal, cause))
  }

  mutating func reversed(_ reversal: Turnover, _ cause: Job.Cause, at now: Instant) {
    memory.apply(reversal)
    switch (cause, reversal.state) {
    case (.automatic(let code), _): tellUndone(code)
    case (.replaced(let request, let options), _): return replace(reversal, request, options, at: now)
    case (.ordered, .declined):
      tellEnd(.record(told(reversal)), .abort(reversal.record.result ?? .cannotReverse))
    case (.ordered, _): reportReversal(reversal)
    }
    becomeIdle(at: now)
  }

  /// It is final at the acquirer, so that nothing depends on how the register takes it.
  private mutating func reportReversal(_ reversal: Turnover) {
    guard isHeard else { return }
    isHeard = false
    voice.say(.record(told(reversal)))
    printFreely(reversal)
    voice.say(.complete(.plain))
  }

  private mutating func tellUndone(_ code: ResultCode) {
    var record = TransactionRecord()
    record.result = code
    tellEnd(.record(record), .abort(code))
  }
}
