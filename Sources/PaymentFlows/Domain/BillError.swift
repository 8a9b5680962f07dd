/// What is wrong with a bill as it was typed. Nothing was asked of a reader.
public enum BillError: Error, Hashable, Sendable {
  /// The two numbers that stand on a bill.
  public enum Part: String, Hashable, Sendable { case billID, paymentID, barcode }

  /// A character that is no digit, and where (0 is the first).
  case notDigit(Part, at: Int)
  /// Another number of digits than 6 to 13 (26 in a barcode).
  case length(Part, Int)
  /// The last digit of the bill ID is not its check digit.
  case billCheck(expected: Int, found: Int)
  /// The last digit but one of the payment ID is not the check digit of amount, year and period.
  case paymentCheck(expected: Int, found: Int)
  /// The last digit of the payment ID is not the check digit of both numbers: they do not belong together.
  case pairCheck(expected: Int, found: Int)
  /// No service has this digit.
  case service(Int)
  /// A bill of another service than traffic fines, where a fine is wanted.
  case notFine(BillService)
  /// The payment ID says that nothing is due.
  case nothingDue

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .notDigit: "notDigit"
    case .length: "length"
    case .billCheck: "billCheck"
    case .paymentCheck: "paymentCheck"
    case .pairCheck: "pairCheck"
    case .service: "service"
    case .notFine: "notFine"
    case .nothingDue: "nothingDue"
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .notDigit(let part, let offset):
      "\(part.label): character \(offset + 1) is not a digit. Type the digits only."
    case .length(.barcode, let count): "the barcode has \(count) digits instead of 26. Scan it again."
    case .length(let part, let count):
      "\(part.label): \(count) digits instead of 6 to 13. Compare it with the bill."
    case .billCheck(let expected, let found):
      "the bill ID ends in \(found), its check digit is \(expected). Compare it with the bill."
    case .paymentCheck(let expected, let found):
      "the payment ID's last digit but one is \(found), its check digit is \(expected). Compare it with the bill."
    case .pairCheck(let expected, let found):
      "bill ID and payment ID do not belong together (last digit \(found) instead of \(expected)). Compare both."
    case .service(let digit):
      "the bill ID names service \(digit), which does not exist. Compare it with the bill."
    case .notFine(let service):
      "this is a bill for \(service.englishName), not a traffic fine. Pay it as a bill."
    case .nothingDue: "the payment ID says that nothing is due."
    }
  }
}

extension BillError.Part {
  fileprivate var label: String {
    switch self {
    case .billID: "the bill ID"
    case .paymentID: "the payment ID"
    case .barcode: "the barcode"
    }
  }
}
