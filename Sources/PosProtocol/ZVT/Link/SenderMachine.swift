extension ZVT {
  /// One side's frame on its way: written, repeated, acknowledged or given up.
  ///
  /// The state carries the proof behind the verdict: which copy is out, and whether one may have arrived unnoticed.
  ///
  /// - Spec: PA00P016 §3 (T2, two repetitions).
  public struct SenderMachine: Sendable {
    public enum Input: Hashable, Sendable {
      /// Start with this APDU.
      case send([UInt8])
      case ack
      case nak
      /// The peer did something that it does only when it has the APDU.
      case proved
      /// The peer did something that tells no more than that it may have the APDU: ask by sending it again.
      case doubted
      /// Time has passed.
      case timeout
      /// Nothing of the last copy left this machine.
      case writeRefused
      case lineLost
    }

    public enum Action: Hashable, Sendable {
      /// Put this APDU on the line; the number of the copy, 1...3.
      case transmit([UInt8], copy: UInt8)
      case succeed
      case fail(SendFailure)
    }

    private struct Attempt: Sendable {
      let apdu: [UInt8]
      var copy: UInt8 = 1
      var deadline: Instant
      /// A copy got no answer: it may have arrived, whatever happens to the others.
      var mayHaveArrived = false
    }

    private enum State: Sendable {
      case idle
      case awaitingAnswer(Attempt)
    }

    /// The first and two repetitions.
    public static let copies: UInt8 = 3

    /// T2.
    public let patience: Duration
    private var state = State.idle

    public init(patience: Duration) { self.patience = patience }

    public var isIdle: Bool { attempt == nil }

    /// When to come with `.timeout`.
    public var deadline: Instant? { attempt?.deadline }

    /// The APDU on its way.
    public var apdu: [UInt8]? { attempt?.apdu }

    public mutating func handle(_ input: Input, at now: Instant) -> Action? {
      switch (state, input) {
      case (.idle, .send(let apdu)):
        let attempt = Attempt(apdu: apdu, deadline: now + patience)
        state = .awaitingAnswer(attempt)
        return .transmit(apdu, copy: attempt.copy)
      case (.idle, _):
        return nil  // Late ACKs and NAKs are noise.
      case (.awaitingAnswer, .send):
        preconditionFailure("one APDU at a time; the session queues")
      case (.awaitingAnswer, .ack), (.awaitingAnswer, .proved):
        return finish(.succeed)
      case (.awaitingAnswer, .lineLost):
        return finish(.fail(.unconfirmed))
      case (.awaitingAnswer(let attempt), .writeRefused):
        return finish(.fail(attempt.copy == 1 ? .notSent : .unconfirmed))
      case (.awaitingAnswer(let attempt), .nak):
        return repeated(attempt, at: now) ?? finish(.fail(attempt.mayHaveArrived ? .unconfirmed : .rejected))
      case (.awaitingAnswer(let attempt), .timeout) where now < attempt.deadline:
        return nil
      case (.awaitingAnswer(var attempt), .timeout), (.awaitingAnswer(var attempt), .doubted):
        attempt.mayHaveArrived = true
        return repeated(attempt, at: now) ?? finish(.fail(.unconfirmed))
      }
    }

    private var attempt: Attempt? {
      if case .awaitingAnswer(let attempt) = state { attempt } else { nil }
    }

    private mutating func repeated(_ attempt: Attempt, at now: Instant) -> Action? {
      guard attempt.copy < Self.copies else { return nil }
      var attempt = attempt
      attempt.copy += 1
      attempt.deadline = now + patience
      state = .awaitingAnswer(attempt)
      return .transmit(attempt.apdu, copy: attempt.copy)
    }

    private mutating func finish(_ action: Action) -> Action {
      state = .idle
      return action
    }
  }
}
