public import Foundation

/// A ticket as the list shows it.
public struct TicketSummary: Hashable, Sendable {
  public let code: TrackingCode
  public let office: OfficeCode
  public let category: TicketCategory
  public let state: TicketState
  public let opened: Date
  /// When something was last said or decided.
  public let changed: Date
}

/// A ticket with all that was said.
public struct Ticket: Hashable, Sendable {
  public let summary: TicketSummary
  /// What was filled in, in the order of the category's form.
  public let answers: [TicketAnswer]
  /// The payment that it is about, as it stood when the ticket was opened.
  public let record: TicketRecord?
  /// Oldest first.
  public let messages: [TicketMessage]
}

/// A field, and what was filled in.
public struct TicketAnswer: Hashable, Sendable {
  public let field: TicketField
  public let text: String
}
