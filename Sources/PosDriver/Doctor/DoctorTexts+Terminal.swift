import PosProtocol

/// What a doctor says of a terminal that answers.
extension DoctorTexts {
  static func registered(_ said: Capabilities?) -> Finding {
    if said?.needsInitialisation == true {
      return Finding(
        .registration, .warning, "needsInitialisation",
        BilingualText(
          "Registered; the terminal asks for an initialisation.", "معرفی شد؛ پایانه راه‌اندازی می‌خواهد."),
        remedy(0x51))
    }
    if said?.needsDiagnosis == true {
      return Finding(
        .registration, .warning, "needsDiagnosis",
        BilingualText("Registered; the terminal asks for a diagnosis.", "معرفی شد؛ پایانه عیب‌یابی می‌خواهد."),
        remedy(0xC2))
    }
    return .ok(
      .registration, "The terminal takes the password and the currency.", "پایانه گذرواژه و ارز را می‌پذیرد.")
  }

  static func notRegistered(_ error: ReaderError) -> Finding {
    guard case .registration(.refused(let code)) = error else { return failed(.registration, error) }
    let word = code.number == 0x37 ? "password" : code.number == 0x6F ? "currency" : "refused"
    let advice: BilingualText? =
      switch code.number {
      case 0x37:
        BilingualText(
          "Give the register's password as it stands in the terminal's menu; 000000 and 123456 are usual. "
            + "Too many wrong ones may lock the terminal.",
          "گذرواژهٔ صندوق را از منوی پایانه بدهید؛ 000000 و 123456 معمول است. تکرار اشتباه شاید پایانه را قفل کند."
        )
      case 0x6F:
        BilingualText(
          "Give a currency that the terminal is set up for.", "ارزی بدهید که پایانه برای آن تنظیم شده است.")
      default: nil
      }
    let finding = failed(.registration, error)
    return Finding(.registration, .failed, word, finding.message, advice ?? finding.advice)
  }

  /// Any command that did not come to its end.
  static func failed(_ check: CheckUp, _ error: ReaderError) -> Finding {
    let english = ReaderTexts.explanation(error, .english)
    let persian = ReaderTexts.explanation(error, .persian)
    // No command of a doctor moves money, so nothing has to be recovered.
    let advice = BilingualText(
      "Look at the terminal's display, and run the doctor again.",
      "به نمایشگر پایانه نگاه کنید و دوباره بررسی کنید.")
    return Finding(check, .failed, "noAnswer", BilingualText(english.message, persian.message), advice)
  }

  static func status(_ code: UInt16) -> Finding {
    let message = BilingualText(
      ReaderTexts.terminalStatus(code, .english), ReaderTexts.terminalStatus(code, .persian))
    guard code != 0 else { return Finding(.status, .ok, "ok", message) }
    let hex = String(code, radix: 16, uppercase: true)
    return Finding(
      .status, .failed, "status\(code < 16 ? "0" : "")\(hex)",
      BilingualText("\(message.english) (status \(hex))", "\(message.persian) (وضعیت \(hex))"), remedy(code))
  }

  static func lastTransaction(_ record: TransactionRecord?) -> Finding {
    guard let record else {
      return .ok(.lastTransaction, "The terminal has none yet.", "پایانه هنوز تراکنشی ندارد.")
    }
    let receipt = record.receiptNumber.map { String($0.value) } ?? "?"
    let judged = record.isApproval ? ("approved", "تاییدشده") : ("declined", "ردشده")
    return .ok(
      .lastTransaction, "Receipt \(receipt), \(judged.0).", "رسید \(receipt)، \(judged.1).")
  }

  /// It said that it repeated its last receipt, and sent none: old terminals do.
  static let noRecord = Finding(
    .lastTransaction, .warning, "noRecord",
    BilingualText(
      "The terminal does not tell its last transaction.", "پایانه آخرین تراکنش خود را نمی‌گوید."),
    BilingualText(
      "Payments work; one that is cut off has to be looked up in the terminal's journal by a person.",
      "پرداخت ممکن است؛ پرداختی که قطع شود باید دستی در دفتر پایانه جست‌وجو شود."))

  static func pending(
    isReversing: Bool, openAttempts: Int?, openReversals: Int, under spellings: [String] = []
  ) -> Finding {
    if isReversing {
      return Finding(
        .pendingReversals, .warning, "reversing",
        BilingualText("The terminal is reversing a payment.", "پایانه در حال برگشت دادن یک پرداخت است."),
        BilingualText("Leave it on and connected until it is done.", "تا پایان کار روشن و وصل بماند."))
    }
    if let openAttempts, openAttempts > 0 {
      return Finding(
        .pendingReversals, .warning, "openAttempts",
        BilingualText(
          "\(openAttempts) attempts in the journal have no known outcome.",
          "نتیجهٔ \(openAttempts) پرداخت در دفتر معلوم نیست."),
        BilingualText(
          "Run 'pos recover' before anything is paid." + spelt(spellings).english,
          "پیش از هر پرداخت «pos recover» را اجرا کنید." + spelt(spellings).persian))
    }
    if openReversals > 0 {
      return Finding(
        .pendingReversals, .warning, "openReversals",
        BilingualText(
          "\(openReversals) payments in the journal are still to be undone.",
          "\(openReversals) پرداخت در دفتر هنوز باید برگشت داده شود."),
        BilingualText(
          "Run 'pos reversals run'; 'pos reversals list' shows what waits for a person."
            + spelt(spellings).english,
          "«pos reversals run» را اجرا کنید؛ «pos reversals list» آنچه منتظر شخص است را نشان می‌دهد."
            + spelt(spellings).persian))
    }
    guard openAttempts != nil else {
      return .ok(
        .pendingReversals, "The terminal shows none (give --journal to ask that too).",
        "پایانه چیزی نشان نمی‌دهد (با --journal دفتر هم بررسی می‌شود).")
    }
    return .ok(.pendingReversals, "None at the terminal, none in the journal.", "نه در پایانه و نه در دفتر.")
  }

  /// A journal knows a reader by the text of its address.
  private static func spelt(_ others: [String]) -> (english: String, persian: String) {
    guard !others.isEmpty else { return ("", "") }
    let list = others.prefix(4).joined(separator: ", ")
    return (
      " The journal has this reader also as \(list): do it with that --reader too.",
      " دفتر این کارتخوان را با این نشانی هم دارد: \(list)؛ با همان ‎--reader نیز اجرا کنید."
    )
  }

  static func endOfDay(_ code: UInt16) -> Finding {
    guard [0xF0, 0xB1, 0xB2].contains(code) else {
      return .ok(.endOfDay, "None is due.", "زمان پایان روز نرسیده است.")
    }
    return Finding(
      .endOfDay, .failed, "due",
      BilingualText(
        "The terminal takes no payment before its end of day.", "پایانه پیش از پایان روز پرداختی نمی‌پذیرد."),
      remedy(code))
  }
}
