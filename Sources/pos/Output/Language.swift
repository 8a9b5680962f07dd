import ArgumentParser
import PosDriver

/// The language of what is written for people. Keys, codes and reasons are the same in both.
enum Language: String, CaseIterable, ExpressibleByArgument, Sendable {
  case english = "en"
  case persian = "fa"

  /// That of the request which is being carried out.
  @TaskLocal static var current = Language.english

  var texts: ReaderTexts.Language { self == .english ? .english : .persian }
}
