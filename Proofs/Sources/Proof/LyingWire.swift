import PosProtocol

/// What makes a terminal lie: once, about its last transaction.
///
/// Unchecked: the simulation has one thread.
final class Tongue: @unchecked Sendable {
  /// Show an older one, or say that there is none.
  enum Lie { case older, nothing }

  /// What to say to the next question.
  var lie: Lie?
  /// What may be shown instead of the newest one.
  var older: TransactionRecord?
}

/// A terminal's wire that lies where its tongue says so.
struct LyingWire: TerminalSide {
  private var inner: ZVT.TerminalMachine
  private let tongue: Tongue
  private var isAsked = false

  init(_ configuration: ZVT.TerminalConfiguration, _ tongue: Tongue) {
    inner = ZVT.TerminalMachine(configuration: configuration)
    self.tongue = tongue
  }

  var deadline: Instant? { inner.deadline }

  mutating func handle(_ input: TerminalInput, at now: Instant) -> TerminalAction? {
    guard isAsked, let lie = tongue.lie, case .say(.record) = input else {
      return heard(inner.handle(input, at: now))
    }
    (isAsked, tongue.lie) = (false, nil)
    let older = lie == .older ? tongue.older : nil
    return heard(
      inner.handle(.say(older.map { .record($0) } ?? .abort(ResultCode(.zvt, 0x83))), at: now))
  }

  private mutating func heard(_ action: TerminalAction?) -> TerminalAction? {
    if case .command(let command)? = action {
      if case .lastTransaction = command { isAsked = true } else { isAsked = false }
    }
    return action
  }
}
