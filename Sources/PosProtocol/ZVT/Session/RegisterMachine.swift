extension ZVT {
  /// A register's side of the conversation.
  ///
  /// - Answers: an approval of a payment or reversal goes through `.record` and is accepted only after the
  ///   caller kept it; if that takes longer than `commitWait`, the terminal is asked to wait (84 9C), and the
  ///   record that comes again is not shown again. So are the totals of an end of day, through `.totals`.
  ///   Everything else is answered at once.
  /// - Refusals: 84 xx ends a payment, a reversal or an end of day as `.declined`, other commands as
  ///   `.failed(.refused)`; 06 1E ends all of them as `.declined`. A refusal of a command that was sent
  ///   twice, or within T2 after the terminal has spoken out of turn, may answer something else: unconfirmed.
  /// - After `.lineLost` the machine is ready for a new line, on which the terminal must be registered again.
  public struct RegisterMachine: RegisterSide {
    let configuration: RegisterConfiguration
    var link: Link
    var exchange = Exchange()
    var state = State.idle
    /// Waits for the link; bounded by ``maximumOutgoing``.
    var outbox: [Outgoing] = []
    var inFlight: Outgoing.Kind?
    /// To be done before anything else comes from the link; holds what one message brought.
    var actions: [RegisterAction] = []
    /// The answer to 06 B0 is due.
    var abortBy: Instant?
    var isRegistered = false
    /// In force since the terminal was registered.
    var safeguards: Safeguards = []
    /// Where messages are numbered.
    var numbers: MessageNumbers?
    /// What the terminal named as its last receipt, as it came; nil: nothing is known of it.
    var syncNumber: [UInt8]?
    /// An earlier command failed: what is still on the line belongs to it.
    var hasStaleBytes = false
    /// Until then an answer may be to something that was said before: the terminal has spoken out of turn.
    var outOfStepUntil: Instant?

    enum State {
      case idle
      case running(Dialogue)
      /// The end is known; our last answer is on its way.
      case ending(CommandEnd)
    }

    public init(configuration: RegisterConfiguration) {
      self.configuration = configuration
      link = Link(configuration.framing, timers: configuration.link)
    }

    public var isIdle: Bool {
      switch state {
      case .idle: true
      case .running, .ending: false
      }
    }

    public var deadline: Instant? {
      let due = Instant.earlier(link.deadline, abortBy)
      guard case .running(let dialogue) = state, inFlight != .command else { return due }
      return .earlier(due, dialogue.earliestDeadline)
    }

    public mutating func handle(_ input: RegisterInput, at now: Instant) -> RegisterAction? {
      switch input {
      case .bytes(let bytes): link.receive(bytes, at: now)
      case .command(let command): start(command, at: now)
      case .cancel: requestAbort()
      case .commit(let decision): decide(decision, at: now)
      case .writeRefused: link.writeRefused(at: now)
      case .lineLost: loseLine(at: now)
      case .proceed: break
      }
      return next(at: now)
    }

    /// Own actions first, then what the link brings, then what waits for the link, then the timers.
    private mutating func next(at now: Instant) -> RegisterAction? {
      while true {
        if !actions.isEmpty { return actions.removeFirst() }
        if let event = link.next(at: now) {
          if case .write(let bytes) = event { return .write(bytes) }
          take(event, at: now)
        } else if let end = settledEnd() {
          return .end(end)
        } else if !sendNext(at: now), !expire(at: now) {
          return nil
        }
      }
    }

    /// The end of a command whose last answer has been delivered.
    private mutating func settledEnd() -> CommandEnd? {
      guard case .ending(let end) = state, exchange.state == .idle, outbox.isEmpty, inFlight == nil else {
        return nil
      }
      state = .idle
      return end
    }

    private mutating func note(_ trouble: LineTrouble) {
      actions.append(.event(.noise(trouble)))
      guard case .resent = trouble, inFlight == .command, case .running(var dialogue) = state else { return }
      dialogue.wasResent = true
      state = .running(dialogue)
    }

    private mutating func take(_ event: Link.Event, at now: Instant) {
      switch event {
      case .write: break
      case .received(let bytes): receive(bytes, at: now)
      case .sent: delivered(at: now)
      case .failed(let failure): undelivered(failure)
      case .noise(let trouble): note(trouble)
      case .broken:
        fail(.unreadable(CodecError(.tooLarge, at: 0)), closing: true)
        if actions.last != .close { actions.append(.close) }
      }
    }
  }
}
