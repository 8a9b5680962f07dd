extension ZVT.RegisterMachine {
  /// More answers than this cannot be owed to a terminal that keeps the order.
  static var maximumOutgoing: Int { 8 }

  mutating func start(_ command: ReaderCommand, at now: Instant) {
    guard isIdle else { return actions.insert(.end(.failed(.busy, nil)), at: 0) }
    guard isRegistered || !command.needsRegistration else {
      return actions.append(.end(.failed(.notRegistered, nil)))
    }
    guard let apdu = worded(command) else {
      return actions.append(.end(.failed(.refused(Self.notReversible), nil)))
    }
    if hasStaleBytes {
      link.dropStale()
      hasStaleBytes = false
    }
    let (limit, question) = (configuration.limit, configuration.questionLimit)
    let longest = command.hasEffect ? limit : min(limit, question)
    state = .running(Dialogue(command, limit: now + longest, patience: configuration.completion))
    outbox.append(Outgoing(kind: .command, apdu: apdu))
  }

  mutating func requestAbort() {
    guard case .running(var dialogue) = state else { return }
    dialogue.wantsAbort = !dialogue.hasApproval
    state = .running(dialogue)
  }

  /// B5, reversal impossible: what this register says itself of a receipt number the wire cannot carry.
  private static var notReversible: ResultCode { ResultCode(.zvt, 0xB5) }

  /// Gives the link the next thing that waits for it. False: nothing does, or the link is not free.
  mutating func sendNext(at now: Instant) -> Bool {
    guard !link.isSending, inFlight == nil else { return false }
    if outbox.isEmpty, !queueAbort() { return false }
    let next = outbox.removeFirst()
    if next.kind == .command {
      let control = ZVT.ControlField(next.apdu[0], next.apdu[1])
      _ = exchange.take(ZVT.Exchange.Step(control, from: .register), by: .register)
    }
    inFlight = next.kind
    link.send(next.apdu, once: next.kind == .command && mustNotComeTwice, at: now)
    return true
  }

  /// Whether a late copy of the running command would be obeyed once more. Of a numbered one it would not.
  private var mustNotComeTwice: Bool {
    guard case .running(let dialogue) = state else { return false }
    return dialogue.command.hasEffect && numbers == nil
  }

  /// Asks the terminal to stop, if that is wanted and the terminal may be asked now.
  private mutating func queueAbort() -> Bool {
    guard case .running(var dialogue) = state, dialogue.wantsAbort, exchange.state == .working,
      exchange.take(.abort, by: .register)
    else { return false }
    dialogue.wantsAbort = false
    state = .running(dialogue)
    let request = ZVT.AbortRequest().encoded()
    outbox.append(Outgoing(kind: .abort, apdu: numbers?.numbered(request) ?? request))
    return true
  }

  /// Answers the terminal's last message.
  mutating func answer(_ step: ZVT.Exchange.Step, _ response: ZVT.Response = .positive) {
    _ = exchange.take(step, by: .register)
    enqueueAnswer(response)
  }

  /// Queues an answer; a terminal that is owed too many has lost its right to one.
  mutating func enqueueAnswer(_ response: ZVT.Response) {
    let bytes = response.encoded()
    enqueue(answer: numbers?.numbered(answer: bytes) ?? bytes)
  }

  mutating func enqueue(answer: [UInt8]) {
    guard outbox.count < Self.maximumOutgoing else { return }
    outbox.append(Outgoing(kind: .answer, apdu: answer))
  }

  /// The link says that what was in flight has arrived.
  mutating func delivered(at now: Instant) {
    let kind = inFlight
    inFlight = nil
    switch kind {
    case .command:
      guard case .running(var dialogue) = state, exchange.state.isRegistersTurn else { return }
      dialogue.answerBy = now + configuration.answer
      state = .running(dialogue)
    case .abort where exchange.state.awaitsAbortAnswer || exchange.state == .commandedShort:
      abortBy = now + configuration.answer
    case .abort, .answer, nil: break
    }
  }

  /// The link gave up what was in flight.
  mutating func undelivered(_ failure: SendFailure) {
    let kind = inFlight
    inFlight = nil
    switch kind {
    case .command: fail(.send(failure), closing: false)
    // A request to stop that did not get through is no request.
    case .abort: _ = exchange.take(.silence, by: .terminal)
    // Three copies of an answer and none arrived: the link has failed (PA00P016 §3), and what the terminal
    // makes of that nobody here will know. One that could not be written is the lost line's to tell, and a
    // command that still waits behind one has its own three copies.
    case .answer where failure != .notSent && !outbox.contains { $0.kind == .command }:
      fail(.send(failure), closing: false)
    case .answer, nil: break
    }
  }

  mutating func loseLine(at now: Instant) {
    let wasCommand = inFlight == .command
    var commandLeft = !outbox.contains { $0.kind == .command }
    link.lineLost()
    while let event = link.next(at: now) {
      if wasCommand, case .failed(let failure) = event { commandLeft = failure != .notSent }
    }
    switch state {
    case .idle: break
    case .running: fail(.lineLost(commandLeft: commandLeft), closing: false)
    case .ending(let end): actions.append(.end(end))
    }
    (state, exchange, inFlight, abortBy) = (.idle, ZVT.Exchange(), nil, nil)
    (isRegistered, hasStaleBytes, safeguards, numbers) = (false, false, [], nil)
    outOfStepUntil = nil
    outbox.removeAll()
  }

  /// Ends the running command without the terminal's last word.
  mutating func fail(_ failure: ReaderFailure, closing: Bool) {
    guard case .running(let dialogue) = state else { return }
    noteSync(dialogue, .failed(failure, nil))
    (state, exchange, abortBy, hasStaleBytes) = (.idle, ZVT.Exchange(), nil, true)
    outbox.removeAll { $0.kind != .answer }
    actions.append(.end(.failed(failure, dialogue.verdict.record)))
    if closing { actions.append(.close) }
  }

  /// Whether the ending of this failure leaves a line that the next command must not use.
  var closesOnSilence: Bool { configuration.framing == .tcp }
}

extension ReaderCommand {
  /// What must not be asked of a terminal that does not know this register.
  var needsRegistration: Bool {
    switch self {
    case .pay, .reverse, .lastTransaction, .closeDay, .turnover: true
    case .openPreauthorizations, .diagnose, .setClock: true
    case .register, .logOff, .status: false
    }
  }
}
