extension ZVT {
  /// One side's frame on its way: written, repeated, acknowledged or given up.
  ///
  /// The state carries the proof behind the verdict: which copy is out, and whether one may have arrived
  /// unnoticed. Each copy has one ACK or NAK at most. When an APDU is done before all its copies are
  /// answered, what comes within T2 may be a late answer to that, and is not believed of the next.
  ///
  /// What must not be obeyed twice is repeated only if the copy before was refused. On silence a copy may be
  /// held up somewhere; if it comes when its dialogue is over, nothing tells it from a command. So the answer
  /// is waited for as long as for three copies.
  ///
  /// - Spec: PA00P016 §3 (T2, two repetitions).
  public struct SenderMachine: Sendable {
    public enum Input: Hashable, Sendable {
      /// Start with this APDU; `once`: silence is no reason to repeat it.
      case send([UInt8], once: Bool = false)
      case ack
      case nak
      /// The peer did something that it does only when it has the APDU.
      case proved
      /// The peer did something that tells no more than that it may have the APDU: ask soon, by sending it
      /// again.
      case doubted
      /// The peer repeats what the APDU answers, so it may not have it.
      case wanted
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
      let isOnce: Bool
      var copy: UInt8 = 1
      var written: Instant
      var deadline: Instant
      /// Copies without ACK or NAK.
      var unanswered = 1
      /// A copy got no answer: it may have arrived, whatever happens to the others.
      var mayHaveArrived = false
    }

    private enum State: Sendable {
      case idle
      case awaitingAnswer(Attempt)
    }

    /// The first and two repetitions.
    public static let copies: UInt8 = 3

    private let timers: LinkTimers
    private var state = State.idle
    /// How many answers may still come for copies of earlier APDUs, and until when.
    private var late: (count: Int, until: Instant)?

    public init(timers: LinkTimers) { self.timers = timers }

    public var isIdle: Bool { attempt == nil }

    /// When to come with `.timeout`.
    public var deadline: Instant? { attempt?.deadline }

    /// The APDU on its way.
    public var apdu: [UInt8]? { attempt?.apdu }

    public mutating func handle(_ input: Input, at now: Instant) -> Action? {
      switch (state, input) {
      case (.idle, .send(let apdu, let isOnce)):
        let attempt = Attempt(apdu: apdu, isOnce: isOnce, written: now, deadline: now + patience(isOnce))
        state = .awaitingAnswer(attempt)
        return .transmit(apdu, copy: attempt.copy)
      case (.idle, _):
        return nil  // Late ACKs and NAKs are noise.
      case (.awaitingAnswer, .send):
        preconditionFailure("one APDU at a time; the session queues")
      case (.awaitingAnswer, .ack) where isLate(at: now), (.awaitingAnswer, .nak) where isLate(at: now):
        return nil
      case (.awaitingAnswer(let attempt), .ack):
        return finish(attempt, .succeed, late: attempt.unanswered - 1)
      case (.awaitingAnswer(let attempt), .proved):
        // An ACK came before the proof, but was lost; unless it was damaged and looked like a NAK.
        let wasRefused = attempt.unanswered < Int(attempt.copy)
        return finish(attempt, .succeed, late: attempt.unanswered - (wasRefused ? 0 : 1))
      case (.awaitingAnswer(let attempt), .lineLost):
        return finish(attempt, .fail(.unconfirmed), late: 0)
      case (.awaitingAnswer(let attempt), .writeRefused):
        return finish(attempt, .fail(attempt.copy == 1 ? .notSent : .unconfirmed), late: attempt.unanswered)
      case (.awaitingAnswer(var attempt), .nak):
        attempt.unanswered -= 1
        return again(attempt, at: now) ?? fail(attempt, attempt.mayHaveArrived ? .unconfirmed : .rejected)
      case (.awaitingAnswer(var attempt), .doubted):
        attempt.mayHaveArrived = true
        if !attempt.isOnce { attempt.deadline = min(attempt.deadline, now + timers.interByte) }
        state = .awaitingAnswer(attempt)
        return nil
      case (.awaitingAnswer(var attempt), .wanted):
        // A repeat on its way while the APDU was written wants nothing.
        guard now >= attempt.written + timers.interByte else { return nil }
        attempt.mayHaveArrived = true
        return again(attempt, at: now)
      case (.awaitingAnswer(let attempt), .timeout) where now < attempt.deadline:
        return nil
      case (.awaitingAnswer(var attempt), .timeout):
        attempt.mayHaveArrived = true
        return (attempt.isOnce ? nil : again(attempt, at: now)) ?? fail(attempt, .unconfirmed)
      }
    }

    private var attempt: Attempt? {
      if case .awaitingAnswer(let attempt) = state { attempt } else { nil }
    }

    private func patience(_ isOnce: Bool) -> Duration {
      isOnce ? timers.acknowledgement * Int(Self.copies) : timers.acknowledgement
    }

    private mutating func isLate(at now: Instant) -> Bool {
      guard let (count, until) = late, count > 0, now < until else { return false }
      late = (count - 1, until)
      return true
    }

    /// Sends the next copy; nil after the last.
    private mutating func again(_ attempt: Attempt, at now: Instant) -> Action? {
      guard attempt.copy < Self.copies else { return nil }
      var attempt = attempt
      attempt.copy += 1
      attempt.unanswered += 1
      (attempt.written, attempt.deadline) = (now, now + patience(attempt.isOnce))
      state = .awaitingAnswer(attempt)
      return .transmit(attempt.apdu, copy: attempt.copy)
    }

    private mutating func fail(_ attempt: Attempt, _ failure: SendFailure) -> Action {
      finish(attempt, .fail(failure), late: attempt.unanswered)
    }

    private mutating func finish(_ attempt: Attempt, _ action: Action, late count: Int) -> Action {
      state = .idle
      late = (count, attempt.written + timers.acknowledgement)
      return action
    }
  }
}
