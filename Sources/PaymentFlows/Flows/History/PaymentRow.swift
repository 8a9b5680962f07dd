public import Foundation
public import PosProtocol

/// A row of the payments' history (سوابق پرداخت): one attempt.
public struct PaymentRow: Hashable, Sendable {
  public let key: AttemptKey
  public let flow: FlowID
  public let category: FlowCategory
  public let purpose: FlowPurpose
  public let applicant: String
  /// In rial.
  public let amount: Amount
  public let status: PaymentStatus
  /// When the reader was asked.
  public let time: Date
  /// شماره پیگیری and شماره مرجع.
  public let tracking: String?, hostReference: String?
  /// Whether the citizen has the receipt.
  public let isPrinted: Bool
  /// Whether the payment was undone since: the citizen has the money back.
  public let isUndone: Bool
  /// What can be done from here, if anything: the doubtful are confirmed, the failed paid again, a receipt
  /// that was not collected printed.
  public let command: FlowEvent?
}

/// A row of the inquiries' history (سوابق استعلام): one flow.
public struct InquiryRow: Hashable, Sendable {
  public let flow: FlowID
  public let kind: InquiryKind
  public let applicant: String
  public let stage: FlowStage
  /// When it was registered.
  public let time: Date
  public var command: FlowEvent? { FlowMachine(.inquiry, at: stage).commands.first }
}
