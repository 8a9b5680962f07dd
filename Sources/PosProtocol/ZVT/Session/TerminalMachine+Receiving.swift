extension ZVT.TerminalMachine {
  /// Takes one whole message of the register.
  mutating func receive(_ bytes: [UInt8], at now: Instant) {
    let apdu: ZVT.APDU
    do {
      apdu = try ZVT.APDU(decoding: bytes)
    } catch {
      actions.append(.noise(.unexpected(bytes)))
      if exchange.state == .idle { enqueueAnswer(ZVT.Response.negative(Self.malformed).encoded()) }
      return
    }
    let step = ZVT.Exchange.Step(apdu.control, from: .register)
    if apdu.control == ZVT.Registration.control, exchange.state == .idle { numbers = nil }
    guard isNews(apdu, bytes) else { return }
    guard exchange.allows(step, by: .register) else { return outOfOrder(step, bytes) }
    let before = exchange.state
    _ = exchange.take(step, by: .register)
    switch step {
    case .command, .shortCommand: takeCommand(apdu)
    case .abort: takeAbort(in: before)
    case .accepted, .refused, .wait, .partly: takeAnswer(step, apdu, at: now)
    case .notice, .record, .completed, .failed, .silence: break
    }
  }

  /// False: it is no news, and has been dealt with.
  private mutating func isNews(_ apdu: ZVT.APDU, _ bytes: [UInt8]) -> Bool {
    switch numbers?.take(apdu) {
    case nil, .fresh?: return true
    case .repeated(let answer)?:
      actions.append(.noise(.repeated))
      if let answer { enqueue(answer: answer) }
    case .stale?: actions.append(.noise(.unexpected(bytes)))
    }
    return false
  }

  static var malformed: UInt8 { 0x9A }
  static var notPossible: UInt8 { 0x83 }
  /// What a record comes to whose register asked to wait too often.
  static var timedOut: UInt8 { 0x6C }

  /// A command while another one waits for the firmware gets no answer: it would be taken for the other's.
  private mutating func outOfOrder(_ step: ZVT.Exchange.Step, _ bytes: [UInt8]) {
    actions.append(.noise(.unexpected(bytes)))
    guard exchange.state != .commanded, exchange.state != .commandedShort else { return }
    switch step {
    case .command, .shortCommand: enqueueAnswer(ZVT.Response.negative(Self.malformed).encoded())
    case .abort: enqueueAnswer(ZVT.Response.negative(Self.notPossible).encoded())
    case .notice, .record, .completed, .failed, .accepted, .refused, .wait, .partly, .silence: break
    }
  }

  private mutating func takeCommand(_ apdu: ZVT.APDU) {
    do {
      if let command = try ZVT.terminalCommand(apdu) {
        state = .serving(Service(command: command))
        actions.append(.command(command))
      } else {
        refuseCommand(Self.notPossible)
      }
    } catch {
      refuseCommand(Self.malformed)
    }
  }

  private mutating func refuseCommand(_ code: UInt8) {
    _ = exchange.take(.refused, by: .terminal)
    enqueueAnswer(ZVT.Response.negative(code).encoded())
  }

  /// An abort is the firmware's to decide until a record is out; then it is too late.
  private mutating func takeAbort(in before: ZVT.Exchange.State) {
    switch before {
    case .idle:
      state = .serving(Service(command: .abort))
      actions.append(.command(.abort))
    case .working, .informed: actions.append(.command(.abort))
    case .commanded, .commandedShort, .reported, .deferred, .ending, .aborting, .abortingInformed,
      .abortingReported, .abortingEnding:
      refuseCommand(Self.notPossible)
    }
  }

  private mutating func takeAnswer(_ step: ZVT.Exchange.Step, _ apdu: ZVT.APDU, at now: Instant) {
    guard case .serving(var service) = state, var message = service.message else { return }
    message.answerBy = nil
    switch step {
    case .accepted where message.parts.count > 1:
      message.parts.removeFirst()
      message.parts[0] = numbers?.numbered(message.parts[0]) ?? message.parts[0]
      outbox.append(Outgoing(kind: .message, apdu: message.parts[0]))
      service.message = message
    case .wait where !isTooOften(message.waits + 1, service):
      message.waits += 1
      message.repeatAt = now + configuration.waitInterval
      service.message = message
    default:
      service.message = nil
      actions.append(.answered(reply(step, apdu)))
    }
    state = .serving(service)
  }

  private func isTooOften(_ waits: Int, _ service: Service) -> Bool {
    guard case .pay(_, let options) = service.command, let maximum = options.maximumWaits else {
      return false
    }
    return waits > Int(maximum)
  }

  private func reply(_ step: ZVT.Exchange.Step, _ apdu: ZVT.APDU) -> RegisterReply {
    switch step {
    case .accepted: .accepted
    case .wait: .refused(ResultCode(.zvt, UInt16(Self.timedOut)))
    case .partly:
      ZVT.partialAmount(apdu).map { .partly($0) } ?? .refused(ResultCode(.zvt, UInt16(Self.malformed)))
    default: .refused(ResultCode(.zvt, UInt16(ZVT.refusalCode(apdu))))
    }
  }
}
