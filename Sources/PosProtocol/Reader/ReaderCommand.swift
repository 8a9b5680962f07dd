/// What a register can ask of any reader, whatever its wire.
public enum ReaderCommand: Hashable, Sendable {
  /// Make the two known to each other. ZVT 06 00; Sadad INM.
  case register
  /// ZVT 06 02; Sadad closes the connection.
  case logOff
  /// ZVT 05 01; Sadad 0005 (device info).
  case status
  /// ZVT 06 01; Sadad REQUEST 000000.
  case pay(PaymentRequest)
  /// The reader's own record of its last transaction. ZVT 06 20 with service byte 03; Sadad 0013, count 1.
  case lastTransaction
  /// ZVT 06 30; Sadad has none.
  case reverse(ReversalRequest)
  /// Which pre-authorizations are neither booked nor reversed. ZVT 06 23 with receipt number FFFF; Sadad has
  /// none.
  case openPreauthorizations
  /// Try the way to the host; moves no money. ZVT 06 70 for the line alone; Sadad has none.
  case diagnose
  /// Set the terminal's clock. ZVT 06 91; Sadad has none.
  case setClock(ClockReading)
  /// End of day: settle with the host and begin a new turnover. ZVT 06 50; Sadad has none.
  case closeDay
  /// What was turned over since the last end of day. ZVT 06 10; Sadad has none.
  case turnover
}

/// What is to be paid.
public struct PaymentRequest: Hashable, Sendable {
  public var amount: Amount
  public var currency: Currency
  /// Goes to a terminal that refuses to be paid twice for one order; nil: none does.
  public var orderNumber: OrderNumber?

  public init(amount: Amount, currency: Currency, orderNumber: OrderNumber? = nil) {
    (self.amount, self.currency, self.orderNumber) = (amount, currency, orderNumber)
  }
}

/// Which earlier transaction is to be undone.
public struct ReversalRequest: Hashable, Sendable {
  public var receiptNumber: ReceiptNumber
  /// Checked by the terminal against its own record if given.
  public var amount: Amount?
  public var currency: Currency?

  public init(receiptNumber: ReceiptNumber, amount: Amount? = nil, currency: Currency? = nil) {
    (self.receiptNumber, self.amount, self.currency) = (receiptNumber, amount, currency)
  }
}
