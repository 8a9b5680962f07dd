internal import PosDriver
internal import PosProtocol

extension PaymentError {
  /// The same as `message`, in Persian.
  public var persianMessage: String {
    switch self {
    case .keyReused: "این کلید برای پرداخت دیگری به کار رفته است. کلید تازه بگیرید."
    case .orderUnresolved(let key): "تلاش \(key) برای همین سفارش روشن نشده است. نخست recover را اجرا کنید."
    case .readerUnresolved(let key): "تلاش \(key) با همین کارتخوان روشن نشده است. نخست recover را اجرا کنید."
    case .orderPaid(let key): "این سفارش پیش‌تر با تلاش \(key) پرداخت شده است. در سوابق ببینید."
    case .readerBusy: "برنامه دیگری با این کارتخوان کار می‌کند. تا پایان آن صبر کنید."
    case .keyBusy: "همین کلید هنوز در برنامه دیگری در جریان است. دوباره بپرسید."
    case .otherReader(let name): "این تلاش با کارتخوان \(name) بوده است. recover را با همان اجرا کنید."
    case .notOpen: "تلاش نامشخصی با این کلید نیست. در سوابق ببینید."
    case .notReversible: "پرداخت موفقی با این کلید نیست. در سوابق ببینید."
    case .reversed(let key): "این پرداخت پیش‌تر با تلاش \(key) برگشت خورده است."
    case .receiptTaken(let key):
      "کارتخوان به جای این پرداخت، تلاش \(key) را برمی‌گرداند که اکنون همان شماره رسید را دارد. وجه را جداگانه پس دهید."
    case .reversalPending(let key):
      "تلاش \(key) دیرتر از کارت برداشت کرده و هنوز برگشت نخورده است. نخست reversals را اجرا کنید."
    case .noSuchReversal: "برگشتی با این شماره برای این کارتخوان در صف نیست. فهرست برگشت‌ها را ببینید."
    case .deadline: "کارتخوان به‌موقع پایان نداد. کار ادامه دارد؛ recover را اجرا کنید."
    case .reader(.failure(.alreadyPaid)):
      "کارتخوان می‌گوید این سفارش پیش‌تر پرداخت شده است. recover را اجرا کنید تا آن پرداخت پیدا شود."
    case .reader(let error):
      error.mayHaveActed
        ? "کارتخوان پاسخ روشنی نداد. پیش از پرداخت دوباره، recover را اجرا کنید."
        : "کارتخوان در دسترس نبود و چیزی فرستاده نشد. برق، کابل و نشانی را بررسی کنید و دوباره بپردازید."
    case .journal(let error): error.persianMessage
    case .contradiction: "پاسخ کارتخوان با درخواست نمی‌خواند. پیش از پرداخت دوباره، recover را اجرا کنید."
    case .unresolved: "نتیجه هنوز نامشخص است. دفتر خود کارتخوان را ببینید."
    }
  }
}
