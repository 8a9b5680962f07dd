import PosProtocol
import PosTransport

/// What went wrong, and what to do next: one sentence each.
public struct ReaderExplanation: Hashable, Sendable {
  public let message: String
  public let advice: String

  init(_ message: String, _ advice: String) { (self.message, self.advice) = (message, advice) }
}

extension ReaderTexts {
  /// A reader's error for people. If `mayHaveActed`, the advice is never to pay again before the reader was
  /// asked.
  public static func explanation(_ error: ReaderError, _ language: Language) -> ReaderExplanation {
    switch error {
    case .transport(let error): transport(error, language)
    case .registration(let failure):
      ReaderExplanation(
        language == .english
          ? "The terminal could not be registered: \(registrationCause(failure, language))"
          : "معرفی صندوق به پایانه انجام نشد: \(registrationCause(failure, language))",
        registrationAdvice(failure, language))
    case .failure(let failure):
      ReaderExplanation(
        capitalised(cause(failure, language)), advice(mayHaveActed: failure.mayHaveActed, failure, language))
    }
  }

  private static func transport(_ error: TransportError, _ language: Language) -> ReaderExplanation {
    let isEnglish = language == .english
    return switch error {
    case .badAddress(let what):
      isEnglish
        ? ReaderExplanation(
          "The reader's address is wrong: \(what).", "Write serial:PATH, tcp:HOST:PORT or usb:VID:PID.")
        : ReaderExplanation(
          "نشانی کارتخوان نادرست است: \(what).", "serial:PATH یا tcp:HOST:PORT یا usb:VID:PID بنویسید.")
    case .notFound(let what):
      isEnglish
        ? ReaderExplanation(
          "There is no such reader: \(what).", "Check the cable, the power and the address.")
        : ReaderExplanation("چنین کارتخوانی نیست: \(what).", "کابل، برق و نشانی را بررسی کنید.")
    case .noPermission(let what):
      isEnglish
        ? ReaderExplanation(
          "\(what) may not be used by this user.", "Add the user to the group that owns it, often dialout.")
        : ReaderExplanation(
          "این کاربر اجازهٔ استفاده از \(what) را ندارد.",
          "کاربر را به گروه مالک آن (معمولا dialout) بیفزایید.")
    case .inUse(let what):
      isEnglish
        ? ReaderExplanation("Another program holds \(what).", "Close that program and try again.")
        : ReaderExplanation(
          "برنامهٔ دیگری در حال استفاده است: \(what).", "آن برنامه را ببندید و دوباره امتحان کنید.")
    case .refused(let what):
      isEnglish
        ? ReaderExplanation(
          "The reader refuses the connection: \(what).", "Check that it is on and listens at this port.")
        : ReaderExplanation("کارتخوان اتصال را نمی‌پذیرد: \(what).", "روشن بودن و درگاه آن را بررسی کنید.")
    case .timedOut(let what):
      isEnglish
        ? ReaderExplanation(
          "The reader does not answer: \(what).", "Check the power, the network and the address.")
        : ReaderExplanation("کارتخوان پاسخ نمی‌دهد: \(what).", "برق، شبکه و نشانی را بررسی کنید.")
    case .notSerial(let what):
      isEnglish
        ? ReaderExplanation(
          "\(what) is not a serial line.", "Give the path of a serial port, as /dev/ttyUSB0.")
        : ReaderExplanation("\(what) یک خط سریال نیست.", "مسیر یک درگاه سریال مانند /dev/ttyUSB0 بدهید.")
    case .badSettings(let what): badSettings(what, isEnglish)
    case .unsupported(let what):
      isEnglish
        ? ReaderExplanation("This build cannot do that: \(what).", "Use another address or another build.")
        : ReaderExplanation("این نسخه آن را نمی‌تواند: \(what).", "نشانی یا نسخهٔ دیگری به کار ببرید.")
    case .system(let code, let action):
      isEnglish
        ? ReaderExplanation(
          "The system failed at \(action) (error \(code)).", "Check the cable and the address.")
        : ReaderExplanation("خطای سیستم \(code) در \(action).", "کابل و نشانی را بررسی کنید.")
    }
  }

