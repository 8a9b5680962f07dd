public import PosProtocol

/// A bill that can be paid: both its numbers, checked alone and together.
public struct Bill: Hashable, Sendable {
  public let billID: BillID
  public let paymentID: PaymentID

  /// - Throws: what is wrong with which number; the bill ID is looked at first.
  public init(billID: String, paymentID: String) throws(BillError) {
    self.billID = try BillID(billID)
    self.paymentID = try PaymentID(paymentID, for: self.billID)
  }

  /// Reads the 26 digits of the bill's barcode: both numbers, each padded to 13.
  public init(barcode: String) throws(BillError) {
    let digits = try BillDigits(barcode, part: .barcode, length: 26...26)
    try self.init(billID: String(digits.text.prefix(13)), paymentID: String(digits.text.suffix(13)))
  }

  public var amount: Amount { paymentID.amount }
  public var service: BillService { billID.service }
  public var barcode: String { billID.digits.padded + paymentID.digits.padded }

  /// What the bill is called in a journal; the same however many zeros were typed.
  public var identity: String { "bill:\(billID.digits.significant)/\(paymentID.digits.significant)" }
}
