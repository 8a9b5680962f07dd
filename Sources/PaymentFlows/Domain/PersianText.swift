/// Persian letters as keyboards and old systems write them.
public enum PersianText {
  /// One spelling for what looks the same: Arabic ي, ى and ك become ی and ک, digits ASCII. For comparing and
  /// searching, not for showing.
  public static func normalised(_ text: some StringProtocol) -> String {
    let letters: [Unicode.Scalar: Unicode.Scalar] = ["ي": "ی", "ى": "ی", "ك": "ک"]
    return PersianDigits.normalised(
      String(String.UnicodeScalarView(text.unicodeScalars.map { letters[$0] ?? $0 })))
  }

  /// The text in windows-1256, which has no ی: ي is sent in its place, and Persian digits as ASCII.
  ///
  /// - Returns: nil if a character has no place in it.
  public static func windows1256(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in PersianDigits.normalised(text).unicodeScalars {
      switch scalar {
      case "\u{00}"..."\u{7F}": bytes.append(UInt8(scalar.value))
      case "ی": bytes.append(0xED)
      default:
        guard let index = upperHalf.firstIndex(of: scalar) else { return nil }
        bytes.append(UInt8(0x80 + index))
      }
    }
    return bytes
  }

  /// Reads windows-1256 and maps ي back to ی.
  public static func reading(windows1256 bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append(byte < 0x80 ? Unicode.Scalar(byte) : byte == 0xED ? "ی" : upperHalf[Int(byte) - 0x80])
    }
    return String(text)
  }

  /// 0x80 to 0xFF. Spec: Unicode's mapping table CP1256.TXT.
  private static let upperHalf: [Unicode.Scalar] = Array(
    ("€پ‚ƒ„…†‡\u{02C6}‰ٹ‹Œچژڈگ‘’“”•–—ک™ڑ›œ\u{200C}\u{200D}ں"
      + "\u{00A0}،¢£¤¥¦§\u{00A8}©ھ«¬\u{00AD}®\u{00AF}°±²³\u{00B4}µ¶·\u{00B8}¹؛»¼½¾؟"
      + "ہءآأؤإئابةتثجحخدذرزسشصض×طظعغ\u{0640}فقك"
      + "àلâمنهوçèéêëىيîï\u{064B}\u{064C}\u{064D}\u{064E}ô\u{064F}\u{0650}÷\u{0651}ù\u{0652}ûü\u{200E}\u{200F}ے")
      .unicodeScalars)
}
