public import PosProtocol

/// The authority's service: what is owed, and who has settled it.
public protocol InquiryService: Sendable {
  /// What is owed for a vehicle. The fee is paid; the same reference asks again for the same.
  func inquire(_ form: InquiryForm, reference: FlowID) async throws(ServiceError) -> InquiryResult

  /// Whether a debt is still due.
  func standing(of debt: Debt) async throws(ServiceError) -> DebtStanding

  /// Reports a debt as settled. Idempotent by its reference: reported again it changes nothing.
  func settle(_ settlement: Settlement) async throws(ServiceError) -> SettlementAnswer
}

/// What the service says of a debt before it is paid.
public enum DebtStanding: Hashable, Sendable {
  /// This much is due, in rial.
  case due(Amount)
  /// It is settled, or no longer there.
  case settled
}

/// What the service says to a report.
public enum SettlementAnswer: String, CaseIterable, Hashable, Sendable {
  case accepted
  /// It had it already, by this reference.
  case known
  /// The debt was settled by somebody else or has changed. A person has to see to it.
  case refused
}
