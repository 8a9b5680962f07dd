import PosProtocol

/// What a doctor says of the terminal's clock.
extension DoctorTexts {
  /// A last transaction is in the past, so its time is no later than the terminal's own clock: one that lies
  /// in this machine's future shows a clock that is ahead. One that is behind cannot be told from an old
  /// transaction, but the terminal itself says when its date is wrong (status 62).
  static func clock(_ status: UInt16, last: ClockReading?, now: ClockReading?) -> Finding {
    if status == 0x62 {
      return Finding(
        .clock, .failed, "wrong",
        BilingualText(
          "The terminal says that its date or time is wrong.", "پایانه می‌گوید تاریخ یا ساعتش نادرست است."),
        remedy(0x62))
    }
    guard let last, let now, let ahead = last.seconds(after: now) else {
      return .skipped(
        .clock, "The terminal shows its clock only with a transaction.",
        "پایانه ساعتش را تنها با یک تراکنش نشان می‌دهد.")
    }
    guard ahead > tolerance else {
      return .ok(
        .clock, "Not ahead of this machine's, by the time of its last transaction.",
        "بر پایهٔ زمان آخرین تراکنش، از ساعت این رایانه جلوتر نیست.")
    }
    return Finding(
      .clock, .warning, "ahead",
      BilingualText(
        "Its last transaction lies \(ahead / 60) minutes in this machine's future.",
        "آخرین تراکنش آن \(ahead / 60) دقیقه جلوتر از ساعت این رایانه است."),
      BilingualText(
        "Compare both clocks and time zones; set the one that is wrong.",
        "هر دو ساعت و منطقهٔ زمانی را مقایسه و آن را که نادرست است تنظیم کنید."))
  }

  /// Clocks of terminals drift by seconds a day; two minutes are no fault.
  private static let tolerance = 120
}
