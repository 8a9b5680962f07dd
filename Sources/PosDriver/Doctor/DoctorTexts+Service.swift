import PosProtocol

/// What a doctor says of a diagnosis and of pre-authorizations.
extension DoctorTexts {
  static func undiagnosed(_ error: ReaderError) -> Finding {
    guard case .failure(.refused(let code)) = error else { return failed(.diagnosis, error) }
    if code.number == notPossible {
      return .skipped(.diagnosis, "The terminal cannot do one.", "پایانه آن را نمی‌تواند.")
    }
    return Finding(
      .diagnosis, .failed, "declined",
      BilingualText(ReaderTexts.result(code, .english), ReaderTexts.result(code, .persian)),
      BilingualText(
        "Check the terminal's network cable, SIM or WLAN, and its network menu.",
        "کابل شبکه، سیم‌کارت یا WLAN پایانه و منوی شبکهٔ آن را بررسی کنید."))
  }

  static func preauthorizations(_ open: [ReceiptNumber]) -> Finding {
    guard !open.isEmpty else { return .ok(.preauthorizations, "None is open.", "هیچ‌کدام باز نیست.") }
    let numbers = open.prefix(8).map { String($0.value) }.joined(separator: ", ")
    return Finding(
      .preauthorizations, .warning, "open",
      BilingualText("Open, by receipt: \(numbers).", "باز، با شمارهٔ رسید: \(numbers)."),
      BilingualText(
        "Book or cancel each in the terminal's menu; the card's money is held until then.",
        "هر کدام را در منوی پایانه قطعی یا لغو کنید؛ تا آن زمان پول کارت مسدود است."))
  }

  /// Most terminals know no pre-authorizations, and refuse the question.
  static func noPreauthorizations(_ error: ReaderError) -> Finding {
    guard case .failure(.refused) = error else { return failed(.preauthorizations, error) }
    return .skipped(.preauthorizations, "The terminal does not know any.", "پایانه چنین تراکنشی نمی‌شناسد.")
  }

  private static let notPossible: UInt16 = 0x83
}
