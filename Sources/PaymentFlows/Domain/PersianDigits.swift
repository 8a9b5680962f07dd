/// The three sets of digits that people type and read: 0–9, ۰–۹ (U+06F0) and ٠–٩ (U+0660).
public enum PersianDigits {
  /// The text with Persian and Arabic digits made ASCII; everything else stays.
  public static func normalised(_ text: some StringProtocol) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map(normalised)))
  }

  /// The text with ASCII digits made Persian; everything else stays.
  public static func persian(_ text: some StringProtocol) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          ("0"..."9").contains(scalar) ? Unicode.Scalar(0x06F0 + scalar.value - 0x30) ?? scalar : scalar
        }))
  }

  private static func normalised(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x06F0...0x06F9: Unicode.Scalar(scalar.value - 0x06F0 + 0x30) ?? scalar
    case 0x0660...0x0669: Unicode.Scalar(scalar.value - 0x0660 + 0x30) ?? scalar
    default: scalar
    }
  }
}
