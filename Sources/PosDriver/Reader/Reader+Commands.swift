import PosProtocol
import PosTransport

// One command, from its caller to the machine and back.
extension Reader {
  func outcome(of command: ReaderCommand, call: Int, _ keep: @escaping Keep) async -> PaymentOutcome {
    let outcome: PaymentOutcome
    do throws(Fault) {
      outcome = PaymentOutcome(try await perform(command, call, keep))
    } catch {
      outcome = PaymentOutcome(error)
    }
    if case .reverse = command {
      life.paid(outcome, isReversal: true)
    } else {
      life.paid(outcome, isReversal: false)
    }
    return outcome
  }

  func answer(to command: ReaderCommand, call: Int) async throws(ReaderError) -> ReaderAnswer {
    do throws(Fault) {
      let answer = try await perform(command, call) { _ in throw NothingIsKept() }
      if case .declined(let code, _) = answer { throw .during(.refused(code), nil) }
      return answer
    } catch {
      throw error.error
    }
  }

  /// An approval that nobody asked for is never acknowledged.
  private struct NothingIsKept: Error {}

  func perform(
    _ command: ReaderCommand, _ call: Int, _ keep: @escaping Keep
  ) async throws(Fault) -> ReaderAnswer {
    try await occupied { () throws(Fault) in
      if command.isForMoney, !isStopped(call) { await probeIfStale() }
      // Whoever stopped the call or closed the line meanwhile does not want it opened again.
      guard !isStopped(call) else { throw .before(.failure(.send(.notSent))) }
      let conversation = try await ready()
      guard !isStopped(call) else { throw .before(.failure(.send(.notSent))) }
      var end = await execute(command, on: conversation, call: call, keep)
      if case .failed(.refused(.unknownRegister), _) = end, forgetRegistration(), !isStopped(call) {
        end = await execute(command, on: try await ready(), call: call, keep)
      }
      switch end {
      case .answered(let answer):
        if case .declined(_, nil) = answer { forgetRegistration() }
        return answer
      case .failed(let failure, let record): throw .during(failure, record)
      }
    }
  }

  private func isStopped(_ call: Int) -> Bool { stops.isStopped(call) || Task.isCancelled }

  /// Runs `body` unless something runs already; what the reader does on its own account is waited for.
  func occupied<Value>(
    by occupant: Occupant = .caller, _ body: () async throws(Fault) -> Value
  ) async throws(Fault) -> Value {
    while self.occupant == .keeper, occupant == .caller {
      await withCheckedContinuation { callers.append($0) }
    }
    guard self.occupant == nil else { throw .before(.failure(.busy)) }
    self.occupant = occupant
    defer {
      self.occupant = nil
      for caller in callers { caller.resume() }
      callers = []
      wakeKeeper()
    }
    return try await body()
  }

  /// An open line to a registered terminal.
  func ready() async throws(Fault) -> Conversation {
    if let conversation, isRegistered { return conversation }
    do throws(Fault) {
      return try await register(try await connected())
    } catch {
      outage.failures += 1
      life.attemptFailed(life.reason, attempt: outage.failures)
      throw error
    }
  }

  private func register(_ conversation: Conversation) async throws(Fault) -> Conversation {
    life.move(to: .registering)
    switch await execute(.register, on: conversation, call: nil, { _ in throw NothingIsKept() }) {
    case .answered(.registered(let said)):
      guard self.conversation != nil else { throw .before(.registration(.lineLost(commandLeft: true))) }
      (capabilities, isRegistered) = (said, true)
      life.connected(after: loop.now - outage.since, attempt: outage.failures + 1)
      return conversation
    case .answered(.declined(let code, _)): throw refused(.refused(code))
    case .answered: throw refused(.contradiction)
    case .failed(let failure, _): throw refused(failure)
    }
  }

  private func connected() async throws(Fault) -> Conversation {
    if let conversation { return conversation }
    if !isPolling { life.move(to: .connecting) }
    parting = nil
    let line: any Line
    do throws(TransportError) {
      line = try await openLine(loop)
    } catch {
      life.disconnected(DisconnectReason(error), wasReady: false)
      throw .before(.transport(error))
    }
    guard parting == nil else {  // Closed while it was opened.
      line.close()
      throw .before(.failure(.send(.notSent)))
    }
    let conversation = Conversation(line, makeMachine()) { [weak self] news in
      self?.assumeIsolated { $0.hear(news) }
    }
    (self.conversation, isRegistered, lastFailure) = (conversation, false, nil)
    conversation.start()
    return conversation
  }

  /// Whoever cannot register begins anew the next time.
  private func refused(_ failure: ReaderFailure) -> Fault {
    close(because: DisconnectReason(failure))
    return .before(.registration(failure))
  }

  func close(because reason: DisconnectReason?) {
    parting = reason
    conversation?.close()
  }

