extension ZVT.Link {
  /// Reads on until something is found, then sees what is due. Returns false if there is nothing to be done.
  mutating func readSerial(at now: Instant) -> Bool {
    if let event = decoder.feed(input, from: &position) {
      handle(event, at: now)
      return true
    }
    if pauseIfDue(at: now) { return true }
    if let reminder, now >= reminder {
      self.reminder = nil
      events.append(.write([ZVT.LinkByte.nak]))
      return true
    }
    guard let action = sender.handle(.timeout, at: now) else { return false }
    perform(action, at: now)
    return true
  }

  /// When the frame that has begun is given up.
  var pauseEnd: Instant? { lastByte.map { $0 + timers.interByte } }

  /// Returns whether that was a frame, cut short.
  @discardableResult
  mutating func pauseIfDue(at now: Instant) -> Bool {
    guard let pauseEnd, now >= pauseEnd, let event = decoder.pause() else { return false }
    handle(event, at: now)
    return true
  }

  private mutating func handle(_ event: ZVT.FrameDecoder.Event, at now: Instant) {
    switch event {
    case .ack where position > firstFresh: perform(sender.handle(.ack, at: now), at: now)
    case .nak where position > firstFresh: perform(sender.handle(.nak, at: now), at: now)
    case .ack, .nak: break
    case .damaged(let damage): events += [.noise(.damaged(damage)), .write([ZVT.LinkByte.nak])]
    case .frame(let apdu): take(apdu, at: now)
    }
  }

  private mutating func take(_ apdu: [UInt8], at now: Instant) {
    reminder = nil
    if let inFlight = sender.apdu, position > firstFresh {
      let isRepeat = receiver.expects(apdu, at: now)
      switch (isResponse(inFlight), isResponse(apdu)) {
      case (false, true) where isRepeat: return withhold(at: now)
      case (false, true): perform(sender.handle(.proved, at: now), at: now)
      case (true, false) where !isRepeat: perform(sender.handle(.proved, at: now), at: now)
      case (true, false), (true, true), (false, false): break
      }
    }
    acknowledge()
    switch receiver.take(apdu, at: now) {
    case .new: events.append(.received(apdu))
    case .repeated: events.append(.noise(.repeated))
    }
  }

  /// Whose answer is it? Whoever sent it will repeat it; which answer it then is shows what the repeated command does.
  private mutating func withhold(at now: Instant) {
    events.append(.noise(.repeated))
    let action = sender.handle(.doubted, at: now)
    perform(action, at: now)
    if case .fail = action { acknowledge() } else { withheld = true }
  }

  private mutating func acknowledge() { events.append(.write([ZVT.LinkByte.ack])) }

  /// 80 xx and 84 xx answer a command; all else is one.
  private func isResponse(_ apdu: [UInt8]) -> Bool { apdu[0] == 0x80 || apdu[0] == 0x84 }
}
