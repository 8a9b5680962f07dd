public import PosProtocol

/// Amounts as text. Rial is the unit everywhere else; toman (10 rial) exists only here.
public enum MoneyText {
  /// ISO 4217's letters: `IRR`, `EUR`; other currencies by their number.
  public static func code(_ currency: Currency) -> String {
    switch currency {
    case .irr: "IRR"
    case .eur: "EUR"
    default: String(currency.numericCode)
    }
  }

  /// `1,500,000 IRR`, `12.50 EUR`.
  public static func english(_ amount: Amount, _ currency: Currency) -> String {
    "\(number(amount, digits: currency.minorUnitDigits)) \(code(currency))"
  }

  /// `150,000 toman`, with a decimal where the rials need one.
  public static func englishToman(_ rial: Amount) -> String { "\(toman(rial)) toman" }

  /// `۱٬۵۰۰٬۰۰۰ ریال`.
  public static func persian(_ amount: Amount, _ currency: Currency) -> String {
    let name = currency == .irr ? "ریال" : currency == .eur ? "یورو" : code(currency)
    return "\(persian(number(amount, digits: currency.minorUnitDigits))) \(name)"
  }

  /// `۱۵۰٬۰۰۰ تومان`.
  public static func persianToman(_ rial: Amount) -> String { "\(persian(toman(rial))) تومان" }

  private static func toman(_ rial: Amount) -> String {
    let toman = Toman(Rial(rial))
    return toman.rest == 0 ? grouped(toman.whole) : "\(grouped(toman.whole)).\(toman.rest)"
  }

  private static func number(_ amount: Amount, digits: Int) -> String {
    guard digits > 0 else { return grouped(amount.minorUnits) }
    let text =
      String(repeating: "0", count: max(0, digits + 1 - String(amount.minorUnits).count))
      + String(amount.minorUnits)
    return "\(grouped(UInt64(text.dropLast(digits)) ?? 0)).\(text.suffix(digits))"
  }

  private static func grouped(_ number: UInt64) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// Persian digits with their own separators: U+066C for thousands, U+066B for decimals.
  private static func persian(_ text: String) -> String {
    PersianDigits.persian(
      String(text.map { $0 == "," ? "\u{066C}" : $0 == "." ? "\u{066B}" : $0 }))
  }
}
