import PosProtocol

/// What a doctor says of the terminal's clock.
extension DoctorTexts {
  static let wrongDate: UInt16 = 0x62

  /// The clock that the terminal shows; if it shows none, the time of its last transaction, which is in the
  /// past: one that lies in this machine's future shows a clock that is ahead.
  static func clock(_ status: UInt16, _ look: ClockLook, last: ClockReading?) -> Finding {
    if look.setting == .refused {
      return Finding(
        .clock, .warning, "notSet",
        BilingualText(
          "It is wrong, and the terminal does not let it be set.",
          "نادرست است و پایانه اجازهٔ تنظیم آن را نمی‌دهد."),
        remedy(wrongDate))
    }
    if status == wrongDate {
      return Finding(
        .clock, .failed, "wrong",
        BilingualText(
          "The terminal says that its date or time is wrong.", "پایانه می‌گوید تاریخ یا ساعتش نادرست است."),
        remedy(wrongDate))
    }
    if let ahead = look.ahead {
      guard look.isRight == true else { return off(by: ahead) }
      return look.setting == .set
        ? .ok(
          .clock, "It was wrong and has been set to this machine's.",
          "نادرست بود و با ساعت این رایانه تنظیم شد.")
        : .ok(
          .clock, "Within two minutes of this machine's.", "با ساعت این رایانه کمتر از دو دقیقه فاصله دارد.")
    }
    guard let last, let now = look.now, let ahead = last.seconds(after: now) else {
      return .skipped(
        .clock, "The terminal does not show it; --diagnose may make it.",
        "پایانه آن را نشان نمی‌دهد؛ شاید با ‎--diagnose نشان دهد.")
    }
    guard ahead <= ClockLook.tolerance else { return off(by: ahead) }
    return .ok(
      .clock, "Not ahead of this machine's, by the time of its last transaction.",
      "بر پایهٔ زمان آخرین تراکنش، از ساعت این رایانه جلوتر نیست.")
  }

  private static func off(by ahead: Int) -> Finding {
    let (length, isAhead) = (span(abs(ahead)), ahead > 0)
    return Finding(
      .clock, .warning, isAhead ? "ahead" : "behind",
      BilingualText(
        "It is \(length.english) \(isAhead ? "ahead of" : "behind") this machine's.",
        "\(length.persian) از ساعت این رایانه \(isAhead ? "جلوتر" : "عقب‌تر") است."),
      BilingualText(
        "If this machine's time and zone are right: 'pos doctor --set-clock', or the terminal's menu.",
        "اگر ساعت و منطقهٔ زمانی این رایانه درست است: «pos doctor --set-clock» یا منوی پایانه."))
  }

  private static func span(_ seconds: Int) -> BilingualText {
    switch seconds {
    case ..<7200:
      BilingualText("\((seconds + 30) / 60) minutes", "\((seconds + 30) / 60) دقیقه")
    case ..<172_800:
      BilingualText("\((seconds + 1800) / 3600) hours", "\((seconds + 1800) / 3600) ساعت")
    default:
      BilingualText("\((seconds + 43_200) / 86_400) days", "\((seconds + 43_200) / 86_400) روز")
    }
  }
}
