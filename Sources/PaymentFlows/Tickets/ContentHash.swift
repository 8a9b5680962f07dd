/// What a file is known by: the SHA-256 of its bytes.
///
/// - Range: 64 hex digits, small letters. Nothing else becomes a path.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// The hash of some bytes.
  public init(of bytes: some Collection<UInt8>) {
    let digits = Array("0123456789abcdef")
    description = String(SHA256.hash(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// Returns nil for anything but 64 hex digits.
  public init?(_ text: String) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
    guard text.utf8.count == 64, text.utf8.allSatisfy(isDigit) else { return nil }
    description = text
  }
}
