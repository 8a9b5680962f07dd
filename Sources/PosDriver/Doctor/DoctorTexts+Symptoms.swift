import PosProtocol

/// What each symptom of a line means, and what to do about it.
extension DoctorTexts {
  struct Symptom: Sendable {
    let message: @Sendable (LineHearing) -> BilingualText
    let advice: @Sendable (LineHearing) -> BilingualText

    init(_ english: String, _ persian: String, _ advice: String, _ persianAdvice: String) {
      message = { _ in BilingualText(english, persian) }
      self.advice = { _ in BilingualText(advice, persianAdvice) }
    }

    init(
      _ message: @escaping @Sendable (LineHearing) -> BilingualText,
      _ advice: @escaping @Sendable (LineHearing) -> BilingualText
    ) {
      (self.message, self.advice) = (message, advice)
    }
  }

  /// Those that are no fault of the wiring are missing.
  static let symptoms: [LineSymptom: Symptom] = [
    .silent: silent,
    .echo: Symptom(
      "What was sent comes back: transmit and receive are bridged, or the port echoes.",
      "آنچه فرستاده شد برمی‌گردد: ارسال و دریافت به هم وصل‌اند یا درگاه بازتاب می‌دهد.",
      "Look for a bridge between pins 2 and 3, a loopback plug, or a wrong port.",
      "اتصال پایه‌های ۲ و ۳، دوشاخهٔ بازگشتی یا درگاه نادرست را بررسی کنید."),
    .rejected: Symptom(
      "The other side refuses every frame (NAK): what arrives there is damaged.",
      "طرف دیگر هر قاب را رد می‌کند (NAK): آنچه می‌رسد خراب است.",
      "Check stop bits and parity (8N1 or 8N2), the cable's length and its shield; then 'pos probe'.",
      "بیت توقف و توازن (8N1 یا 8N2)، درازای کابل و حفاظ آن را بررسی کنید؛ سپس «pos probe»."),
    .damaged: Symptom(
      "Frames come with wrong checksums: noise on the line, or a wrong parity.",
      "قاب‌ها با جمع کنترلی نادرست می‌رسند: نویز روی خط یا توازن نادرست.",
      "Use a shorter, shielded cable, away from power lines; check that both sides use 8N1 or 8N2.",
      "کابل کوتاه‌تر و حفاظ‌دار، دور از کابل برق، به کار ببرید؛ هر دو سو 8N1 یا 8N2 باشد."),
    .garbled: Symptom(
      "Bytes come that are no frames: the baud differs.",
      "بایت‌هایی می‌رسد که قاب نیست: سرعت دو سو یکی نیست.",
      "Run 'pos probe' with this port: it finds the baud.",
      "«pos probe» را با همین درگاه اجرا کنید: سرعت را پیدا می‌کند."),
    .foreign: Symptom(
      "Something that is no reader answers in plain text: a modem, a console or a printer.",
      "چیزی جز کارتخوان با متن ساده پاسخ می‌دهد: مودم، کنسول یا چاپگر.",
      "Choose another port: 'pos ports' lists them.",
      "درگاه دیگری برگزینید: «pos ports» آن‌ها را نشان می‌دهد."),
    .otherFraming: otherFraming,
  ]

  private static let silent = Symptom(
    { hearing in
      if hearing.framing == .tcp {
        return BilingualText(
          "Connected, and not a byte comes: something listens there that does not speak ZVT.",
          "وصل شد و بایتی نمی‌آید: آنچه آنجا گوش می‌دهد ZVT نمی‌داند.")
      }
      return switch hearing.isOtherSideOn {
      case true?:
        BilingualText(
          "Not a byte comes back, though the other side is plugged in and on (CTS or DSR is high).",
          "بایتی برنمی‌گردد، هرچند طرف دیگر وصل و روشن است (CTS یا DSR بالاست).")
      case false?:
        BilingualText(
          "Not a byte comes back, and CTS and DSR are low: reader off or not plugged in, or a three-wire cable.",
          "بایتی برنمی‌گردد و CTS و DSR پایین‌اند: کارتخوان خاموش یا وصل نیست، یا کابل سه‌سیمه است.")
      case nil:
        BilingualText(
          "Not a byte comes back: reader off, wrong port, or crossed wires.",
          "بایتی برنمی‌گردد: کارتخوان خاموش، درگاه نادرست یا سیم‌ها جابه‌جا.")
      }
    },
    { hearing in
      if hearing.framing == .tcp {
        return BilingualText(
          "Check the port in the terminal's menu, and that its ZVT or ECR interface is on.",
          "شمارهٔ درگاه را در منوی پایانه ببینید و رابط ZVT یا ECR را روشن کنید.")
      }
      return hearing.isOtherSideOn == true
        ? BilingualText(
          "Switch the register interface on in the terminal's menu; then 'pos probe' tries other settings; then "
            + "try a null-modem cable or a straight one.",
          "رابط صندوق را در منوی پایانه روشن کنید؛ سپس «pos probe» تنظیم‌های دیگر را می‌آزماید؛ سپس کابل "
            + "null-modem یا ساده را بیازمایید.")
        : BilingualText(
          "Check power and plug; try a null-modem cable or a straight one; then 'pos probe' tries other "
            + "settings.",
          "برق و دوشاخه را بررسی کنید؛ کابل null-modem یا ساده را بیازمایید؛ «pos probe» تنظیم‌های دیگر را می‌آزماید."
        )
    })

  private static let otherFraming = Symptom(
    { hearing in
      hearing.framing == .tcp
        ? BilingualText(
          "The reader answers with serial frames on a network line.",
          "کارتخوان روی خط شبکه با قاب سریال پاسخ می‌دهد.")
        : BilingualText(
          "The reader answers with bare messages, as on TCP.",
          "کارتخوان با پیام بی‌قاب، مانند TCP، پاسخ می‌دهد.")
    },
    { hearing in
      hearing.framing == .tcp
        ? BilingualText(
          "Set the terminal's interface to TCP/IP instead of serial, or take the converter away.",
          "رابط پایانه را به‌جای سریال روی TCP/IP بگذارید یا مبدل را بردارید.")
        : BilingualText(
          "Set the terminal's interface to serial, or reach it by tcp:HOST:PORT.",
          "رابط پایانه را روی سریال بگذارید یا با tcp:HOST:PORT به آن وصل شوید.")
    })
}
