public import PosDriver
public import PosProtocol

/// A traffic fine (جریمه) that is paid with the two numbers on its notice.
public struct FinePayment: Hashable, Sendable {
  public let bill: Bill

  /// - Throws: what is wrong with which number; a bill of another service is `.notFine`.
  public init(billID: String, paymentID: String) throws(BillError) {
    try self.init(Bill(billID: billID, paymentID: paymentID))
  }

  public init(_ bill: Bill) throws(BillError) {
    guard bill.service == .trafficFine else { throw .notFine(bill.service) }
    self.bill = bill
  }

  public var amount: Amount { bill.amount }

  /// The debt: both numbers name it, so the same fine is never paid twice.
  public var order: Order { Order(bill: bill) }

  public func pay(key: AttemptKey, with payments: Payments, on reader: any CardReader) async -> PaymentReport
  {
    await payments.pay(order, key: key, on: reader)
  }
}
