public import Foundation

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

  /// A key that nobody else has: a UUID of version 7 (RFC 9562, section 5.7). Keys that begin with the time
  /// stand together in the journal's indexes, and cost a payment less than keys all over the place.
  ///
  /// - Parameter date: 1970 to 10889; what is outside counts as the nearest of them.
  public static func unique(at date: Date = Date()) -> AttemptKey {
    let milliseconds = UInt64(max(0, min(date.timeIntervalSince1970 * 1000, 281_474_976_710_655)))
    let random = UInt64.random(in: 0...(.max))
    let text = [
      hex(milliseconds >> 16, 8), hex(milliseconds, 4), "7" + hex(random >> 48, 3),
      hex(0x8000 | (random >> 34) & 0x3FFF, 4), hex(.random(in: 0...(.max)), 12),
    ].joined(separator: "-")
    return AttemptKey(trusted: text)
  }

  private init(trusted text: String) { self.text = text }

  /// The lowest so many digits.
  private static func hex(_ number: UInt64, _ count: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, count - text.count)) + text.suffix(count)
  }

  public var description: String { text }
}