  private static func badSettings(_ what: String, _ isEnglish: Bool) -> ReaderExplanation {
    isEnglish
      ? ReaderExplanation(
        "The port cannot be set so: \(what).", "Give a baud, stop bits and parity that it can do.")
      : ReaderExplanation(
        "این درگاه چنین تنظیمی را نمی‌پذیرد: \(what).", "سرعت، بیت توقف و توازنی بدهید که می‌تواند.")
  }

  /// Without a capital, with a full stop.
  private static func cause(_ failure: ReaderFailure, _ language: Language) -> String {
    let isEnglish = language == .english
    return switch failure {
    case .busy: isEnglish ? "another command is running." : "فرمان دیگری در حال اجراست."
    case .notRegistered: isEnglish ? "the terminal is not registered." : "صندوق به پایانه معرفی نشده است."
    case .refused(let code):
      isEnglish
        ? "the terminal refused. \(result(code, language))" : "پایانه نپذیرفت. \(result(code, language))"
    case .send(.notSent): isEnglish ? "nothing was sent." : "چیزی فرستاده نشد."
    case .send(.rejected): isEnglish ? "the terminal rejected every copy." : "پایانه هیچ نسخه‌ای را نپذیرفت."
    case .send(.unconfirmed):
      isEnglish ? "the terminal confirmed none of the copies." : "پایانه دریافت هیچ نسخه‌ای را تایید نکرد."
    case .lineLost(commandLeft: false):
      isEnglish ? "the line was lost before anything was sent." : "ارتباط پیش از ارسال قطع شد."
    case .lineLost(commandLeft: true): isEnglish ? "the line was lost." : "ارتباط قطع شد."
    case .noAnswer: isEnglish ? "the terminal did not answer." : "پایانه پاسخ نداد."
    case .noCompletion: isEnglish ? "the terminal fell silent." : "پایانه میانهٔ کار خاموش ماند."
    case .unreadable: isEnglish ? "the terminal's answer cannot be read." : "پاسخ پایانه خوانا نیست."
    case .violation: isEnglish ? "the terminal broke the protocol." : "پایانه ترتیب گفت‌وگو را رعایت نکرد."
    case .alreadyPaid:
      isEnglish
        ? "the terminal says that this order was paid before."
        : "پایانه می‌گوید این سفارش پیش‌تر پرداخت شده است."
    case .contradiction: isEnglish ? "the terminal contradicts itself." : "پاسخ‌های پایانه با هم نمی‌خواند."
    }
  }

  /// Where a register presents itself, the code for a wrong PIN is about its password.
  private static func registrationCause(_ failure: ReaderFailure, _ language: Language) -> String {
    guard failure == .refused(ResultCode(.zvt, 0x37)) else { return cause(failure, language) }
    return language == .english ? "the password is wrong." : "گذرواژه نادرست است."
  }

  private static func registrationAdvice(_ failure: ReaderFailure, _ language: Language) -> String {
    if case .refused = failure {
      return language == .english
        ? "Check the password and the currency; nothing was paid."
        : "گذرواژه و ارز را بررسی کنید؛ چیزی پرداخت نشد."
    }
    return language == .english
      ? "Check the cable, the power and the address; nothing was paid."
      : "کابل، برق و نشانی را بررسی کنید؛ چیزی پرداخت نشد."
  }

  private static func advice(
    mayHaveActed: Bool, _ failure: ReaderFailure, _ language: Language
  ) -> String {
    switch (mayHaveActed, failure, language) {
    case (true, _, .english): "Ask the reader what became of it (recover) before paying again."
    case (true, _, .persian): "پیش از پرداخت دوباره، نتیجه را از کارتخوان استعلام کنید."
    case (false, .busy, .english): "Wait until it has ended."
    case (false, .busy, .persian): "تا پایان آن صبر کنید."
    case (false, _, .english): "It may be tried again."
    case (false, _, .persian): "می‌توانید دوباره امتحان کنید."
    }
  }

  private static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
