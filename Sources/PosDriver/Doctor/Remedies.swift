/// What to do about each terminal status: ours, after the codes of PA00P015 §11.
extension DoctorTexts {
  static func remedy(_ status: UInt16) -> BilingualText {
    remedies[status]
      ?? BilingualText(
        "Look at the terminal's display and its manual, or call its service.",
        "به نمایشگر و راهنمای پایانه نگاه کنید یا با پشتیبانی آن تماس بگیرید.")
  }

  private static let endOfDay = BilingualText(
    "Run 'pos close-day', or do the end of day in the terminal's menu, then check again.",
    "«pos close-day» را اجرا کنید یا پایان روز را از منوی پایانه انجام دهید، سپس دوباره بررسی کنید.")
  private static let card = BilingualText(
    "Take the card out of the terminal.", "کارت را از پایانه بردارید.")
  private static let wait = BilingualText(
    "Wait a minute and check again; leave the terminal on.",
    "یک دقیقه صبر و دوباره بررسی کنید؛ پایانه روشن بماند.")
  private static let service = BilingualText(
    "Switch the terminal off and on; if it stays so, call its service.",
    "پایانه را خاموش و روشن کنید؛ اگر نشد با پشتیبانی آن تماس بگیرید.")

  private static let remedies: [UInt16: BilingualText] = [
    0x51: BilingualText(
      "Start the initialisation in the terminal's menu; it needs its network.",
      "راه‌اندازی را از منوی پایانه آغاز کنید؛ به شبکه نیاز دارد."),
    0x62: BilingualText(
      "Set date and time in the terminal's menu, or with 'pos doctor --set-clock'.",
      "تاریخ و ساعت را در منوی پایانه یا با «pos doctor --set-clock» تنظیم کنید."),
    0x9C: wait, 0xE0: wait,
    0xB1: endOfDay, 0xB2: endOfDay, 0xF0: endOfDay,
    0xBF: BilingualText(
      "Charge the terminal, or change its power supply.", "پایانه را شارژ یا منبع تغذیه را عوض کنید."),
    0xC2: BilingualText(
      "Start the diagnosis in the terminal's menu; it needs its network.",
      "عیب‌یابی را از منوی پایانه آغاز کنید؛ به شبکه نیاز دارد."),
    0xC4: BilingualText(
      "Load the card profiles: a software update in the terminal's menu.",
      "نمایه‌های کارت را از منوی پایانه به‌روز کنید."),
    0xCC: BilingualText(
      "Put paper in, close the printer's lid.", "کاغذ بگذارید و در چاپگر را ببندید."),
    0xDC: card, 0xE1: card,
    0xC0: service, 0xC1: service, 0xDF: service, 0xE2: service, 0xE3: service,
    0xE4: BilingualText("Activate the terminal in its menu.", "پایانه را از منوی آن فعال کنید."),
  ]
}