  /// A line on which nothing was heard for long is asked for a sign of life before money is spoken of.
  private func probeIfStale() async {
    guard let conversation, isRegistered, let limit = policy.staleAfter,
      loop.now - conversation.heardAt >= limit
    else { return }
    await probe(conversation)
  }

  /// Asks an idle line for a sign of life: any answer of the terminal is one. Without it the line is closed.
  func probe(_ conversation: Conversation) async {
    let end = await execute(.status, on: conversation, call: nil, { _ in throw NothingIsKept() })
    switch end {
    case .answered, .failed(.refused, _): break
    case .failed(let failure, _): return close(because: DisconnectReason(failure))
    }
    forgetRegistration()
  }

  /// A terminal that has restarted behind its cable knows no register, and the cable does not tell: it is
  /// registered again before the next command, and a question that it refused for that may be put once more.
  /// False: it would have been heard to restart.
  @discardableResult
  private func forgetRegistration() -> Bool {
    guard conversation != nil, !address.showsRestarts else { return false }
    (isRegistered, outage) = (false, Outage(since: loop.now))
    return true
  }

  /// Gives the command to the machine and awaits its end, and that of whatever keeps its record: it is never
  /// left behind, and never cancelled with its caller.
  ///
  /// - Parameter call: whose command it is; nil: it is not to be stopped.
  private func execute(
    _ command: ReaderCommand, on conversation: Conversation, call: Int?, _ keep: @escaping Keep
  ) async -> CommandEnd {
    commandCount += 1
    let (number, began) = (commandCount, loop.now)
    lastFailure = nil
    if call != nil { life.move(to: .working) }
    let (end, keeping) = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        running = Running(number: number, call: call, keep: keep, continuation: continuation)
        conversation.handle(.command(command))
        // A line that went before it began.
        if self.conversation == nil { finish(.failed(.lineLost(commandLeft: false), nil)) }
      }
    } onCancel: {
      loop.execute { [weak self] in self?.assumeIsolated { $0.stop(number) } }
    }
    life.exchanged(command, end, in: loop.now - began)
    await keeping?.value
    if self.conversation != nil, isRegistered { life.move(to: .ready) }
    return end
  }

  func stopRunning() {
    guard let running, let call = running.call, stops.isStopped(call) else { return }
    stop(running.number)
  }

  private func stop(_ number: Int) {
    guard let running, running.number == number, running.call != nil else { return }
    conversation?.handle(.cancel)
  }

  private func finish(_ end: CommandEnd) {
    guard let running else { return }
    self.running = nil
    running.continuation.resume(returning: (end, running.keeping))
  }

  func hear(_ news: Conversation.News) {
    switch news {
    case .event(let event):
      if case .noise(let trouble) = event { life.heard(trouble) }
      eventSink.yield(event)
    case .keep(let keepsake): keep(keepsake)
    case .end(let end):
      if case .failed(let failure, _) = end { lastFailure = failure }
      finish(end)
    case .gone(let closure): lineIsGone(closure)
    }
  }

  /// Judges why, from what we wanted, what the line said, and how the last command ended.
  private func lineIsGone(_ closure: LineClosure?) {
    let isWorking = if case .lineLost? = lastFailure { true } else { false }
    let own = closure.map { DisconnectReason($0, of: address, isWorking: isWorking) }
    let reason = parting ?? own ?? lastFailure.flatMap(DisconnectReason.init) ?? .protocolFault
    life.disconnected(reason, wasReady: isRegistered)
    if isRegistered { outage = Outage(since: loop.now) }
    (conversation, isRegistered, parting) = (nil, false, nil)
    finish(.failed(.lineLost(commandLeft: true), nil))
    wakeKeeper()
  }

  /// Hands it to the caller, off the loop, and its decision to the machine.
  private func keep(_ keepsake: Keepsake) {
    guard let running else { return }
    let (keep, number, earlier) = (running.keep, running.number, running.keeping)
    self.running?.keeping = Task.detached {
      await earlier?.value
      do {
        try await keep(keepsake)
        await self.decide(.accept, number)
      } catch {
        await self.decide(.refuse, number)
      }
    }
  }

  private func decide(_ decision: CommitDecision, _ number: Int) {
    guard running?.number == number else { return }
    conversation?.handle(.commit(decision))
  }
}

extension ResultCode {
  /// The terminal does not know its register (any more).
  ///
  /// - Spec: PA00P015 §10, 6B.
  fileprivate static let unknownRegister = ResultCode(.zvt, 0x6B)
}

extension ReaderCommand {
  fileprivate var isForMoney: Bool {
    switch self {
    case .pay, .reverse, .closeDay: true
    case .register, .logOff, .status, .lastTransaction, .turnover: false
    case .openPreauthorizations, .diagnose, .setClock: false
    }
  }
}

extension LineAddress {
  /// A terminal that restarts ends the connection.
  fileprivate var showsRestarts: Bool {
    switch self {
    case .tcp: true
    case .serial, .usb, .replay: false
    }
  }
}
