import ArgumentParser
import PosDriver

/// The language of what is written for people. Keys, codes and reasons are the same in both.
enum Language: String, CaseIterable, ExpressibleByArgument, Sendable {
  case english = "en"
  case persian = "fa"

  var texts: ReaderTexts.Language { self == .english ? .english : .persian }
}
