extension ZVT.TerminalMachine {
  /// More answers than this are not owed to a register that keeps the order.
  static var maximumOutgoing: Int { 8 }

  /// The firmware speaks. What has no place any more, because the dialogue is over, is dropped.
  mutating func say(_ message: TerminalMessage) {
    guard case .serving(var service) = state else { return }
    switch message {
    case .accept: return settle(.accepted, ZVT.Response.positive.encoded())
    case .refuse(let code):
      return settle(.refused, ZVT.encodedRefusal(code, of: service.command, configuration.currency))
    case .progress, .record, .totals, .print, .clock, .complete, .abort, .openPreauthorizations: break
    }
    guard service.message == nil else { return }
    guard let (step, parts) = worded(message, service), exchange.allows(step, by: .terminal) else {
      return actions.append(.answered(.none))
    }
    guard !parts.isEmpty else { return actions.append(.answered(.accepted)) }
    let first = numbers?.numbered(parts[0]) ?? parts[0]
    if case .register(let request) = service.command,
      case .complete(.registered(let capabilities)) = message
    {
      let safeguards = capabilities.safeguards.agreed(with: request)
      manner = Manner(request, safeguards)
      numbers = safeguards.contains(.messageNumbers) ? .terminal : nil
    }
    service.message = Message(parts: [first] + parts.dropFirst())
    state = .serving(service)
    outbox.append(Outgoing(kind: .message, apdu: first))
  }

  /// The firmware's answer to a command or an abort.
  private mutating func settle(_ step: ZVT.Exchange.Step, _ response: [UInt8]) {
    guard exchange.take(step, by: .terminal) else { return }
    enqueueAnswer(response)
    if case .serving(let service) = state, service.command == .logOff, step == .accepted {
      (manner, numbers) = (.loggedOff, nil)
    }
  }

  mutating func enqueueAnswer(_ response: [UInt8]) {
    enqueue(answer: numbers?.numbered(answer: response) ?? response)
  }

  mutating func enqueue(answer: [UInt8]) {
    guard outbox.count < Self.maximumOutgoing else { return }
    outbox.append(Outgoing(kind: .answer, apdu: answer))
  }

  /// The APDUs of a message; none if the register did not ask for such; nil if it must not be said (see the
  /// type).
  private func worded(
    _ message: TerminalMessage, _ service: Service
  ) -> (ZVT.Exchange.Step, [[UInt8]])? {
    switch message {
    case .accept, .refuse: nil
    case .progress(let code, let texts, let minutes):
      (
        .notice,
        manner.wantsProgress
          ? [ZVT.IntermediateStatus(code: code, texts: texts, minutes: minutes).encoded()] : []
      )
    case .record(let record):
      record.isApproval && service.answersAreDoubtful
        ? nil : (.record, [information(record, service).encoded()])
    case .totals(let totals):
      (.record, [ZVT.StatusInformation(totals, namesCurrency: namesCurrency(service)).encoded()])
    case .print(let lines):
      (.notice, manner.wantsLines ? ZVT.encodedLines(lines, inBlocks: manner.takesBlocks) : [])
    case .clock(let clock): (.notice, manner.takesClock ? ZVT.encodedClock(clock) : [])
    case .openPreauthorizations(let open): (.failed, [ZVT.Abort.openPreauthorizations(open).encoded()])
    case .complete(.registered(let capabilities)):
      (.completed, [ZVT.Completion.registered(agreed(capabilities, service)).encoded()])
    case .complete(let completion): (.completed, [ZVT.encodedCompletion(completion)])
    case .abort(let code): (.failed, [ZVT.encodedAbort(code, configuration.currency)])
    }
  }

  private func information(_ record: TransactionRecord, _ service: Service) -> ZVT.StatusInformation {
    var information = ZVT.StatusInformation(record, namesCurrency: namesCurrency(service))
    if manner.syncsReceipts { information.tlv = Safeguards.sync(record.receiptNumber) }
    return information
  }

  /// Only what the register can take is announced.
  private func agreed(_ capabilities: Capabilities, _ service: Service) -> Capabilities {
    guard case .register(let request) = service.command else { return capabilities }
    var agreed = capabilities
    agreed.safeguards = capabilities.safeguards.agreed(with: request)
    return agreed
  }

  /// A currency is named only to a register that named one.
  private func namesCurrency(_ service: Service) -> Bool {
    if case .pay(_, let options) = service.command { options.namedCurrency } else { manner.namesCurrency }
  }

  /// Gives the link the next thing that waits for it. False: nothing does, or the link is not free.
  mutating func sendNext(at now: Instant) -> Bool {
    guard !outbox.isEmpty, !link.isSending, inFlight == nil else { return false }
    let next = outbox.removeFirst()
    if next.kind == .message { _ = exchange.take(step(of: next.apdu), by: .terminal) }
    inFlight = next.kind
    link.send(next.apdu, at: now)
    return true
  }

  private func step(of apdu: [UInt8]) -> ZVT.Exchange.Step {
    ZVT.Exchange.Step(ZVT.ControlField(apdu[0], apdu[1]), from: .terminal)
  }

  /// The link says that what was in flight has arrived.
  mutating func delivered(at now: Instant) {
    let kind = inFlight
    inFlight = nil
    guard kind == .message, case .serving(var service) = state, exchange.state.awaitsRegister else { return }
    service.message?.answerBy = now + configuration.answer
    state = .serving(service)
  }

  /// The register's answer did not come, or the message did not get through.
  mutating func missAnswer() {
    guard case .serving(var service) = state else { return }
    _ = exchange.take(.silence, by: .register)
    (service.message, service.answersAreDoubtful) = (nil, numbers == nil)
    state = .serving(service)
    actions.append(.answered(.none))
  }

  /// Does what is due. False: nothing is.
  mutating func expire(at now: Instant) -> Bool {
    guard case .serving(var service) = state, var message = service.message else { return false }
    if let due = message.answerBy, now >= due {
      missAnswer()
      if configuration.framing == .tcp { closeConnection() }
      return true
    }
    guard let due = message.repeatAt, now >= due else { return false }
    message.repeatAt = nil
    service.message = message
    state = .serving(service)
    numbers?.expectAnswer(to: message.parts[0])
    outbox.append(Outgoing(kind: .message, apdu: message.parts[0]))
    return true
  }

  /// On TCP a connection whose register does not answer is closed, which ends the dialogue.
  private mutating func closeConnection() {
    (state, exchange, inFlight, numbers) = (.idle, ZVT.Exchange(), nil, nil)
    outbox.removeAll()
    actions += [.ended, .close]
  }
}
