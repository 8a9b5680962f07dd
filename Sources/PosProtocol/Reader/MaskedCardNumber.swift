/// What may be known of a card number: its first six digits at most, its last four, and how long it was.
///
/// It is made while the bytes are decoded; the clear digits exist nowhere else.
/// - Wire: ZVT BMP 22, BCD nibbles, E for a masked digit; Sadad masks it while it decodes the response.
public struct MaskedCardNumber: Hashable, Sendable {
  /// One entry a digit: 0...9, or `masked`.
  public let digits: [UInt8]
  public static let masked: UInt8 = 0x0E

  /// Keeps the first six and the last four of `digits` and masks the rest; numbers of up to ten digits keep
  /// only the last four. Entries above 9 count as masked already.
  public init(masking digits: some Collection<UInt8>) {
    let count = digits.count
    let head = count > 10 ? 6 : 0
    self.digits = digits.enumerated().map { index, digit in
      (index < head || index >= count - 4) && digit <= 9 ? digit : Self.masked
    }
  }

  /// For people: `603799******0006`.
  public var text: String {
    var text = ""
    for digit in digits {
      text.unicodeScalars.append(digit <= 9 ? Unicode.Scalar(0x30 + digit) : "*")
    }
    return text
  }
}
