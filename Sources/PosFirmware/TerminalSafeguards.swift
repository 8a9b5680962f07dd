import PosProtocol

/// What helps against double payments, where this terminal is set up for it.
extension Terminal {
  /// The record of a transaction as the register is told it.
  func told(_ turnover: Turnover) -> TransactionRecord {
    var record = turnover.record
    if settings.namesTurnoverNumbers { record.turnoverNumber = UInt32(turnover.sequence % 1_000_000) }
    return record
  }

  /// The order has been paid: says so, prints that payment's receipts again, and takes nothing. False: it has
  /// not, as far as the last payment tells.
  mutating func refusesTwice(_ request: PaymentRequest) -> Bool {
    guard settings.safeguards.contains(.orderNumbers), let order = request.orderNumber,
      let paid = memory.lastPaid, paid.orderNumber == order
    else { return false }
    voice.say(.accept)
    printFreely(paid)
    voice.say(.abort(.doubleBooking))
    return true
  }

  /// The payment that is to be undone first, because this register has never heard of it: its receipt number
  /// is one above the last that the register knows.
  func missed(by options: PaymentOptions) -> Turnover? {
    guard settings.safeguards.contains(.receiptSync), case .after(let known)? = options.receiptSync,
      let last = memory.newest, last.kind == .payment, last.state == .committed,
      last.record.receiptNumber?.value == known.value % 9999 + 1
    else { return nil }
    return last
  }

  /// The missed payment is undone; the new one gets its number.
  mutating func replace(
    _ undone: Turnover, _ request: PaymentRequest, _ options: PaymentOptions, at now: Instant
  ) {
    guard isHeard else { return becomeIdle(at: now) }
    reusedReceipt = undone.record.receiptNumber
    awaitCard(request, options, at: now)
  }
}
