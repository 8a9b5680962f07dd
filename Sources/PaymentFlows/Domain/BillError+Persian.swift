extension BillError {
  /// The same as `message`, in Persian.
  public var persianMessage: String { PersianDigits.persian(persianText) }

  private var persianText: String {
    switch self {
    case .notDigit(let part, let offset):
      "\(part.persianName): نویسه \(offset + 1) رقم نیست. فقط رقم‌ها را بنویسید."
    case .length(.barcode, let count): "بارکد \(count) رقم دارد، نه 26 رقم. دوباره بخوانید."
    case .length(let part, let count):
      "\(part.persianName): \(count) رقم به جای 6 تا 13 رقم. با قبض مقایسه کنید."
    case .billCheck(let expected, let found):
      "رقم آخر شناسه قبض \(found) است و باید \(expected) باشد. با قبض مقایسه کنید."
    case .paymentCheck(let expected, let found):
      "رقم یکی مانده به آخر شناسه پرداخت \(found) است و باید \(expected) باشد. با قبض مقایسه کنید."
    case .pairCheck(let expected, let found):
      "شناسه قبض و شناسه پرداخت به هم نمی‌خورند (رقم آخر \(found) به جای \(expected)). هر دو را مقایسه کنید."
    case .service(let digit):
      "شناسه قبض خدمت شماره \(digit) را نشان می‌دهد که وجود ندارد. با قبض مقایسه کنید."
    case .notFine(let service): "این قبض \(service.persianName) است، نه جریمه. آن را به صورت قبض بپردازید."
    case .nothingDue: "بنا بر شناسه پرداخت چیزی برای پرداخت نیست."
    }
  }
}

extension BillError.Part {
  fileprivate var persianName: String {
    switch self {
    case .billID: "شناسه قبض"
    case .paymentID: "شناسه پرداخت"
    case .barcode: "بارکد"
    }
  }
}
