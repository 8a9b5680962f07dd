internal import Foundation

/// A flow's name: what the counter and its screens call it, and what its payments' keys begin with.
///
/// - Range: 1 to 64 ASCII letters, digits and hyphens.
public struct FlowID: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Returns nil for a text out of range.
  public init?(_ text: String) {
    guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
    description = text
  }

  /// A new one: 12 letters and digits, nothing that is read as another. Four tell the time to a quarter of an
  /// hour, so that the keys of one time stand together in a journal's indexes; eight are 40 bits of the
  /// system's randomness.
  public init() { self.init(at: Date()) }

  init(at date: Date) {
    let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
    let quarter = Int(date.timeIntervalSince1970) >> 10
    let time = [15, 10, 5, 0].map { letters[quarter >> $0 & 31] }
    description = String(time + (0..<8).map { _ in letters[Int.random(in: letters.indices)] })
  }

  /// The key of its `number`th attempt to pay, from 1.
  func key(_ number: Int) -> AttemptKey? { AttemptKey("\(description).\(number)") }

  /// Whether an attempt is one of this flow's own.
  func owns(_ key: AttemptKey) -> Bool { key.text.hasPrefix(description + ".") }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
    default: false
    }
  }
}
