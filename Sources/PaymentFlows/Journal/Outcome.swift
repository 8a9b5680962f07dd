/// How an attempt ended. A time-out is never a decline.
public enum Outcome: String, CaseIterable, Hashable, Sendable {
  /// The money moved; the terminal's own record says so.
  case approved
  /// It did not: the terminal's last word was no, or its own records prove that nothing was charged.
  case declined
  /// Provably not a byte of the command left.
  case notSent
  /// Nobody here knows yet. Ask the reader (`recover`) before anything is paid again.
  case unknown
}

/// Where an attempt stands in the journal.
public enum AttemptState: String, CaseIterable, Hashable, Sendable {
  /// On disk before the first byte left.
  case intent
  /// The terminal's approval is on disk and may or may not have been acknowledged. Not an outcome.
  case received
  case approved, declined, notSent, unknown

  /// What may be said of it: on its way is unknown.
  public var outcome: Outcome {
    switch self {
    case .intent, .received, .unknown: .unknown
    case .approved: .approved
    case .declined: .declined
    case .notSent: .notSent
    }
  }

  public var isFinished: Bool { outcome != .unknown }
}

/// What an attempt asks of a reader.
public enum AttemptKind: String, CaseIterable, Hashable, Sendable { case payment, reversal }
