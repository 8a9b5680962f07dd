extension ZVT {
  /// Who may send what, when. Both roles obey it: the register holds the terminal to it, the terminal the
  /// register. The diagram in docs/exchange.md is drawn from ``transitions``.
  ///
  /// - Spec: PA00P016 §5.2.5, §5.2.6; PA00P015 §2 (patterns A and B), §2.2.8, §2.23.
  public struct Exchange: Hashable, Sendable {
    public private(set) var state = State.idle

    public init() {}

    /// Notes that `sender` did `step`. False: it had no right to; nothing has changed then.
    public mutating func take(_ step: Step, by sender: Role) -> Bool {
      guard let next = Self.destination(from: state, sender: sender, step: step) else { return false }
      state = next
      return true
    }

    /// Whether `sender` may take `step` now.
    public func allows(_ step: Step, by sender: Role) -> Bool {
      Self.destination(from: state, sender: sender, step: step) != nil
    }

    static func destination(from state: State, sender: Role, step: Step) -> State? {
      for row in transitions where row.from == state && row.sender == sender && row.step == step {
        return row.to
      }
      return nil
    }
  }
}

extension ZVT.Exchange {
  public enum State: UInt8, CaseIterable, Sendable {
    /// The register is master, nothing is asked.
    case idle
    /// A command of pattern A waits for the terminal's answer.
    case commanded
    /// So does one of pattern B, which the answer ends: log-off, an abort with nothing to abort, an unknown
    /// command.
    case commandedShort
    /// The terminal is master.
    case working
    /// The terminal told or printed something, and waits for the answer.
    case informed
    /// The terminal sent a record or totals (04 0F), and waits for the answer: a payment's commit point.
    case reported
    /// The register asked the terminal to wait: the record stands unaccepted.
    case deferred
    /// The terminal's last word waits for its answer.
    case ending
    /// As `working`, `informed`, `reported` and `ending`, while an abort (06 B0) waits for the terminal's
    /// answer.
    case aborting, abortingInformed, abortingReported, abortingEnding
  }

  public enum Step: UInt8, CaseIterable, Sendable {
    /// Register: pattern A (06 00, 06 01, 06 10, 06 20, 06 23, 06 30, 06 50, 06 70, 06 91, 05 01) and pattern
    /// B (06 02, unknown commands).
    case command, shortCommand
    /// Register: 06 B0.
    case abort
    /// Terminal: 04 FF, 06 D1, 06 D3 and whatever else is neither a record nor an end.
    case notice
    /// Terminal: 04 0F.
    case record
    /// Terminal: 06 0F and 06 1E.
    case completed, failed
    /// Either: 80 00 and 84 00; any other 84 xx.
    case accepted, refused
    /// Register, to a record: 84 9C (wait) and 84 9D (only this amount).
    case wait, partly
    /// The sender said nothing until the other's patience ended (T3, T4) or its message was lost.
    case silence
  }

  /// One row of the law.
  public struct Transition: Hashable, Sendable {
    public let from: State, sender: Role, step: Step, to: State

    init(_ from: State, _ sender: Role, _ step: Step, _ to: State) {
      (self.from, self.sender, self.step, self.to) = (from, sender, step, to)
    }
  }

  /// The whole law; what is not in it is a violation by its sender.
  public static let transitions: [Transition] = [
    Transition(.idle, .register, .command, .commanded),
    Transition(.idle, .register, .shortCommand, .commandedShort),
    Transition(.idle, .register, .abort, .commandedShort),

    Transition(.commanded, .terminal, .accepted, .working),
    Transition(.commanded, .terminal, .refused, .idle),
    Transition(.commanded, .terminal, .silence, .idle),

    Transition(.commandedShort, .terminal, .accepted, .idle),
    Transition(.commandedShort, .terminal, .refused, .idle),
    Transition(.commandedShort, .terminal, .silence, .idle),

    Transition(.working, .terminal, .notice, .informed),
    Transition(.working, .terminal, .record, .reported),
    Transition(.working, .terminal, .completed, .ending),
    Transition(.working, .terminal, .failed, .ending),
    Transition(.working, .terminal, .silence, .idle),
    Transition(.working, .register, .abort, .aborting),

    Transition(.informed, .register, .accepted, .working),
    Transition(.informed, .register, .refused, .working),
    Transition(.informed, .register, .silence, .working),
    Transition(.informed, .register, .abort, .abortingInformed),

    Transition(.reported, .register, .accepted, .working),
    Transition(.reported, .register, .partly, .working),
    Transition(.reported, .register, .refused, .working),
    Transition(.reported, .register, .silence, .working),
    Transition(.reported, .register, .wait, .deferred),
    Transition(.reported, .register, .abort, .abortingReported),

    Transition(.deferred, .terminal, .record, .reported),
    Transition(.deferred, .terminal, .notice, .informed),
    Transition(.deferred, .terminal, .failed, .ending),
    Transition(.deferred, .terminal, .silence, .idle),
    Transition(.deferred, .register, .abort, .aborting),

    Transition(.ending, .register, .accepted, .idle),
    Transition(.ending, .register, .refused, .idle),
    Transition(.ending, .register, .silence, .idle),
    Transition(.ending, .register, .abort, .abortingEnding),

    Transition(.aborting, .terminal, .accepted, .working),
    Transition(.aborting, .terminal, .refused, .working),
    Transition(.aborting, .terminal, .silence, .working),
    Transition(.aborting, .terminal, .notice, .abortingInformed),
    Transition(.aborting, .terminal, .record, .abortingReported),
    Transition(.aborting, .terminal, .completed, .abortingEnding),
    Transition(.aborting, .terminal, .failed, .abortingEnding),

    Transition(.abortingInformed, .terminal, .accepted, .informed),
    Transition(.abortingInformed, .terminal, .refused, .informed),
    Transition(.abortingInformed, .terminal, .silence, .informed),
    Transition(.abortingInformed, .register, .accepted, .aborting),
    Transition(.abortingInformed, .register, .refused, .aborting),
    Transition(.abortingInformed, .register, .silence, .aborting),

    Transition(.abortingReported, .terminal, .accepted, .reported),
    Transition(.abortingReported, .terminal, .refused, .reported),
    Transition(.abortingReported, .terminal, .silence, .reported),
    Transition(.abortingReported, .register, .accepted, .aborting),
    Transition(.abortingReported, .register, .partly, .aborting),
    Transition(.abortingReported, .register, .refused, .aborting),
    Transition(.abortingReported, .register, .wait, .aborting),
    Transition(.abortingReported, .register, .silence, .aborting),

    Transition(.abortingEnding, .terminal, .accepted, .ending),
    Transition(.abortingEnding, .terminal, .refused, .ending),
    Transition(.abortingEnding, .terminal, .silence, .ending),
    Transition(.abortingEnding, .register, .accepted, .commandedShort),
    Transition(.abortingEnding, .register, .refused, .commandedShort),
    Transition(.abortingEnding, .register, .silence, .commandedShort),
  ]
}
