import PosDriver
import PosProtocol
import PosTransport

/// One command, from its caller to the register's machine and back: what `Reader` and `Conversation` do.
extension Counter {
  /// Opens the line and registers, if that is not done, then sends the command.
  func ask(_ command: ReaderCommand) {
    guard let world else { return }
    if let line, line != reader { leaveLine() }
    if line == nil {
      guard world.open(reader, for: index) else {
        return answered(.failure(.transport(.inUse(""))))
      }
      line = reader
      (register, isRegistered) = (Self.machine(world.plan), false)
      world.tell { "counter \(index) opens the line to terminal \(reader)" }
    }
    if case .lastTransaction = command { world.maybeLie(reader, isRecovery: purpose != .none) }
    if isRegistered {
      (running, wanted) = (command, nil)
    } else {
      (running, wanted) = (.register, command)
    }
    drive(.command(running ?? command))
  }

  /// Puts one input in and does all that follows from it.
  func drive(_ input: RegisterInput) {
    guard let world, isUp else { return }
    inputs.append(input)
    guard !isDriving else { return }
    isDriving = true
    var (end, wantsClose) = (CommandEnd?.none, false)
    while !inputs.isEmpty {
      var next: RegisterInput? = inputs.removeFirst()
      while let input = next, let action = register.handle(input, at: world.now) {
        next = .proceed
        switch action {
        case .write(let bytes):
          guard let line, world.write(bytes, to: .terminal, line: line, key: isCommanding ? key : -1) else {
            next = .writeRefused
            continue
          }
        case .event: break
        case .record(let record): keep(record)
        case .totals: inputs.append(.commit(isClosing ? .accept : .refuse))
        case .end(let how): end = how
        case .close: wantsClose = true
        }
      }
    }
    isDriving = false
    if wantsClose { leaveLine() }
    deadline = line == nil ? nil : register.nextDeadline()
    if let end { finish(end) }
  }

  /// A command's end, or the registration's that came before it.
  private func finish(_ end: CommandEnd) {
    guard case .register? = running, let wanted else {
      return finishWanted(end)
    }
    running = nil
    switch end {
    case .answered(.registered) where line != nil:
      isRegistered = true
      (running, self.wanted) = (wanted, nil)
      drive(.command(wanted))
    case .answered(.declined(let code, _)): refused(.refused(code))
    case .answered: refused(.lineLost(commandLeft: true))
    case .failed(let failure, _): refused(failure)
    }
  }

  /// A serial terminal that has restarted behind its cable knows no register: it is registered again, and a
  /// question is put again.
  private func finishWanted(_ end: CommandEnd) {
    let question = running
    running = nil
    guard world?.plan.framing == .serial else { return answered(.success(end)) }
    switch end {
    case .answered(.declined(_, nil)): isRegistered = false
    case .failed(.refused(let code), _):
      isRegistered = false
      if code.number == 0x6B, case .lastTransaction? = question, line != nil { return ask(.lastTransaction) }
    case .answered, .failed: break
    }
    answered(.success(end))
  }

  private func refused(_ failure: ReaderFailure) {
    leaveLine()
    answered(.failure(.registration(failure)))
  }

  private func answered(_ result: Result<CommandEnd, ReaderError>) {
    switch phase {
    case .probing, .asking: probed(result)
    case .noting: noted(result)
    case .paying: ended(result)
    case .closing: dayEnded(result)
    case .idle, .waitingForKey, .waitingForReader, .pausing, .deciding, .comparing, .noticing, .desk,
      .keepingUndoing:
      break
    }
  }

  /// The line has gone by itself.
  func loseLine(_ line: Int) {
    guard self.line == line else { return }
    (self.line, isRegistered) = (nil, false)
    drive(.lineLost)
  }

  /// Gives up the line.
  func leaveLine() {
    guard let world, let line else { return }
    (self.line, isRegistered, deadline) = (nil, false, nil)
    world.leave(line, index)
  }

  /// A line that another program wants is not kept.
  func dropLineIfShared() {
    guard let world, let line, running == nil, world.plan.counters > 1 else { return }
    world.tell { "counter \(index) leaves the line to terminal \(line)" }
    leaveLine()
  }
}

extension ZVT.RegisterMachine {
  /// `deadline`, without a copy of the whole machine.
  fileprivate mutating func nextDeadline() -> Instant? { deadline }
}
