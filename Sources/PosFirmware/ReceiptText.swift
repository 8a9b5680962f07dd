import PosProtocol

/// The terminal's own texts: ASCII, built of bytes, because a terminal has no string tables.
struct ReceiptText {
  private(set) var bytes: [UInt8] = []

  /// As wide as the narrowest printer in use.
  static let width = 24

  mutating func add(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

  mutating func add(_ text: WireText) { bytes.append(contentsOf: text.bytes) }

  /// Decimal digits, with zeros in front up to `width`.
  mutating func add(_ number: UInt64, width: Int = 1) {
    var digits: [UInt8] = []
    var rest = number
    while rest > 0 || digits.count < width {
      digits.append(0x30 + UInt8(rest % 10))
      rest /= 10
    }
    bytes.append(contentsOf: digits.reversed())
  }

  /// `1,500,000 IRR`, `12.50 EUR`.
  mutating func add(_ amount: Amount, _ currency: Currency) {
    var unit: UInt64 = 1
    for _ in 0..<currency.minorUnitDigits { unit *= 10 }
    addGrouped(amount.minorUnits / unit)
    if unit > 1 {
      add(".")
      add(amount.minorUnits % unit, width: currency.minorUnitDigits)
    }
    add(" ")
    switch currency {
    case .irr: add("IRR")
    case .eur: add("EUR")
    default: add(UInt64(currency.numericCode), width: 3)
    }
  }

  /// `603799******0006`.
  mutating func add(_ card: MaskedCardNumber) {
    for digit in card.digits { bytes.append(digit <= 9 ? 0x30 + digit : UInt8(ascii: "*")) }
  }

  private mutating func addGrouped(_ number: UInt64) {
    guard number >= 1000 else { return add(number) }
    addGrouped(number / 1000)
    add(",")
    add(number % 1000, width: 3)
  }

  /// One text at the left edge, one at the right; the left one is cut where both do not fit.
  static func row(_ left: (inout ReceiptText) -> Void, _ right: (inout ReceiptText) -> Void) -> WireText {
    var (head, tail) = (ReceiptText(), ReceiptText())
    left(&head)
    right(&tail)
    let room = max(0, width - tail.bytes.count - 1)
    let kept = head.bytes.prefix(room)
    let gap = [UInt8](repeating: 0x20, count: max(1, width - kept.count - tail.bytes.count))
    return WireText(bytes: kept + gap + tail.bytes)
  }
}
