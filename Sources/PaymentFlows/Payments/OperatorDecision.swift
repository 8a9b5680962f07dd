/// Who decides something without the reader, and why.
public struct PersonsWord: Hashable, Sendable {
  public let name: String, reason: String

  /// Returns nil if name or reason is blank.
  public init?(name: String, reason: String) {
    guard name.contains(where: { !$0.isWhitespace }), reason.contains(where: { !$0.isWhitespace }) else {
      return nil
    }
    (self.name, self.reason) = (name, reason)
  }
}

/// What a person found out about an attempt that the reader cannot tell of: from the terminal's printed
/// journal, the acquirer's portal or the cardholder's bank.
public struct OperatorDecision: Hashable, Sendable {
  /// The money moved (a reversal: it is undone).
  public let wasCharged: Bool
  public let word: PersonsWord

  public init(wasCharged: Bool, _ word: PersonsWord) { (self.wasCharged, self.word) = (wasCharged, word) }

  /// Returns nil if name or reason is blank.
  public init?(wasCharged: Bool, name: String, reason: String) {
    guard let word = PersonsWord(name: name, reason: reason) else { return nil }
    self.init(wasCharged: wasCharged, word)
  }

  /// As the journal keeps it.
  public var note: String { "settled by \(word.name): \(word.reason)" }
}
