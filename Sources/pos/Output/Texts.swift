import PosDriver

extension Language {
  /// The language of the reader's texts.
  var texts: ReaderTexts.Language {
    switch self {
    case .english: .english
    case .persian: .persian
    }
  }
}
