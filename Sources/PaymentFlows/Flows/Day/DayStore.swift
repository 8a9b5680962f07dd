/// Where ends of day are kept.
public protocol DayStore: Sendable {
  /// The newest of a reader; nil: none yet.
  func lastClose(of reader: String) async throws(JournalError) -> DayClose?
  /// The newest of a reader that is closed, before this one if one is named.
  func lastClosed(of reader: String, before number: Int?) async throws(JournalError) -> DayClose?
  /// Keeps a new one, or a new stage of one.
  func keep(_ close: DayClose) async throws(JournalError)
}
