/// Where tickets go. An office sees its own and no other's.
public protocol SupportDesk: Sendable {
  /// Opens a ticket and gives it a tracking code.
  ///
  /// - Throws: what is wrong with a field or an image; `.noSuchPayment`, `.storage`, `.journal`.
  func open(_ draft: TicketDraft, from office: OfficeCode) async throws(TicketError) -> Ticket

  /// The office's tickets, newest first.
  ///
  /// - Parameters:
  ///   - state: nil for all.
  ///   - limit: how many at most.
  ///   - offset: how many of the newest to leave out.
  func tickets(
    of office: OfficeCode, in state: TicketState?, limit: Int, offset: Int
  ) async throws(TicketError) -> [TicketSummary]

  /// One ticket with its thread.
  ///
  /// - Throws: `.noSuchTicket`, `.journal`.
  func ticket(_ code: TrackingCode, of office: OfficeCode) async throws(TicketError) -> Ticket

  /// The office writes, with images or without.
  ///
  /// - Throws: `.text`, `.closed`, `.tooMany`, and as above.
  func say(
    _ text: String, images: [ImageFile], in code: TrackingCode, of office: OfficeCode
  ) async throws(TicketError) -> Ticket

  /// The office agrees with the answer (موافقم), which closes the ticket, or does not (مخالفم), which
  /// opens it
  /// again.
  ///
  /// - Throws: `.notAnswered`, `.closed`, and as above.
  func judge(
    agrees: Bool, in code: TrackingCode, of office: OfficeCode
  ) async throws(TicketError) -> Ticket

  /// An image of a ticket.
  ///
  /// - Throws: `.noSuchTicket` if no message of it has such an image, `.damaged`, `.storage`.
  func image(
    _ hash: ContentHash, in code: TrackingCode, of office: OfficeCode
  ) async throws(TicketError) -> [UInt8]
}
