/// What a terminal offers against double payments. Each helps on top of asking it for its last transaction,
/// never instead.
public struct Safeguards: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The terminal names the number of its last receipt, and the register repeats it with its next payment
  /// (ZVT TLV 1F1F).
  public static let receiptSync = Safeguards(rawValue: 1)
  /// Every message has a number, so that repeats and late answers are known for what they are (ZVT TLV 1F73).
  public static let messageNumbers = Safeguards(rawValue: 2)
  /// The terminal refuses the order that it has been paid last (ZVT TLV 1F0D with 1F15).
  public static let orderNumbers = Safeguards(rawValue: 4)
}

/// What a register calls an order towards the terminal.
///
/// - Range: 1 to 25 ASCII letters and digits.
/// - Wire: ZVT TLV 1F0D; Sadad's order ID.
public struct OrderNumber: Hashable, Sendable {
  public let bytes: [UInt8]

  /// Returns nil if it is empty, too long, or has other characters.
  public init?(_ characters: some Collection<UInt8>) {
    guard (1...25).contains(characters.count), characters.allSatisfy(Self.isAllowed) else { return nil }
    bytes = Array(characters)
  }

  private static func isAllowed(_ character: UInt8) -> Bool {
    switch character {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}
