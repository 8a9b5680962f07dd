/// What a bill is about (شناسه قبض): file number, company, service, check digit.
///
/// - Range: 6 to 13 digits as they stand on the bill; leading zeros are kept for show and do not count when
///   two are compared.
public struct BillID: Hashable, Sendable, CustomStringConvertible {
  let digits: BillDigits
  public let service: BillService

  /// Accepts ۰–۹ and ٠–٩ too.
  public init(_ text: String) throws(BillError) {
    digits = try BillDigits(text, part: .billID)
    let found = digits.values[digits.values.count - 1]
    let expected = BillDigits.check(digits.values.dropLast())
    guard found == expected else { throw .billCheck(expected: expected, found: found) }
    let digit = digits.values[digits.values.count - 2]
    guard let service = BillService(digit: digit) else { throw .service(digit) }
    self.service = service
  }

  /// As it was typed, in ASCII digits.
  public var description: String { digits.text }

  public static func == (left: BillID, right: BillID) -> Bool {
    left.digits.significant == right.digits.significant
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(digits.significant) }
}
