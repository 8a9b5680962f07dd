/// What people read of a flow, in the field's own words.
extension FlowStage {
  /// What a list says of it.
  public func text(_ language: Receipt.Language) -> String {
    language == .persian ? words.persian : words.english
  }

  private var words: (persian: String, english: String) {
    switch self {
    case .registered: ("ثبت شده", "registered")
    case .charging: ("در حال پرداخت", "being paid")
    case .failed: ("ناموفق", "failed")
    case .doubtful: ("نامشخص", "doubtful")
    case .paid: ("پرداخت شده؛ رسید چاپ نشده", "paid, receipt not printed")
    case .printing: ("در حال چاپ رسید", "the receipt is being printed")
    case .printed: ("پرداخت شده؛ رسید چاپ شد", "paid, receipt printed")
    case .inquiring: ("در حال استعلام", "the service is being asked")
    case .answered: ("استعلام انجام شد", "result is here")
    case .review: ("نیاز به بررسی", "needs review")
    case .gone: ("دیگر قابل پرداخت نیست", "no longer due")
    }
  }
}

extension FlowView {
  /// What a button says.
  public func label(_ command: FlowEvent, _ language: Receipt.Language) -> String {
    let words: (persian: String, english: String) =
      switch (command, flow.stage, flow.subject.kind) {
      case (.pay, .failed, _): ("پرداخت مجدد", "pay again")
      case (.pay, _, .inquiry): ("پرداخت و مشاهده استعلام", "pay and show the inquiry")
      case (.pay, _, _): ("پرداخت", "pay")
      case (.confirm, _, _): ("تایید تراکنش", "confirm transaction")
      case (.print, .paid, _): ("چاپ رسید", "print the receipt")
      case (.print, _, _): ("چاپ مجدد رسید", "print the receipt again")
      case (.open, _, _): ("مشاهده استعلام", "show the inquiry")
      default: (command.rawValue, command.rawValue)
      }
    return language == .persian ? words.persian : words.english
  }
}

extension FlowRefusal {
  /// One line: why not, and what to do.
  public func text(_ language: Receipt.Language) -> String {
    language == .persian ? words.persian : words.english
  }

  private var words: (persian: String, english: String) {
    switch self {
    case .paid: ("پیش از این پرداخت شده است.", "it is paid already.")
    case .notPaid: ("هنوز پرداخت نشده است.", "it is not paid yet. Pay first.")
    case .doubtful:
      (
        "وضعیت پرداخت نامشخص است. دوباره پرداخت نکنید؛ ابتدا «تایید تراکنش» را بزنید.",
        "nobody knows whether it was charged. Do not pay again; confirm the transaction first."
      )
    case .nothingToConfirm: ("تراکنش نامشخصی وجود ندارد.", "there is no doubt to settle.")
    case .receiptFirst: ("ابتدا رسید خدمت را چاپ کنید.", "print the receipt of the service first.")
    case .nothingToOpen: ("نتیجه‌ای برای نمایش نیست.", "there is no result to show.")
    case .running: ("در حال انجام است. کمی صبر کنید.", "somebody is at it. Wait, and look again.")
    case .gone:
      (
        "بدهی دیگر به این صورت نیست. استعلام جدید بگیرید.",
        "it is no longer due as it was shown. Make a new inquiry."
      )
    case .serviceSilent:
      (
        "سامانه پاسخ نمی‌دهد. مبلغی کم نشد؛ دوباره تلاش کنید.",
        "the service does not say whether it is still due. Nothing was charged; try again."
      )
    }
  }
}

extension InquiryKind {
  public var persianName: String { self == .aggregate ? "تجمیعی" : "با جزئیات" }
}
