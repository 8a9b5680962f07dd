internal import Foundation

/// One line that somebody typed, or that came from outside.
enum TypedLine {
  /// Without control characters, marks that turn the direction of what follows, and spaces around; cut at a
  /// length in characters. Line breaks become spaces.
  static func tidy(_ text: String, longest: Int) -> String {
    let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      if isDirection(scalar) { return nil }
      return scalar.properties.generalCategory == .control ? " " : scalar
    }
    let plain = String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
    return String(plain.prefix(longest)).trimmingCharacters(in: .whitespaces)
  }

  /// Embeddings, overrides and isolates. A zero-width non-joiner is part of Persian spelling and stays.
  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      || scalar.value == 0x200E || scalar.value == 0x200F
  }
}
