import Testing

@testable import PaymentFlows

/// What was typed, and what it is; or why it is refused.
struct FieldRow: Sendable, CustomTestStringConvertible {
  var typed: String
  var read: String?
  var reason: FieldError.Reason?

  init(_ typed: String, _ read: String) { (self.typed, self.read) = (typed, read) }
  init(_ typed: String, _ reason: FieldError.Reason) { (self.typed, self.reason) = (typed, reason) }

  var testDescription: String { typed }

  func holds(_ field: FieldError.Field, _ make: (String) throws(FieldError) -> String) {
    do throws(FieldError) {
      let made = try make(typed)
      #expect(made == read, "\(typed)")
    } catch {
      #expect(error == reason.map { FieldError(field, $0) }, "\(typed)")
    }
  }
}

private let nationalIDs = [
  FieldRow("0499370899", "0499370899"), FieldRow("0790419904", "0790419904"),
  FieldRow("0084575948", "0084575948"), FieldRow("0963695398", "0963695398"),
  FieldRow("0684159414", "0684159414"), FieldRow("0067749828", "0067749828"),
  FieldRow("0010350829", "0010350829"), FieldRow("3240175800", "3240175800"),
  FieldRow("499370899", "0499370899"), FieldRow("84575948", "0084575948"),
  FieldRow("۰۴۹۹۳۷۰۸۹۹", "0499370899"), FieldRow("٠٤٩-٩٣٧٠٨٩-٩", "0499370899"),
  FieldRow("0111111110", "0111111110"), FieldRow("1231000007", "1231000007"),
  FieldRow("\u{202B}0499370899\u{202C} ", "0499370899"),
  FieldRow("1111111111", .neverIssued), FieldRow("0000000000", .neverIssued),
  FieldRow("1110000001", .neverIssued), FieldRow("1234567890", .check), FieldRow("7731685956", .check),
  FieldRow("0499370898", .check), FieldRow("4993708", .length(7, wanted: 8...10)),
  FieldRow("00499370899", .length(11, wanted: 8...10)), FieldRow("", .length(0, wanted: 8...10)),
  FieldRow("049937O899", .character(at: 6)), FieldRow("+499370899", .character(at: 0)),
]

private let legalIDs = [
  FieldRow("10380284790", "10380284790"), FieldRow("10100171920", "10100171920"),
  FieldRow("14003778990", "14003778990"), FieldRow("10861677542", "10861677542"),
  FieldRow("۱۰۳۸۰۲۸۴۷۹۰", "10380284790"),
  FieldRow("10380284792", .check), FieldRow("09748208301", .check),
  FieldRow("1038028479", .length(10, wanted: 11...11)), FieldRow("1038028479x", .character(at: 10)),
]

private let mobiles = [
  FieldRow("09123456789", "09123456789"), FieldRow("9123456789", "09123456789"),
  FieldRow("989123456789", "09123456789"), FieldRow("+989123456789", "09123456789"),
  FieldRow("00989123456789", "09123456789"), FieldRow("+98 912 345 67 89", "09123456789"),
  FieldRow("۰۹۱۲-۳۴۵-۶۷۸۹", "09123456789"), FieldRow("9812345678", "09812345678"),
  FieldRow("08123456789", .beginning), FieldRow("9909123456789", .beginning),
  FieldRow("19123456789", .beginning), FieldRow("+979123456789", .beginning),
  FieldRow("+09123456789", .length(11, wanted: 12...12)), FieldRow("912345678", .length(9, wanted: 10...14)),
  FieldRow("0912345678a", .character(at: 10)), FieldRow("++989123456789", .character(at: 1)),
]

private let postalCodes = [
  FieldRow("1234567890", "1234567890"), FieldRow("۱۲۳۴۵-۶۷۸۹۰", "1234567890"),
  FieldRow("123456789", .length(9, wanted: 10...10)), FieldRow("12345/67890", .character(at: 5)),
]

