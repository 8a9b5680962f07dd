extension ZVT.RegisterMachine {
  /// Takes one whole message of the terminal.
  mutating func receive(_ bytes: [UInt8], at now: Instant) {
    let apdu: ZVT.APDU
    do {
      apdu = try ZVT.APDU(decoding: bytes)
    } catch {
      return fail(.unreadable(error), closing: true)
    }
    guard isNews(apdu, bytes) else { return }
    let (step, before) = (ZVT.Exchange.Step(apdu.control, from: .terminal), exchange.state)
    guard exchange.take(step, by: .terminal) else {
      return outOfOrder(step, bytes, apdu.control, at: now)
    }
    switch step {
    case .accepted, .refused: takeAnswer(apdu, to: before, isPositive: step == .accepted, at: now)
    case .notice: takeNotice(apdu, bytes, at: now)
    case .record: takeRecord(apdu, bytes, at: now)
    case .completed: takeCompletion(apdu)
    case .failed: takeAbort(apdu)
    case .command, .shortCommand, .abort, .wait, .partly, .silence: break
    }
  }

  /// A terminal that speaks while the register has the word, or answers what nobody asked, is late or
  /// confused: a record is refused, so that nothing is final that nobody keeps, an end is answered, the rest
  /// refused. Only a terminal that breaks the order within the dialogue ends it.
  private mutating func outOfOrder(
    _ step: ZVT.Exchange.Step, _ bytes: [UInt8], _ control: ZVT.ControlField, at now: Instant
  ) {
    guard exchange.state.isRegistersTurn || control.isResponse else {
      return fail(.violation(ProtocolViolation(blame: .terminal, control: control.value)), closing: true)
    }
    actions.append(.event(.noise(.unexpected(bytes))))
    outOfStepUntil = now + configuration.link.acknowledgement
    switch step {
    case .record: enqueueAnswer(.negative(ZVT.RegisterMachine.notKept))
    case .completed, .failed: enqueueAnswer(.positive)
    case .notice: enqueueAnswer(.negative(ZVT.RegisterMachine.notPossible))
    case .command, .shortCommand, .abort, .accepted, .refused, .wait, .partly, .silence: break
    }
  }

  /// What a record that is not kept is answered with (A0, receiver not ready): the terminal reverses.
  static var notKept: UInt8 { 0xA0 }
  /// What a message without business here is answered with (83, function not possible).
  static var notPossible: UInt8 { 0x83 }

  private mutating func takeAnswer(
    _ apdu: ZVT.APDU, to before: ZVT.Exchange.State, isPositive: Bool, at now: Instant
  ) {
    guard !before.awaitsAbortAnswer, case .running(var dialogue) = state else {
      abortBy = nil
      return
    }
    dialogue.answerBy = nil
    guard isPositive else { return end(refused(dialogue, ZVT.refusalCode(apdu), at: now)) }
    actions.append(.event(.accepted))
    if dialogue.command == .logOff {
      isRegistered = false
      return end(.answered(.loggedOff))
    }
    dialogue.completeBy = now + dialogue.patience
    state = .running(dialogue)
  }

  /// A command that was sent twice may have been obeyed the first time: a terminal that lost its power
  /// between the copies refuses the second one, because it does not know us any more. And a terminal that is
  /// out of step may refuse what we said before.
  private func refused(_ dialogue: Dialogue, _ code: UInt8, at now: Instant) -> CommandEnd {
    if isDoubleBooking(code, dialogue.command) { return .failed(.alreadyPaid, nil) }
    let code = ResultCode(.zvt, UInt16(code))
    guard dialogue.command.hasEffect else { return .failed(.refused(code), nil) }
    let isInDoubt = dialogue.wasResent || outOfStepUntil.map { now < $0 } == true
    return isInDoubt ? .failed(.send(.unconfirmed), nil) : .answered(.declined(code, nil))
  }

  /// The command is over as soon as what we owe the terminal has been delivered.
  private mutating func end(_ end: CommandEnd) {
    if case .running(let dialogue) = state { noteSync(dialogue, end) }
    state = .ending(end)
  }

  private mutating func takeNotice(_ apdu: ZVT.APDU, _ bytes: [UInt8], at now: Instant) {
    guard case .running(var dialogue) = state else { return }
    if apdu.control == ZVT.IntermediateStatus.control {
      if let status = try? ZVT.IntermediateStatus(decoding: apdu) {
        if let minutes = status.timeoutMinutes?.value, minutes > 0 {
          dialogue.patience = configuration.minute * Int(minutes)
        }
        actions.append(.event(.progress(code: status.code, texts: status.texts)))
      } else {
        actions.append(.event(.noise(.unexpected(bytes))))
      }
      dialogue.completeBy = now + dialogue.patience
      state = .running(dialogue)
      return answer(.accepted)
    }
    if dialogue.command == .diagnose, let clock = ZVT.toldClock(apdu) {
      dialogue.clock = clock
      state = .running(dialogue)
      return answer(.accepted)
    }
    guard let lines = ZVT.printedLines(apdu) else {
      actions.append(.event(.noise(.unexpected(bytes))))
      return answer(.refused, .negative(Self.notPossible))
    }
    for line in lines { actions.append(.event(.printed(line))) }
    answer(.accepted)
  }

  private mutating func takeRecord(_ apdu: ZVT.APDU, _ bytes: [UInt8], at now: Instant) {
    guard case .running(var dialogue) = state else { return }
    let information: ZVT.StatusInformation
    do {
      information = try ZVT.StatusInformation(decoding: apdu)
    } catch {
      return fail(.unreadable(error), closing: true)
    }
    dialogue.completeBy = now + dialogue.patience
    dialogue.syncNumber = Safeguards.sync(in: information.tlv) ?? dialogue.syncNumber
    switch dialogue.command {
    case .pay, .reverse: judge(information.record, &dialogue, at: now)
    case .lastTransaction:
      dialogue.verdict.note(information.record, .accepted)
      answer(.accepted)
    case .closeDay, .turnover: take(information, &dialogue, at: now)
    case .register, .logOff, .status, .openPreauthorizations, .diagnose, .setClock:
      actions.append(.event(.noise(.unexpected(bytes))))
      answer(.refused, .negative(Self.notKept))
    }
    state = .running(dialogue)
  }

  private mutating func takeCompletion(_ apdu: ZVT.APDU) {
    guard case .running(let dialogue) = state else { return }
    switch dialogue.command {
    case .pay, .reverse: end(dialogue.verdict.completed)
    case .closeDay, .turnover: end(dialogue.completed(apdu))
    case .lastTransaction:
      let record = dialogue.verdict.record
      end(record.map { .answered(.lastTransaction($0)) } ?? .failed(.contradiction, nil))
    case .openPreauthorizations: end(.failed(.contradiction, nil))
    case .diagnose: end(.answered(.diagnosed(dialogue.clock)))
    case .setClock: end(.answered(.clockSet))
    case .register, .status, .logOff:
      do {
        end(.answered(try answered(dialogue.command, ZVT.Completion(decoding: apdu))))
      } catch {
        return fail(.unreadable(error), closing: true)
      }
    }
    answer(.accepted)
  }

  private mutating func answered(
    _ command: ReaderCommand, _ completion: ZVT.Completion
  ) throws(CodecError) -> ReaderAnswer {
    if command == .register {
      isRegistered = true
      return .registered(agree(on: completion.capabilities))
    }
    guard let status = completion.enquired else { throw CodecError(.truncated(missing: 1), at: 3) }
    return .status(status)
  }

  private mutating func takeAbort(_ apdu: ZVT.APDU) {
    guard case .running(let dialogue) = state else { return }
    let abort: ZVT.Abort
    do {
      abort = try ZVT.Abort(decoding: apdu)
    } catch {
      return fail(.unreadable(error), closing: true)
    }
    if dialogue.command == .openPreauthorizations, let open = abort.openPreauthorizations {
      end(.answered(.openPreauthorizations(open)))
      return answer(.accepted)
    }
    let code = ResultCode(.zvt, UInt16(abort.result))
    switch dialogue.command {
    case .lastTransaction: end(unrepeated(code, dialogue))
    case .closeDay, .turnover: end(dialogue.aborted(code))
    case .pay where isDoubleBooking(abort.result, dialogue.command):
      end(.failed(.alreadyPaid, dialogue.verdict.record))
    case .register, .logOff, .status, .pay, .reverse, .openPreauthorizations, .diagnose, .setClock:
      end(dialogue.verdict.aborted(code))
    }
    answer(.accepted)
  }

  /// 83 (not possible) is how a terminal says that there is nothing to repeat; any other code says that it
  /// could not tell.
  private func unrepeated(_ code: ResultCode, _ dialogue: Dialogue) -> CommandEnd {
    if let record = dialogue.verdict.record { return .failed(.contradiction, record) }
    return .answered(code.number == UInt16(Self.notPossible) ? .lastTransaction(nil) : .declined(code, nil))
  }
}
