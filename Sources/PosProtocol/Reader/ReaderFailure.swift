/// How a send ended without an acknowledgement. It decides whether money may have moved.
public enum SendFailure: Error, Hashable, Sendable {
  /// No byte left this machine. Safe to send again.
  case notSent
  /// Every copy was answered NAK. Not proof: a NAK is one unprotected byte.
  case rejected
  /// A copy left and was not refused. The peer may have acted on it.
  case unconfirmed
}

/// Why a command did not come to the terminal's own last word.
public enum ReaderFailure: Error, Hashable, Sendable {
  /// Another command is running. Nothing was sent.
  case busy
  /// The terminal must be registered first. Nothing was sent.
  case notRegistered
  /// The terminal refused the command (ZVT 84 xx; Sadad NACK after its repeats). It did not act.
  case refused(ResultCode)
  /// A frame was not acknowledged: the command's, or one of our answers within it (then never `.notSent`).
  case send(SendFailure)
  /// The line is gone. `commandLeft` tells whether a byte of the command may have left before.
  case lineLost(commandLeft: Bool)
  /// The command arrived, its answer did not come within T3.
  case noAnswer
  /// The terminal began to work and fell silent for longer than T4, or longer than the total limit.
  case noCompletion
  /// The terminal sent something that cannot be read, at a point where it matters.
  case unreadable(CodecError)
  /// The terminal broke the order of the dialogue.
  case violation(ProtocolViolation)
  /// The terminal's words do not add up (approved, then aborted; another amount than asked).
  case contradiction
  /// The terminal says that the order was paid before (ZVT B4 to an order number). It did not act now; which
  /// payment that was, its records tell.
  case alreadyPaid

  /// Whether the terminal may have acted on the command. Callers decide on this, never on the case.
  public var mayHaveActed: Bool {
    switch self {
    case .busy, .notRegistered, .refused, .send(.notSent), .lineLost(commandLeft: false): false
    case .send(.rejected), .send(.unconfirmed), .lineLost(commandLeft: true), .noAnswer, .noCompletion,
      .unreadable, .violation, .contradiction, .alreadyPaid:
      true
    }
  }
}

/// Who broke the dialogue's order, and with what.
public struct ProtocolViolation: Error, Hashable, Sendable {
  public let blame: Role
  /// The first two bytes of the offending message (ZVT control field), or its type.
  public let control: UInt16

  public init(blame: Role, control: UInt16) { (self.blame, self.control) = (blame, control) }
}
