public import PosProtocol

/// Money in rial: what wires carry, journals keep and every sum is made of.
///
/// Toman is another type, and only text is converted: a slip by the factor of ten does not compile.
/// - Range: 0...999_999_999_999.
public struct Rial: Hashable, Comparable, Sendable {
  /// In rial, currency 364.
  public let amount: Amount

  public init(_ amount: Amount) { self.amount = amount }

  /// Returns nil for more than twelve digits.
  public init?(_ rials: UInt64) {
    guard let amount = Amount(minorUnits: rials) else { return nil }
    self.amount = amount
  }

  /// Reads what a person typed, in rial: `1,500,000`, `۱٬۵۰۰٬۰۰۰ ریال`, `1500000 IRR`.
  /// - Throws: `.unit` if it says toman.
  public init(typed text: String) throws(FieldError) {
    let number = try TypedMoney(text)
    guard number.unit != .toman else { throw FieldError(.amount, .unit) }
    guard number.tenths == nil else { throw FieldError(.amount, .character(at: number.point)) }
    guard let rial = Rial(number.whole) else { throw FieldError(.amount, .tooLarge) }
    self = rial
  }

  public var rials: UInt64 { amount.minorUnits }

  public static func < (left: Rial, right: Rial) -> Bool { left.amount < right.amount }
}

/// Money as people say it: toman, ten rial. It exists where text is made or read, and nowhere else.
public struct Toman: Hashable, Comparable, Sendable {
  /// What it is worth.
  public let rial: Rial

  public init(_ rial: Rial) { self.rial = rial }

  /// Returns nil for more than any wire carries.
  public init?(_ tomans: UInt64) {
    let (rials, isTooLarge) = tomans.multipliedReportingOverflow(by: 10)
    guard !isTooLarge, let rial = Rial(rials) else { return nil }
    self.rial = rial
  }

  /// Reads what a person typed, in toman: `17,500`, `۱۷٬۵۰۰ تومان`, `100.5`.
  /// - Throws: `.unit` if it says rial.
  public init(typed text: String) throws(FieldError) {
    let number = try TypedMoney(text)
    guard number.unit != .rial else { throw FieldError(.amount, .unit) }
    guard let whole = Toman(number.whole), let rial = Rial(whole.rial.rials + UInt64(number.tenths ?? 0))
    else {
      throw FieldError(.amount, .tooLarge)
    }
    self.rial = rial
  }

  public var whole: UInt64 { rial.rials / 10 }
  /// What is left over, in rial: 0...9.
  public var rest: UInt64 { rial.rials % 10 }

  public static func < (left: Toman, right: Toman) -> Bool { left.rial < right.rial }
}
