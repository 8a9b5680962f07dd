/// The number by which a counter office is known.
///
/// - Range: 3 to 16 ASCII digits, letters or hyphens; letters are upper case.
public struct OfficeCode: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Accepts ۰–۹ and ٠–٩, and small letters; spaces around are dropped. Returns nil for anything else.
  public init?(_ text: String) {
    let typed = PersianDigits.normalised(text).split(separator: " ")
    guard typed.count == 1, let code = typed.first?.uppercased(), (3...16).contains(code.utf8.count) else {
      return nil
    }
    let isAllowed = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2D
    }
    guard code.utf8.allSatisfy(isAllowed), !code.utf8.allSatisfy({ $0 == 0x2D }) else { return nil }
    description = code
  }
}
