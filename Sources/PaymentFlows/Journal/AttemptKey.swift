/// The caller's own name for one attempt to pay. The same key never pays twice.
///
/// - Range: 1 to 128 visible ASCII characters.
public struct AttemptKey: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// Returns nil for an empty or overlong key, or one with spaces or control characters.
  public init?(_ text: String) {
    guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    self.text = text
  }

  public var description: String { text }
}
