extension ZVT {
  /// Tells repeats from news.
  ///
  /// The wire has no sequence numbers. A frame is taken for a repeat when it equals the last delivered one
  /// and our own answer to that one has not been acknowledged: then the peer may not know that we have it.
  /// Equal frames after that, such as two blank lines of a receipt, are new. A response answers a command,
  /// and a new command shows the same of a response; what crosses them by chance shows nothing. No repeat
  /// comes later than its sender's last copy, so the doubt ends by time too, or a dialogue that broke off
  /// would swallow an equal command days later.
  public struct ReceiverMachine: Sendable {
    public enum Verdict: Hashable, Sendable {
      /// Acknowledge and deliver it.
      case new
      /// Acknowledge it only.
      case repeated
      /// A response that may be the last one repeated, or the answer to what we said since. Leave it alone.
      case doubtful
    }

    private enum State: Sendable {
      case nothing
      /// We have said nothing since that answers it.
      case delivered([UInt8], until: Instant)
      /// Our answer is on its way, or was given up.
      case answering([UInt8], until: Instant)
    }

    /// How long a peer may go on repeating.
    public let memory: Duration
    private var state = State.nothing

    public init(memory: Duration) { self.memory = memory }

    /// What ``take(_:at:)`` would say.
    public func judge(_ apdu: [UInt8], at now: Instant) -> Verdict {
      switch state {
      case .delivered(apdu, let until) where now < until: .repeated
      case .answering(apdu, let until) where now < until: Link.isResponse(apdu) ? .doubtful : .repeated
      case .nothing, .delivered, .answering: .new
      }
    }

    /// Takes a whole frame.
    public mutating func take(_ apdu: [UInt8], at now: Instant) -> Verdict {
      let verdict = judge(apdu, at: now)
      if verdict == .new { state = .delivered(apdu, until: now + memory) }
      return verdict
    }

    /// We begin to say something.
    public mutating func saying(_ apdu: [UInt8]) {
      switch state {
      case .delivered(let last, let until), .answering(let last, let until):
        let isAnswer = Link.isResponse(apdu) != Link.isResponse(last)
        state = isAnswer ? .answering(last, until: until) : .delivered(last, until: until)
      case .nothing: break
      }
    }

    /// What we said last has arrived.
    public mutating func said() {
      if case .answering = state { state = .nothing }
    }

    /// Forgets what was delivered: the next frame is a new one.
    public mutating func reset() { state = .nothing }
  }
}
