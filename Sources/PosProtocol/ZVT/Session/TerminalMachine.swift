extension ZVT {
  /// A terminal's side of the conversation, below its firmware.
  ///
  /// - Commands it cannot read are answered here: unknown ones with 84 83, malformed ones with 84 9A; what
  ///   breaks the order with 84 9A, an abort at or after the commit point with 84 83. The firmware sees the
  ///   rest.
  /// - A record is repeated after 84 9C, as often as the register may ask for it; then it is
  ///   `.answered(.refused(6C))`.
  /// - Once an answer did not come, a late one could be taken for the next message's, unless messages are
  ///   numbered. From there on no approval leaves: it is `.answered(.none)` at once, and the firmware
  ///   reverses.
  /// - What the register does not want (04 FF, print lines, 04 01) is not sent and counts as accepted.
  public struct TerminalMachine: TerminalSide {
    let configuration: TerminalConfiguration
    var link: Link
    var exchange = Exchange()
    var state = State.idle
    /// Waits for the link; bounded by ``maximumOutgoing``.
    var outbox: [Outgoing] = []
    var inFlight: Outgoing.Kind?
    /// To be done before anything else comes from the link.
    var actions: [TerminalAction] = []
    var manner = Manner.loggedOff
    /// Where messages are numbered.
    var numbers: MessageNumbers?

    enum State {
      case idle
      /// A command is being served.
      case serving(Service)
    }

    public init(configuration: TerminalConfiguration) {
      self.configuration = configuration
      link = Link(configuration.framing, timers: configuration.link)
    }

    public var deadline: Instant? {
      guard case .serving(let service) = state, let message = service.message else { return link.deadline }
      return .earlier(link.deadline, .earlier(message.answerBy, message.repeatAt))
    }

    public mutating func handle(_ input: TerminalInput, at now: Instant) -> TerminalAction? {
      switch input {
      case .bytes(let bytes): link.receive(bytes, at: now)
      case .say(let message): say(message)
      case .writeRefused: link.writeRefused(at: now)
      case .lineLost: endDialogue()
      case .proceed: break
      }
      return next(at: now)
    }

    /// Own actions first, then what the link brings, then what waits for the link, then the timers.
    private mutating func next(at now: Instant) -> TerminalAction? {
      while true {
        if !actions.isEmpty { return actions.removeFirst() }
        if let event = link.next(at: now) {
          if case .write(let bytes) = event { return .write(bytes) }
          take(event, at: now)
        } else if isSettled {
          state = .idle
          return .ended
        } else if !sendNext(at: now), !expire(at: now) {
          return nil
        }
      }
    }

    /// The dialogue is over and everything it owed has left.
    private var isSettled: Bool {
      guard case .serving = state else { return false }
      return exchange.state == .idle && outbox.isEmpty && inFlight == nil
    }

    private mutating func take(_ event: Link.Event, at now: Instant) {
      switch event {
      case .write: break
      case .received(let bytes): receive(bytes, at: now)
      case .sent: delivered(at: now)
      case .failed:
        let kind = inFlight
        inFlight = nil
        if kind == .message { missAnswer() }
      case .noise(let trouble): actions.append(.noise(trouble))
      case .broken:
        endDialogue()
        actions.append(.close)
      }
    }

    /// The line is gone or cannot be read: what was out stays unanswered, and the register's side is
    /// forgotten.
    private mutating func endDialogue() {
      if case .serving(let service) = state {
        if service.message != nil { actions.append(.answered(.none)) }
        actions.append(.ended)
      }
      (state, exchange, inFlight, numbers) = (.idle, Exchange(), nil, nil)
      outbox.removeAll()
      link = Link(configuration.framing, timers: configuration.link)
    }
  }
}
