extension JournalError {
  /// The same as `message`, in Persian.
  public var persianMessage: String {
    switch self {
    case .locked: "برنامه دیگری دفتر پرداخت را قفل کرده است. آن را ببندید و دوباره تلاش کنید."
    case .full: "دیسک دفتر پرداخت پر است. جا باز کنید و دوباره تلاش کنید."
    case .damaged(let detail):
      "دفتر پرداخت آسیب دیده است (\(detail)). فایل را نگه دارید، نسخه پشتیبان را برگردانید و پیش از پرداخت با پشتیبانی تماس بگیرید."
    case .newerSchema: "دفتر پرداخت را نسخه تازه‌تری از برنامه نوشته است. این برنامه را به‌روز کنید."
    case .readOnly: "نوشتن در دفتر پرداخت یا پوشه آن ممکن نیست. دسترسی‌ها را بررسی کنید."
    case .cannotOpen(let detail): "دفتر پرداخت باز نمی‌شود (\(detail)). مسیر یا نشانی آن را بررسی کنید."
    case .refused(let detail):
      "دفتر پرداخت این گام را نپذیرفت (\(detail)). چیزی تغییر نکرد؛ آن را گزارش کنید."
    case .leaseLost:
      "پیشخوان دیگری کار را به دست گرفته است. پیش از هر پرداخت، بازیابی (recover) را اجرا کنید."
    case .noPostgres:
      "این برنامه بدون PostgreSQL ساخته شده است. آن را با ویژگی Postgres بسازید یا نام یک فایل را بدهید."
    case .system(0, let detail): "دفتر پرداخت خطا داد (\(detail)). دوباره تلاش کنید؛ اگر ماند، گزارش کنید."
    case .system(let code, let detail):
      "دفتر پرداخت خطا داد (SQLite \(code): \(detail)). دوباره تلاش کنید؛ اگر ماند، گزارش کنید."
    }
  }
}
