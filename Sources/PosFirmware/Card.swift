public import PosProtocol

/// A card that was read. Its number is masked before this value exists: the clear digits are kept nowhere.
public struct Card: Hashable, Sendable {
  public let number: MaskedCardNumber
  /// The scheme, as it is printed.
  public let scheme: WireText

  /// Returns nil unless `digits` are 12 to 19 digits 0...9 whose last is the check digit of the others
  /// (Luhn).
  public init?(digits: some BidirectionalCollection<UInt8>) {
    guard (12...19).contains(digits.count), digits.allSatisfy({ $0 <= 9 }), Self.checks(digits)
    else { return nil }
    number = MaskedCardNumber(masking: digits)
    scheme = Self.scheme(first: digits.first ?? 0)
  }

  /// A card of which only the masked number is known, as a turnover memory keeps it.
  public init(masked number: MaskedCardNumber) {
    self.number = number
    scheme = Self.scheme(first: number.digits.first ?? 0)
  }

  private static func scheme(first: UInt8) -> WireText {
    switch first {
    case 4: WireText("VISA")
    case 5: WireText("MASTERCARD")
    case 6: WireText("SHETAB")
    default: WireText("CARD")
    }
  }

  private static func checks(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
    var (sum, isDoubled) = (0, false)
    for digit in digits.reversed() {
      let value = Int(digit) * (isDoubled ? 2 : 1)
      sum += value > 9 ? value - 9 : value
      isDoubled.toggle()
    }
    return sum % 10 == 0
  }
}
