/// Something that a ticket's form asks for.
public enum TicketField: String, CaseIterable, Hashable, Sendable {
  case plateTwo, plateLetter, plateThree, plateProvince
  case nationalID, mobile, billID, paymentID, amount, date, trackingNumber, referenceNumber, terminalID
  case payment, explanation

  /// What may be typed.
  enum Rule: Hashable, Sendable {
    /// Up to so many characters, with line breaks if there may be many.
    case text(Int)
    /// So many digits.
    case digits(ClosedRange<Int>)
    /// A type of ours, which reads what was typed.
    case value
    /// The key of a payment in this journal.
    case key
  }

  /// One row a field: label in both languages, and its rule.
  private static let table: [TicketField: (english: String, persian: String, rule: Rule)] = [
    .plateTwo: ("plate, two digits", "دو رقم پلاک", .value),
    .plateLetter: ("plate, letter", "حرف پلاک", .value),
    .plateThree: ("plate, three digits", "سه رقم پلاک", .value),
    .plateProvince: ("plate, province", "کد استان پلاک", .value),
    .nationalID: ("owner's national ID", "کد ملی مالک", .value),
    .mobile: ("mobile number", "شماره تلفن همراه", .value),
    .billID: ("bill ID", "شناسه قبض", .value),
    .paymentID: ("payment ID", "شناسه پرداخت", .digits(6...13)),
    .amount: ("amount in rial", "مبلغ به ریال", .value),
    .date: ("date", "تاریخ", .value),
    .trackingNumber: ("tracking number", "شماره پیگیری", .digits(1...10)),
    .referenceNumber: ("reference number", "شماره مرجع", .digits(12...12)),
    .terminalID: ("terminal number", "شماره پایانه", .digits(1...8)),
    .payment: ("key of the payment", "کلید پرداخت", .key),
    .explanation: ("explanation", "توضیح", .text(4000)),
  ]

  private var row: (english: String, persian: String, rule: Rule) {
    Self.table[self] ?? (rawValue, rawValue, .text(100))
  }

  public var english: String { row.english }
  public var persian: String { row.persian }
  var rule: Rule { row.rule }

  /// Whether what was typed obeys the field's rule.
  public func takes(_ typed: String) -> Bool { taking(typed) != nil }

  /// What was typed, as it is kept; nil if it does not obey the rule.
  func taking(_ typed: String) -> String? {
    switch rule {
    case .text(let longest): TicketText(typed, longest: longest)?.text
    case .digits(let length): (try? TypedText.digits(typed, of: .amount, length))?.digitText
    case .key: AttemptKey(TypedLine.tidy(typed, longest: 128))?.text
    case .value: value(of: typed)
    }
  }

  private func value(of typed: String) -> String? {
    switch self {
    case .plateTwo: plate(two: typed)?.two
    case .plateLetter: plate(letter: typed)?.letter.text
    case .plateThree: plate(three: typed)?.three
    case .plateProvince: plate(province: typed)?.province
    case .nationalID: (try? NationalID(typed))?.description
    case .mobile: (try? Mobile(typed))?.description
    case .billID: (try? BillID(typed))?.description
    case .amount: (try? Rial(typed: typed)).map { "\($0.rials)" }
    case .date: (try? JalaliDate.instant(typed: typed)).map { JalaliDate($0).dateText }
    case .paymentID, .trackingNumber, .referenceNumber, .terminalID, .payment, .explanation: nil
    }
  }

  /// A plate with one field as it was typed and the others as they may be.
  private func plate(
    two: String = "11", letter: String = "ب", three: String = "111", province: String = "11"
  ) -> VehiclePlate? {
    try? VehiclePlate(two: two, letter: letter, three: three, province: province)
  }
}
