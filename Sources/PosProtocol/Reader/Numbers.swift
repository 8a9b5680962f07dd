/// The number of a receipt as the terminal counts them, the first half of a transaction's identity.
///
/// - Range: 0...999_999. ZVT BMP 87 has four digits (1...9999, then 1 again); Sadad's transaction number has
///   six.
public struct ReceiptNumber: Hashable, Comparable, Sendable {
  public let value: UInt32

  /// Returns nil above 999_999.
  public init?(_ value: UInt32) {
    guard value <= 999_999 else { return nil }
    self.value = value
  }

  public static func < (left: ReceiptNumber, right: ReceiptNumber) -> Bool { left.value < right.value }
}

/// The number of a message to the host (STAN), the second half of a transaction's identity.
///
/// - Range: 0...999_999; wraps after 999_999.
/// - Wire: ZVT BMP 0B, 3 bytes of packed BCD; Sadad keeps it inside the RRN.
public struct TraceNumber: Hashable, Comparable, Sendable {
  public let value: UInt32

  /// Returns nil above 999_999.
  public init?(_ value: UInt32) {
    guard value <= 999_999 else { return nil }
    self.value = value
  }

  public static func < (left: TraceNumber, right: TraceNumber) -> Bool { left.value < right.value }
}

/// The number of a terminal at its acquirer.
///
/// - Range: eight digits, 0...99_999_999.
/// - Wire: ZVT BMP 29, 4 bytes of packed BCD; Sadad, 8 characters.
public struct TerminalID: Hashable, Sendable {
  public let value: UInt32

  /// Returns nil above 99_999_999.
  public init?(_ value: UInt32) {
    guard value <= 99_999_999 else { return nil }
    self.value = value
  }
}
