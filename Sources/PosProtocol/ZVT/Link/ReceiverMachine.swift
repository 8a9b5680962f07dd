extension ZVT {
  /// Tells repeats from news.
  ///
  /// The wire has no sequence numbers. A frame is taken for a repeat when it equals the last delivered one and our own
  /// answer to that one has not been acknowledged: then the peer may not know that we have it. Equal frames after that,
  /// such as two blank lines of a receipt, are new. No repeat comes later than its sender's last copy, so the doubt ends
  /// by time too, or a dialogue that broke off would swallow an equal command days later.
  public struct ReceiverMachine: Sendable {
    public enum Verdict: Hashable, Sendable { case new, repeated }

    private enum State: Sendable {
      case nothing
      /// We have said nothing since.
      case delivered([UInt8], until: Instant)
      /// What we said since is on its way.
      case answering([UInt8], until: Instant)
    }

    /// How long a peer may go on repeating.
    public let memory: Duration
    private var state = State.nothing

    public init(memory: Duration) { self.memory = memory }

    /// Whether `apdu` would be a repeat.
    public func expects(_ apdu: [UInt8], at now: Instant) -> Bool {
      switch state {
      case .nothing: false
      case .delivered(let last, let until), .answering(let last, let until): last == apdu && now < until
      }
    }

    /// Takes a whole frame; a new one is to be delivered.
    public mutating func take(_ apdu: [UInt8], at now: Instant) -> Verdict {
      if expects(apdu, at: now) { return .repeated }
      state = .delivered(apdu, until: now + memory)
      return .new
    }

    /// We begin to say something.
    public mutating func answerBegan() {
      if case .delivered(let last, let until) = state { state = .answering(last, until: until) }
    }

    /// What we began to say has arrived.
    public mutating func answerArrived() {
      if case .answering = state { state = .nothing }
    }

    public mutating func reset() { state = .nothing }
  }
}
