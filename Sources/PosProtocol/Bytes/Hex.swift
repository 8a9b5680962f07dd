/// Bytes as hexadecimal digits.
public enum Hex {
  private static let maximumDigits = 4 * 65_538 + 64

  /// The bytes written in `text`; spaces, tabs, line ends and colons between the digits are skipped.
  ///
  /// - Throws: `.notHex` at the offset (in UTF-8 bytes) of the bad character, or at the end if the digits are
  ///   odd in number; `.tooLarge` for more text than the longest message of any wire can take.
  public static func bytes(_ text: String) throws(CodecError) -> [UInt8] {
    var bytes: [UInt8] = []
    var (high, offset): (UInt8?, Int) = (nil, 0)
    for character in text.utf8 {
      if let digit = digit(character) {
        if let first = high {
          bytes.append(first << 4 | digit)
          high = nil
        } else {
          high = digit
        }
      } else {
        guard isSpace(character) else { throw CodecError(.notHex, at: offset) }
      }
      offset += 1
      guard offset <= maximumDigits else { throw CodecError(.tooLarge, at: offset) }
    }
    guard high == nil else { throw CodecError(.notHex, at: offset) }
    return bytes
  }

  /// Upper-case digits without separators.
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      text.unicodeScalars.append(digit(byte >> 4))
      text.unicodeScalars.append(digit(byte & 0x0F))
    }
    return text
  }

  /// Appends upper-case digits in ASCII, with a space between two bytes.
  public static func write(spaced bytes: [UInt8], to text: inout [UInt8]) { text.addSpaced(bytes) }

  private static func digit(_ nibble: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(nibble <= 9 ? 0x30 + nibble : 0x37 + nibble)
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x37
    case 0x61...0x66: character - 0x57
    default: nil
    }
  }

  private static func isSpace(_ character: UInt8) -> Bool {
    character == 0x20 || character == 0x3A || (0x09...0x0D).contains(character)
  }
}
