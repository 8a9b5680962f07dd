extension ZVT {
  /// A connection as a machine: bytes, APDUs and time go in, events come out. The same value for both roles.
  ///
  /// Serial: frames with checksum, each acknowledged, at most two repetitions, none on silence for what must
  /// not be obeyed twice. TCP: bare APDUs.
  ///
  /// After each input, and when ``deadline`` has come, call ``next(at:)`` until nil. `now` must not run
  /// backwards.
  ///
  /// Without sequence numbers an ACK can be lost and its frame still be known to have arrived:
  /// - A response (80 xx, 84 xx) proves that the command on its way has arrived; a new command proves it of a
  ///   response: its sender has our answer, or has given up waiting for it.
  /// - A response equal to the last one may be the old one repeated. It proves nothing: the command is sent
  ///   again after T1, and the response not acknowledged until its sender repeats it after that.
  /// - What was received before the APDU was handed in proves nothing.
  ///
  /// - Spec: PA00P016 §3, §4.
  public struct Link: Sendable {
    public enum Event: Hashable, Sendable {
      /// Put this on the line.
      case write([UInt8])
      /// One whole APDU, to be delivered exactly once.
      case received([UInt8])
      /// The APDU in flight was acknowledged (TCP: written).
      case sent
      /// The APDU in flight was given up.
      case failed(SendFailure)
      case noise(LineTrouble)
      /// TCP only: the stream cannot be cut into APDUs any more. Close it.
      case broken
    }

    public let framing: Framing
    let timers: LinkTimers
    var sender: SenderMachine
    var receiver: ReceiverMachine
    var decoder: FrameDecoder
    var cutter: APDUCutter
    /// Received, not yet read: from `position` on.
    var input: [UInt8] = []
    var position = 0
    /// What stands before this position in `input` came before the APDU in flight left.
    var firstFresh = 0
    var lastByte: Instant?
    /// To be told, in this order. A handful at most: nothing is read while something stands here.
    var events: [Event] = []
    /// The last `.write` was a copy of the APDU in flight.
    var wroteAPDU = false
    /// The APDU in flight has not been taken from `events` yet.
    var isUnwritten = false
    var isBroken = false

    /// - Parameter maximumLength: Longer APDUs are refused. An APDU has 65,540 bytes at most.
    public init(_ framing: Framing, timers: LinkTimers = .standard, maximumLength: Int = 65_540) {
      (self.framing, self.timers) = (framing, timers)
      sender = SenderMachine(timers: timers)
      receiver = ReceiverMachine(memory: timers.acknowledgement * Int(SenderMachine.copies))
      decoder = FrameDecoder(maximumLength: maximumLength)
      cutter = APDUCutter(maximumLength: maximumLength)
    }

    /// What is kept of the input from one call to the next.
    var bytesKept: Int { input.count - position + decoder.bytesKept + cutter.bytesKept }

    /// An APDU is on its way; its `.sent` or `.failed` will come.
    public var isSending: Bool { !sender.isIdle }

    /// When to call ``next(at:)`` if nothing else happens; nil: not before the next input.
    public var deadline: Instant? {
      guard framing == .serial else { return nil }
      guard decoder.isInFrame, let pauseEnd else { return sender.deadline }
      return sender.deadline.map { min($0, pauseEnd) } ?? pauseEnd
    }

    /// Sends an APDU. One at a time: `isSending` must be false.
    ///
    /// - Parameter once: Repeat it only if the peer says that it came damaged, not because nothing is heard.
    public mutating func send(_ apdu: [UInt8], once: Bool = false, at now: Instant) {
      precondition(!isSending, "one APDU at a time; the session queues")
      firstFresh = input.count
      isUnwritten = true
      receiver.saying(apdu)
      perform(sender.handle(.send(apdu, once: once), at: now))
    }

    /// Takes bytes from the line. What it keeps of them is bounded, once `next` has returned nil.
    public mutating func receive(_ bytes: [UInt8], at now: Instant) {
      guard !isBroken else { return }
      if position == input.count {
        pauseIfDue(at: now)
        (input, position, firstFresh) = (bytes, 0, 0)
      } else {
        input.append(contentsOf: bytes)
      }
      lastByte = now
    }

    /// Nothing of the last `.write` left this machine.
    public mutating func writeRefused(at now: Instant) {
      guard wroteAPDU else { return }
      perform(sender.handle(.writeRefused, at: now))
    }

    /// The connection is gone. The APDU in flight fails; what was found before is still told, all else is
    /// forgotten.
    public mutating func lineLost() {
      var last = events.filter { if case .write = $0 { false } else { true } }
      if isSending { last.append(.failed(isUnwritten ? .notSent : .unconfirmed)) }
      self = Link(framing, timers: timers, maximumLength: decoder.maximumLength)
      events = last
    }

    /// Forgets half-received bytes, so that a new dialogue does not begin with the rest of an old one.
    ///
    /// On TCP there is no noise: half an APDU stays, or its other half would be taken for a new one.
    public mutating func dropStale() {
      guard framing == .serial else { return }
      (input, position, firstFresh) = ([], 0, 0)
      decoder.reset()
    }

    /// What happens next; nil: nothing before the next input or ``deadline``.
    public mutating func next(at now: Instant) -> Event? {
      while events.isEmpty {
        guard framing == .serial ? readSerial(at: now) : readTCP(at: now) else { return nil }
      }
      let event = events.removeFirst()
      if case .write(let bytes) = event {
        // An acknowledgement is one byte, and no APDU is.
        wroteAPDU = bytes.count > 1
        if wroteAPDU { isUnwritten = false }
      }
      return event
    }

    mutating func perform(_ action: SenderMachine.Action?) {
      switch action {
      case .transmit(let apdu, let copy):
        if copy > 1 { events.append(.noise(.resent(copy))) }
        events.append(.write(framing == .serial ? FrameEncoder.encode(apdu) : apdu))
      case .succeed:
        receiver.said()
        events.append(.sent)
      case .fail(let failure):
        events.append(.failed(failure))
      case nil: break
      }
    }

    /// Returns false if there is nothing to be done.
    private mutating func readTCP(at now: Instant) -> Bool {
      if isSending {
        perform(sender.handle(.ack, at: now))
        return true
      }
      guard !isBroken, let event = cutter.feed(input, from: &position) else { return false }
      switch event {
      case .apdu(let apdu): events.append(.received(apdu))
      case .tooLong:
        (isBroken, input, position) = (true, [], 0)
        events.append(.broken)
      }
      return true
    }
  }
}
