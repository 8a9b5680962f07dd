/// Which part of a history is wanted, newest first. The next page begins behind the last row of this one, so
/// that a page costs the same wherever it lies.
public struct HistoryPage: Hashable, Sendable {
  /// Rows at most.
  public var limit: Int
  /// Only what began before this attempt; nil: from the newest on.
  public var before: AttemptKey?

  public init(limit: Int = 100, before: AttemptKey? = nil) {
    (self.limit, self.before) = (max(0, limit), before)
  }
}
