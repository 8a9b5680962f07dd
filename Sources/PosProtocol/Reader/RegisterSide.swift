/// What goes into a register's machine.
public enum RegisterInput: Sendable {
  /// Bytes came from the line.
  case bytes([UInt8])
  /// Start a command. Refused with `.busy` while one runs.
  case command(ReaderCommand)
  /// Ask the terminal to stop. A request: the command still ends with the terminal's last word.
  case cancel
  /// The answer to `RegisterAction.record` and `.totals`.
  case commit(CommitDecision)
  /// Nothing of the bytes of the last `.write` left this machine.
  case writeRefused
  /// The line is gone; what was written before may have arrived.
  case lineLost
  /// The last action is done, or time has passed.
  case proceed
}

/// What the caller decided on a record it was shown before it is acknowledged.
public enum CommitDecision: Hashable, Sendable {
  /// The record is on disk: acknowledge it, so that the terminal makes it final.
  case accept
  /// It could not be kept: refuse it, so that the terminal reverses.
  case refuse
}

/// What a register's machine wants done, one at a time.
public enum RegisterAction: Hashable, Sendable {
  case write([UInt8])
  case event(ReaderEvent)
  /// Keep this record, then answer with `.commit`. Until then the terminal is told to wait.
  case record(TransactionRecord)
  /// Keep the totals of a day that the terminal closes, then answer with `.commit`. The day is closed
  /// whatever the answer is: a refusal only says that they were not kept.
  case totals(DayTotals)
  /// The command is over. Exactly one for each accepted `.command`.
  case end(CommandEnd)
  /// Close the line: its state cannot be trusted any more. Comes after `.end`, if a command ran.
  case close
}

/// A register as a machine: bytes, commands and time go in, one action comes out.
///
/// After each input perform the returned action, then put in `.proceed`, until nil comes back. Put in
/// `.proceed` also when `deadline` has come. Wherever time is compared, `now` must not run backwards.
public protocol RegisterSide: Sendable {
  mutating func handle(_ input: RegisterInput, at now: Instant) -> RegisterAction?
  /// When to come back with `.proceed`; nil: not before the next input.
  var deadline: Instant? { get }
  /// No command runs.
  var isIdle: Bool { get }
}
