extension ZVT.Link {
  /// Reads on until something is found, then sees what is due. Returns false if there is nothing to be done.
  mutating func readSerial(at now: Instant) -> Bool {
    if let event = decoder.feed(input, from: &position) {
      handle(event, at: now)
      return true
    }
    if pauseIfDue(at: now) { return true }
    guard let action = sender.handle(.timeout, at: now) else { return false }
    perform(action)
    return true
  }

  /// When the frame that has begun is given up.
  var pauseEnd: Instant? { lastByte.map { $0 + timers.interByte } }

  /// Returns whether that was a frame, cut short.
  @discardableResult
  mutating func pauseIfDue(at now: Instant) -> Bool {
    guard let pauseEnd, now >= pauseEnd, let event = decoder.pause() else { return false }
    lastByte = now
    handle(event, at: now)
    return true
  }

  private mutating func handle(_ event: ZVT.FrameDecoder.Event, at now: Instant) {
    switch event {
    case .ack where position > firstFresh: perform(sender.handle(.ack, at: now))
    case .nak where position > firstFresh: perform(sender.handle(.nak, at: now))
    case .ack, .nak: break
    case .damaged(let damage): events += [.noise(.damaged(damage)), .write([ZVT.LinkByte.nak])]
    case .frame(let apdu): take(apdu, at: now)
    }
  }

  private mutating func take(_ apdu: [UInt8], at now: Instant) {
    let isFresh = position > firstFresh
    if isFresh, proves(apdu, at: now) { perform(sender.handle(.proved, at: now)) }
    switch receiver.take(apdu, at: now) {
    case .new:
      events.append(.write(ZVT.LinkByte.ackAlone))
      events.append(.received(apdu))
    case .repeated:
      events.append(.write(ZVT.LinkByte.ackAlone))
      events.append(.noise(.repeated))
      if isFresh, isAnswered(apdu) { perform(sender.handle(.wanted, at: now)) }
    case .doubtful:
      // Whose answer is it? Its sender will repeat it; what it is then is shown by what the repeated command
      // does. If that shows nothing, both sides end in doubt: it is never acknowledged.
      events.append(.noise(.repeated))
      if isFresh { perform(sender.handle(.doubted, at: now)) }
    }
  }

  /// Whether `apdu` shows that what is in flight has arrived.
  private func proves(_ apdu: [UInt8], at now: Instant) -> Bool {
    guard let inFlight = sender.apdu, receiver.judge(apdu, at: now) == .new else { return false }
    return Self.isResponse(inFlight) != Self.isResponse(apdu)
  }

  /// Whether `apdu` is a command, and its response in flight.
  private func isAnswered(_ apdu: [UInt8]) -> Bool {
    guard let inFlight = sender.apdu else { return false }
    return Self.isResponse(inFlight) && !Self.isResponse(apdu)
  }

  /// 80 xx and 84 xx answer a command; all else is one.
  static func isResponse(_ apdu: [UInt8]) -> Bool { apdu[0] == 0x80 || apdu[0] == 0x84 }
}
