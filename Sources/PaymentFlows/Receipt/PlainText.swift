/// Text of others on a slip: it may not leave its line, nor change the direction of what stands around it.
enum PlainText {
  /// Without line breaks and other control characters, and without marks of direction that are not closed.
  static func safe(_ text: String) -> String {
    var scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: " "
      default: scalar
      }
    }
    scalars.removeAll { ("\u{202A}"..."\u{202E}").contains($0) }
    if !isClosed(scalars) { scalars.removeAll { ("\u{2066}"..."\u{2069}").contains($0) } }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func isClosed(_ scalars: [Unicode.Scalar]) -> Bool {
    var depth = 0
    for scalar in scalars {
      if ("\u{2066}"..."\u{2068}").contains(scalar) { depth += 1 }
      if scalar == "\u{2069}" { depth -= 1 }
      if depth < 0 { return false }
    }
    return depth == 0
  }
}
