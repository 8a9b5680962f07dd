import PosProtocol

extension ReaderTexts {
  /// Why a reader is not connected, for people, and what to do next.
  public static func explanation(_ reason: DisconnectReason, _ language: Language) -> ReaderExplanation {
    if case .other(let error) = reason { return explanation(.transport(error), language) }
    if case .registrationRefused(let code) = reason {
      return explanation(.registration(.refused(code)), language)
    }
    let texts = language == .english ? english(reason) : persian(reason)
    return ReaderExplanation(texts.0, texts.1)
  }

  private static func english(_ reason: DisconnectReason) -> (String, String) {
    switch reason {
    case .notYetConnected: ("The reader was not asked for yet.", "Nothing needs to be done.")
    case .unplugged:
      ("The reader was unplugged or has lost its power.", "Check the cable and the power supply.")
    case .resetByTerminal:
      (
        "The reader ended the connection while it worked.",
        "Check the reader and the network, then ask it what became of the command."
      )
    case .idleDrop:
      (
        "The connection ended while nothing was being done.",
        "It is opened again by itself; if it happens often, check the network and the reader's power."
      )
    case .refused: ("Nobody listens at the reader's address.", "Check that the reader is on, and its port.")
    case .permission:
      ("This user may not use the port.", "Add the user to the group that owns it, often dialout.")
    case .busy(let holder?):
      ("Another program has the reader: process \(holder).", "Close that program and try again.")
    case .busy(nil): ("Another program has the reader.", "Close that program and try again.")
    case .notFound: ("There is no such reader.", "Check the cable, the power and the address.")
    case .timedOut:
      ("The reader does not answer.", "Check the power and the cable or network, then restart the reader.")
    case .protocolFault:
      (
        "The reader broke the protocol, so the line was closed.",
        "Check line settings and cable; record a trace if it happens again."
      )
    case .closedHere: ("The connection was closed by this program.", "Nothing needs to be done.")
    case .registrationRefused, .other: ("", "")
    }
  }

  private static func persian(_ reason: DisconnectReason) -> (String, String) {
    switch reason {
    case .notYetConnected: ("هنوز درخواستی برای کارتخوان نبوده است.", "کاری لازم نیست.")
    case .unplugged: ("کابل کارتخوان جدا شده یا برق آن رفته است.", "کابل و برق کارتخوان را بررسی کنید.")
    case .resetByTerminal:
      (
        "کارتخوان میانهٔ کار ارتباط را قطع کرد.",
        "کارتخوان و شبکه را بررسی کنید و سپس نتیجهٔ فرمان را از آن استعلام کنید."
      )
    case .idleDrop:
      (
        "ارتباط هنگام بیکاری قطع شد.",
        "ارتباط خودبه‌خود دوباره برقرار می‌شود؛ اگر تکرار شد، شبکه و برق کارتخوان را بررسی کنید."
      )
    case .refused:
      ("در نشانی کارتخوان کسی پاسخگو نیست.", "روشن بودن کارتخوان و شمارهٔ درگاه آن را بررسی کنید.")
    case .permission:
      ("این کاربر اجازهٔ استفاده از درگاه را ندارد.", "کاربر را به گروه مالک آن (معمولا dialout) بیفزایید.")
    case .busy(let holder?):
      ("کارتخوان در اختیار برنامهٔ دیگری است: پردازهٔ \(holder).", "آن برنامه را ببندید و دوباره امتحان کنید.")
    case .busy(nil): ("کارتخوان در اختیار برنامهٔ دیگری است.", "آن برنامه را ببندید و دوباره امتحان کنید.")
    case .notFound: ("چنین کارتخوانی پیدا نشد.", "کابل، برق و نشانی را بررسی کنید.")
    case .timedOut:
      ("کارتخوان پاسخ نمی‌دهد.", "برق و کابل یا شبکه را بررسی کنید و سپس کارتخوان را از نو روشن کنید.")
    case .protocolFault:
      (
        "کارتخوان پروتکل را رعایت نکرد و ارتباط بسته شد.",
        "تنظیمات خط و کابل را بررسی کنید؛ اگر تکرار شد، گفت‌وگو را ضبط کنید."
      )
    case .closedHere: ("ارتباط را همین برنامه بست.", "کاری لازم نیست.")
    case .registrationRefused, .other: ("", "")
    }
  }
}
