public import Foundation

/// Where flows are kept: every step, the reports that are due, and the two histories. A step, what it says of
/// its payment, and the report that it makes due are one transaction.
public protocol FlowStore: Sendable {
  /// Keeps a new flow, or finds it again; nil: the name stands for something else.
  func register(
    _ flow: FlowID, _ subject: FlowSubject, at time: Date
  ) async throws(JournalError) -> Flow?

  func flow(_ id: FlowID) async throws(JournalError) -> Flow?

  /// Adds a step to a flow as it was read; false: somebody else has gone on with it meanwhile, and nothing
  /// was written.
  func add(_ step: FlowStep, to flow: Flow, owing report: Settlement?) async throws(JournalError) -> Bool

  /// Flows in one of these stages, oldest first.
  func flows(in stages: Set<FlowStage>) async throws(JournalError) -> [Flow]

  /// The newest flow with a bill, by its bill ID and, if given, its payment ID.
  func flow(paying bill: BillID, _ payment: String?) async throws(JournalError) -> Flow?

  /// Reports to make, oldest first: those due at that time, or all in a state.
  func reports(dueAt time: Date) async throws(JournalError) -> [Settlement]
  func reports(_ state: Settlement.State) async throws(JournalError) -> [Settlement]

  /// Reports that the service has, of payments that were undone since.
  func undoneReports() async throws(JournalError) -> [Settlement]

  /// Writes down what became of a report; a report that is not due any longer stays as it is.
  func update(_ report: Settlement) async throws(JournalError)

  /// One row of the payments' history.
  func payment(_ key: AttemptKey) async throws(JournalError) -> PaymentRow?

  func payments(_ query: FlowQuery) async throws(JournalError) -> FlowPage<PaymentRow>
  func inquiries(_ query: FlowQuery) async throws(JournalError) -> FlowPage<InquiryRow>
}
