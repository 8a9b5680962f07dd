extension ZVT.StatusInformation {
  /// The message for a day's totals. BMP 49 is sent only to a register that named a currency itself.
  public init(_ totals: DayTotals, namesCurrency: Bool) {
    self.init()
    result = 0
    amount = totals.amount
    self.totals = ZVT.IndividualTotals(
      firstReceipt: totals.firstReceipt, lastReceipt: totals.lastReceipt, groups: totals.groups)
    traceNumber = totals.traceNumber
    setClock(totals.clock)
    currency = namesCurrency ? totals.currency : nil
  }

  /// What the message says of a day; nil if it says that there was no end of day (a result other than 00),
  /// and without BMP 60: it is a payment's then, which must not be taken for anything else.
  ///
  /// - Spec: PA00P015 §3.1.3. Absent 27 is 00 here: the completion says that a day is closed.
  public var dayTotals: DayTotals? {
    guard let totals, result ?? 0 == 0 else { return nil }
    let (parts, record) = (totals.parts, record)
    var day = DayTotals()
    (day.amount, day.currency) = (amount, currency)
    (day.firstReceipt, day.lastReceipt) = (parts?.firstReceipt, parts?.lastReceipt)
    day.groups = (parts?.groups ?? []).filter { $0.count > 0 || $0.amount.minorUnits > 0 }
    (day.traceNumber, day.clock) = (record.traceNumber, record.clock)
    return day
  }
}