private let ibans = [
  FieldRow("IR350170000000106928854003", "IR350170000000106928854003"),
  FieldRow("IR820540102680020817909002", "IR820540102680020817909002"),
  FieldRow("ir82 0540 1026 8002 0817 9090 02", "IR820540102680020817909002"),
  FieldRow("IR۳۵۰۱۷۰۰۰۰۰۰۰۱۰۶۹۲۸۸۵۴۰۰۳", "IR350170000000106928854003"),
  FieldRow("IR350170000000106928854006", .check), FieldRow("IR530170000000106928854003", .check),
  FieldRow("350170000000106928854003", .beginning), FieldRow("DE350170000000106928854003", .beginning),
  FieldRow("", .beginning), FieldRow("IR35017000000010692885400", .length(23, wanted: 24...24)),
  FieldRow("IR35017000000010692885400X", .character(at: 25)),
]

@Suite struct IdentifierTests {
  @Test(arguments: nationalIDs) func nationalID(_ row: FieldRow) {
    row.holds(.nationalID) { text throws(FieldError) in try NationalID(text).description }
  }

  @Test(arguments: legalIDs) func legalID(_ row: FieldRow) {
    row.holds(.legalID) { text throws(FieldError) in try LegalID(text).description }
  }

  @Test(arguments: mobiles) func mobile(_ row: FieldRow) {
    row.holds(.mobile) { text throws(FieldError) in try Mobile(text).description }
  }

  @Test(arguments: postalCodes) func postalCode(_ row: FieldRow) {
    row.holds(.postalCode) { text throws(FieldError) in try PostalCode(text).description }
  }

  @Test(arguments: ibans) func iban(_ row: FieldRow) {
    row.holds(.iban) { text throws(FieldError) in try IBAN(text).description }
  }

  @Test func otherFormsOfTheSame() throws {
    #expect(try Mobile("09123456789").international == "+989123456789")
    #expect(try IBAN("IR820540102680020817909002").grouped == "IR82 0540 1026 8002 0817 9090 02")
  }

  /// Every field says what is wrong in both languages, on one line, and never what would be right.
  @Test(arguments: FieldError.Field.allCases)
  func saysWhatIsWrong(field: FieldError.Field) {
    let reasons: [FieldError.Reason] = [
      .character(at: 2), .length(3, wanted: 8...10), .check, .neverIssued, .beginning, .letter, .zero, .unit,
      .tooLarge, .noSuchDate,
    ]
    #expect(Set(reasons.map(\.name)).count == reasons.count)
    for reason in reasons {
      let error = FieldError(field, reason)
      #expect(error.message.hasPrefix(field.englishName) && error.message.hasSuffix("."))
      #expect(error.persianMessage.hasPrefix(field.persianName) && error.persianMessage.hasSuffix("."))
      #expect(!error.persianMessage.contains { $0.isASCII && $0.isNumber })
      #expect(!error.persianMessage.contains("\n") && !error.message.contains("\n"))
    }
    #expect(FieldError(field, .length(3, wanted: 8...10)).message.contains("3 digits instead of 8 to 10"))
    #expect(FieldError(field, .length(3, wanted: 8...10)).persianMessage.contains("۳ رقم به جای ۸ تا ۱۰ رقم"))
    #expect(FieldError(field, .character(at: 2)).persianMessage.contains("نویسه ۳ "))
  }

  @Test func aBillSaysItInPersianToo() {
    let errors: [BillError] = [
      .notDigit(.billID, at: 3), .length(.barcode, 25), .length(.paymentID, 5),
      .billCheck(expected: 1, found: 2), .paymentCheck(expected: 1, found: 2),
      .pairCheck(expected: 1, found: 2), .service(0), .notFine(.water), .nothingDue,
    ]
    #expect(Set(errors.map(\.persianMessage)).count == errors.count)
    #expect(BillError.notDigit(.billID, at: 3).persianMessage.hasPrefix("شناسه قبض: نویسه ۴ "))
    #expect(BillError.length(.paymentID, 5).persianMessage.contains("۵ رقم به جای ۶ تا ۱۳ رقم"))
    #expect(errors.allSatisfy { !$0.persianMessage.contains { $0.isASCII && $0.isNumber } })
  }
}
