public import Foundation

/// One entry of the thread.
public struct TicketMessage: Hashable, Sendable {
  /// On which side of the desk.
  public enum Author: String, CaseIterable, Hashable, Sendable { case office, desk }

  public let step: TicketStep
  public let author: Author
  /// Who wrote it, where that is known.
  public let name: String?
  /// Nil where somebody only agreed or disagreed.
  public let text: String?
  public let time: Date
  public let attachments: [Attachment]
}
