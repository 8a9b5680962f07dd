/// What a ticket is about: kinds, and under each the categories with the fields that each asks for.
public enum TicketKind: String, CaseIterable, Hashable, Sendable {
  case payment, inquiry, bill, reader, office
  /// Free words, in a chat.
  case other

  private static let table: [TicketKind: (english: String, persian: String)] = [
    .payment: ("payment", "پرداخت"),
    .inquiry: ("inquiry", "استعلام"),
    .bill: ("bill", "قبض"),
    .reader: ("card reader", "کارتخوان"),
    .office: ("office", "دفتر"),
    .other: ("other", "سایر"),
  ]

  public var english: String { Self.table[self]?.english ?? rawValue }
  public var persian: String { Self.table[self]?.persian ?? rawValue }

  /// Its categories, in the order of the menu.
  public var categories: [TicketCategory] { TicketCategory.all.filter { $0.kind == self } }
}

/// One row of the form: what it is called, and what it needs.
public struct TicketCategory: Hashable, Sendable {
  public let kind: TicketKind
  /// A stable word, unique among all kinds.
  public let name: String
  public let english: String, persian: String
  /// What must be filled in.
  public let needs: [TicketField]
  /// What may be.
  public let takes: [TicketField]

  /// The category with that name.
  public static func named(_ name: String) -> TicketCategory? { all.first { $0.name == name } }

  public static let all = [
    row(
      .payment, "chargedNotSettled", "charged, but the debt is still there",
      "مبلغ کسر شده ولی بدهی تسویه نشده است",
      [.payment, .explanation], [.billID]),
    row(
      .payment, "chargedTwice", "charged twice", "مبلغ دو بار کسر شده است",
      [.payment, .amount, .date, .explanation], [.referenceNumber]),
    row(
      .payment, "wrongAmount", "charged a wrong amount", "مبلغ نادرست کسر شده است",
      [.payment, .amount, .explanation]),
    row(
      .payment, "notReversed", "reversed, but the money has not come back",
      "برگشت خورده ولی مبلغ به کارت بازنگشته است",
      [.payment, .date, .explanation], [.referenceNumber]),
    row(
      .inquiry, "noResult", "fee paid, no result", "کارمزد پرداخت شده ولی نتیجه نمایش داده نمی‌شود",
      plate + [.nationalID, .mobile], [.payment, .explanation]),
    row(
      .inquiry, "wrongResult", "the result is wrong", "نتیجه استعلام نادرست است",
      plate + [.nationalID, .explanation], [.mobile]),
    row(
      .bill, "notPosted", "paid, but the company does not know", "قبض پرداخت شده ولی ثبت نشده است",
      [.billID, .paymentID, .payment], [.explanation]),
    row(
      .bill, "wrongBill", "a wrong bill was paid", "قبض اشتباه پرداخت شده است",
      [.billID, .paymentID, .payment, .explanation]),
    row(
      .reader, "notUsable", "the reader cannot be used", "کارتخوان کار نمی‌کند",
      [.explanation], [.terminalID]),
    row(
      .reader, "wrongDetails", "the reader's registered details are wrong",
      "مشخصات ثبت‌شده کارتخوان نادرست است",
      [.terminalID, .explanation]),
    row(
      .office, "profileWrong", "the office's details are wrong", "مشخصات دفتر نادرست است",
      [.explanation], [.mobile]),
    row(
      .office, "cannotSignIn", "cannot sign in", "ورود به سامانه ممکن نیست",
      [.mobile, .explanation]),
    row(.other, "chat", "something else", "موضوع دیگر", [.explanation], [.payment]),
  ]

  private static let plate: [TicketField] = [.plateTwo, .plateLetter, .plateThree, .plateProvince]

  private static func row(
    _ kind: TicketKind, _ name: String, _ english: String, _ persian: String, _ needs: [TicketField],
    _ takes: [TicketField] = []
  ) -> TicketCategory {
    TicketCategory(
      kind: kind, name: name, english: english, persian: persian, needs: needs, takes: takes)
  }
}
