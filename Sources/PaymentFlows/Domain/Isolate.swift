/// Marks around text that runs its own way whatever stands beside it; they take no column.
///
/// - Spec: Unicode Standard Annex 9, explicit directional isolates.
enum Isolate {
  /// Makes a whole line run from right to left, whatever it begins with: RIGHT-TO-LEFT MARK.
  static let rightToLeftMark = "\u{200F}"
  /// The same from left to right: LEFT-TO-RIGHT MARK.
  static let leftToRightMark = "\u{200E}"

  /// From left to right, as numbers and dates: LRI and PDI.
  static func leftToRight(_ text: String) -> String { "\u{2066}\(text)\u{2069}" }

  /// From right to left: RLI and PDI.
  static func rightToLeft(_ text: String) -> String { "\u{2067}\(text)\u{2069}" }

  /// Persian digits, from left to right.
  static func number(_ digits: String) -> String { leftToRight(PersianDigits.persian(digits)) }
}
