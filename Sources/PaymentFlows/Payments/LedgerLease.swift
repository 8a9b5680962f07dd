/// What only one run in one process works on at a time.
public enum LedgerSubject: Hashable, Sendable {
  /// An attempt.
  case key(AttemptKey)
  /// A reader, by its name.
  case reader(String)
  /// Anything else that is done by one at a time, such as a queue that is worked off; its own name.
  case task(String)
}

/// The right to work on a subject. It ends when nobody holds it any longer, and with the process.
///
/// A store that can lose it (the network went, the process stood still) takes no step under it from then on:
/// `JournalError.leaseLost`.
public protocol LedgerLease: AnyObject, Sendable {
  /// Grows with each holder of the subject. Zero where the right cannot be lost.
  var fence: Int64 { get }
}
