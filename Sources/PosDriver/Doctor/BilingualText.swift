/// A sentence for people, in both languages.
public struct BilingualText: Hashable, Sendable {
  public let english: String
  public let persian: String

  public init(_ english: String, _ persian: String) { (self.english, self.persian) = (english, persian) }

  /// In one of them.
  public func callAsFunction(in language: ReaderTexts.Language) -> String {
    language == .english ? english : persian
  }
}
