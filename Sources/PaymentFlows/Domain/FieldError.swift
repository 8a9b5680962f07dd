/// What is wrong with something that was typed into a field. Nothing was asked of a reader or of a service.
public struct FieldError: Error, Hashable, Sendable {
  /// Where it was typed.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    case nationalID, legalID, mobile, postalCode, iban
    case plateTwo, plateLetter, plateThree, plateProvince, plateRegion, plateNumber
    case amount, date
  }

  /// Why it is refused.
  public enum Reason: Hashable, Sendable {
    /// A character that does not belong there, and where (0 is the first).
    case character(at: Int)
    /// Another number of digits than is wanted.
    case length(Int, wanted: ClosedRange<Int>)
    /// The check digits do not fit. Which ones would is not said: nobody shall make a number up.
    case check
    /// It has the right form, and no such number is ever given out.
    case neverIssued
    /// It does not begin as it must (`09`, `IR`).
    case beginning
    /// No plate has this letter.
    case letter
    /// A zero where a plate has none.
    case zero
    /// It names the other unit (rial, toman), or none that is known.
    case unit
    /// More than any wire carries.
    case tooLarge
    /// The calendar has no such day, or the day no such time.
    case noSuchDate

    /// A stable word for programs.
    public var name: String {
      switch self {
      case .character: "character"
      case .length: "length"
      case .check: "check"
      case .neverIssued: "neverIssued"
      case .beginning: "beginning"
      case .letter: "letter"
      case .zero: "zero"
      case .unit: "unit"
      case .tooLarge: "tooLarge"
      case .noSuchDate: "noSuchDate"
      }
    }
  }

  public let field: Field
  public let reason: Reason

  public init(_ field: Field, _ reason: Reason) { (self.field, self.reason) = (field, reason) }
}

extension FieldError {
  /// One line for people: what is wrong, and what to do.
  public var message: String {
    let what = field.englishName
    switch reason {
    case .character(let offset): return "\(what): character \(offset + 1) does not belong there. Take it out."
    case .length(let count, let wanted):
      return "\(what): \(count) digits instead of \(Self.text(wanted, "to")). Compare it with the document."
    case .check: return "\(what): the check digits do not fit. Compare it with the document."
    case .neverIssued: return "\(what): no such number is ever given out. Compare it with the document."
    case .beginning: return "\(what) must begin with \(field.beginning)."
    case .letter: return "\(what): no plate has this letter. Compare it with the plate."
    case .zero: return "\(what): a plate has no zero there. Compare it with the plate."
    case .unit: return "\(what): the unit is not the one that is wanted. Look whether it is rial or toman."
    case .tooLarge: return "\(what) is larger than a reader can take."
    case .noSuchDate: return "\(what): there is no such day or time. Type it as 1401/05/30."
    }
  }

  /// The same in Persian.
  public var persianMessage: String {
    let what = field.persianName
    switch reason {
    case .character(let offset):
      return PersianDigits.persian("\(what): نویسه \(offset + 1) نابجاست. آن را بردارید.")
    case .length(let count, let wanted):
      return PersianDigits.persian(
        "\(what): \(count) رقم به جای \(Self.text(wanted, "تا")) رقم. با مدرک مقایسه کنید.")
    case .check: return "\(what): رقم کنترل درست نیست. با مدرک مقایسه کنید."
    case .neverIssued: return "\(what): چنین شماره‌ای هرگز داده نمی‌شود. با مدرک مقایسه کنید."
    case .beginning: return "\(what) باید با \(PersianDigits.persian(field.beginning)) آغاز شود."
    case .letter: return "\(what): هیچ پلاکی این حرف را ندارد. با پلاک مقایسه کنید."
    case .zero: return "\(what): پلاک در اینجا صفر ندارد. با پلاک مقایسه کنید."
    case .unit: return "\(what): واحد پول درست نیست. ببینید ریال است یا تومان."
    case .tooLarge: return "\(what) بیش از آن است که کارتخوان بپذیرد."
    case .noSuchDate:
      return PersianDigits.persian("\(what): چنین روز یا ساعتی نیست. مانند 1401/05/30 بنویسید.")
    }
  }

  private static func text(_ range: ClosedRange<Int>, _ to: String) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) \(to) \(range.upperBound)"
  }
}

extension FieldError.Field {
  /// What the field is called on a form.
  public var englishName: String { names.english }
  public var persianName: String { names.persian }

  fileprivate var beginning: String { self == .iban ? "IR" : "09" }

  private var names: (english: String, persian: String) {
    switch self {
    case .nationalID: ("the national ID", "کد ملی")
    case .legalID: ("the legal entity's ID", "شناسه ملی")
    case .mobile: ("the mobile number", "شماره تلفن همراه")
    case .postalCode: ("the postal code", "کد پستی")
    case .iban: ("the IBAN", "شماره شبا")
    case .plateTwo: ("the plate's two digits", "دو رقم پلاک")
    case .plateLetter: ("the plate's letter", "حرف پلاک")
    case .plateThree: ("the plate's three digits", "سه رقم پلاک")
    case .plateProvince: ("the plate's province", "کد استان پلاک")
    case .plateRegion: ("the motorcycle plate's region", "کد شهرستان پلاک موتورسیکلت")
    case .plateNumber: ("the motorcycle plate's number", "شماره پلاک موتورسیکلت")
    case .amount: ("the amount", "مبلغ")
    case .date: ("the date", "تاریخ")
    }
  }
}
