public import Foundation
public import PosProtocol

/// What the citizen and the office get: a receipt for a payment that stands, otherwise a slip that says
/// plainly what is known. One model; text, HTML, pictures and printers show the same elements of it.
public struct Receipt: Hashable, Sendable {
  /// What it is written in.
  public enum Language: String, CaseIterable, Hashable, Sendable { case persian, english }

  /// Only `receipt` proves a payment.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Paid, and it stands.
    case receipt
    /// A reversal that was approved.
    case reversal
    /// Paid once, and undone since.
    case reversed
    /// Nothing was paid.
    case declined
    /// Nobody knows yet: of the payment, or of a reversal that was begun.
    case doubt
  }

  /// Whose copy it is.
  public enum Copy: String, CaseIterable, Hashable, Sendable { case customer, merchant }

  public var kind: Kind
  public var copy = Copy.customer
  /// Marked as a copy: the receipt was given out before.
  public var isReprint = false
  /// Lines above the title: the office's name, address, telephone.
  public var office: [String] = []
  /// What was paid for; a group has one line a bill.
  public var lines: [Line] = []
  /// Who pays: a plate or a name.
  public var applicant: String?
  /// The sum of the lines.
  public var amount: Amount
  public var currency: Currency
  public var time: Date
  /// When a `reversed` payment was undone.
  public var reversed: Date?
  /// The caller's own name of the attempt; on the merchant's copy.
  public var key: String?
  /// What people ask about the payment with (شماره پیگیری); in the code that is scanned, too.
  public var tracking: String?
  /// The acquirer's reference (شماره مرجع, RRN).
  public var reference: String?
  public var receiptNumber: String?
  public var card: MaskedCardNumber?
  public var terminal: String?
  public var merchant: String?

  /// A slip without lines and numbers; set what is known.
  public init(_ kind: Kind, amount: Amount, currency: Currency, time: Date) {
    (self.kind, self.amount, self.currency, self.time) = (kind, amount, currency, time)
  }

  /// One thing that was paid for.
  public struct Line: Hashable, Sendable {
    /// What it is for; a bill without one is named after its service.
    public var purpose: String?
    public var billID: String?
    public var paymentID: String?
    public var amount: Amount

    public init(amount: Amount, purpose: String? = nil, billID: String? = nil, paymentID: String? = nil) {
      (self.amount, self.purpose, self.billID, self.paymentID) = (amount, purpose, billID, paymentID)
    }
  }
}
