/// What one check found, and what to do next.
public struct Finding: Hashable, Sendable {
  public let check: CheckUp
  public let verdict: Verdict
  /// A stable word for programs: what exactly was found (docs/json.md lists them).
  public let reason: String
  public let message: BilingualText
  /// The next thing to do; nil where nothing is to be done.
  public let advice: BilingualText?

  /// Made by a doctor, or by whoever adds a check of their own.
  public init(
    _ check: CheckUp, _ verdict: Verdict, _ reason: String, _ message: BilingualText,
    _ advice: BilingualText? = nil
  ) {
    (self.check, self.verdict, self.reason) = (check, verdict, reason)
    (self.message, self.advice) = (message, advice)
  }

  static func ok(_ check: CheckUp, _ english: String, _ persian: String) -> Finding {
    Finding(check, .ok, "ok", BilingualText(english, persian))
  }

  static func skipped(_ check: CheckUp, _ english: String, _ persian: String) -> Finding {
    Finding(check, .skipped, "skipped", BilingualText(english, persian))
  }
}
