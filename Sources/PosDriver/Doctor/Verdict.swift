/// How one check ended.
public enum Verdict: String, CaseIterable, Sendable {
  case ok
  /// Payments are possible, and something wants attention.
  case warning
  /// Payments are not possible before this is mended.
  case failed
  /// It was not looked at, because an earlier check failed or there is nothing to look at.
  case skipped
}
