public import ArgumentParser
public import PaymentFlows
public import PosProtocol

/// Digits typed in any of the scripts that are used at a counter, as ASCII digits.
func asciiDigits(_ text: String) -> String? {
  var digits = ""
  for character in text {
    guard let value = character.wholeNumberValue, (0...9).contains(value) else { return nil }
    digits += String(value)
  }
  return digits.isEmpty ? nil : digits
}

extension Amount: ExpressibleByArgument {
  public init?(argument: String) {
    guard let digits = asciiDigits(argument), let units = UInt64(digits), units > 0 else { return nil }
    self.init(minorUnits: units)
  }
}

/// The currencies `pos` knows by name.
enum CurrencyName: String, CaseIterable, ExpressibleByArgument, Sendable {
  case irr = "IRR"
  case eur = "EUR"

  init?(argument: String) { self.init(rawValue: argument.uppercased()) }

  var currency: Currency { self == .irr ? .irr : .eur }

  /// The name scripts see: the alphabetic code, or the three digits of ISO 4217 for any other currency.
  static func text(_ currency: Currency) -> String {
    if let name = allCases.first(where: { $0.currency == currency }) { return name.rawValue }
    let digits = String(currency.numericCode)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }
}

/// A register's password at the terminal: six digits.
struct Password: ExpressibleByArgument, Hashable, Sendable {
  let number: UInt32
  static let usual = Password(number: 123_456)

  private init(number: UInt32) { self.number = number }

  var digits: String {
    let digits = String(number)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  var defaultValueDescription: String { digits }

  init?(argument: String) {
    guard let digits = asciiDigits(argument), digits.count == 6, let number = UInt32(digits) else {
      return nil
    }
    self.number = number
  }
}

extension AttemptKey: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension Receipt.Width: ExpressibleByArgument {}

extension Receipt.Copy: ExpressibleByArgument {}

extension FlowID: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension FlowCategory: ExpressibleByArgument {}
extension PaymentStatus: ExpressibleByArgument {}
extension InquiryKind: ExpressibleByArgument {}
extension JournalExport: ExpressibleByArgument {}
