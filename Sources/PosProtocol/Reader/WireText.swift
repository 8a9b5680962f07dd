/// Text as it came from the wire: bytes and the character set they are in. Never interpreted in the core.
///
/// Equality is equality of bytes and character set.
public struct WireText: Hashable, Sendable {
  /// What the bytes mean.
  public enum CharacterSet: UInt8, Sendable {
    /// IBM code page 437, the default of ZVT ("8-bit ZVT").
    case cp437
    case utf8
  }

  public var bytes: [UInt8]
  public var characterSet: CharacterSet

  public init(bytes: [UInt8], characterSet: CharacterSet = .cp437) {
    (self.bytes, self.characterSet) = (bytes, characterSet)
  }

  /// ASCII text, as the firmware writes it.
  public init(_ text: StaticString) {
    self.init(bytes: text.withUTF8Buffer { Array($0) })
  }
}
