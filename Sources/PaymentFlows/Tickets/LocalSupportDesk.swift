public import Foundation
internal import GRDB

/// Tickets in the journal's own file, images in a folder beside it: for an office whose support sits in
/// the same
/// house, and for tests.
public struct LocalSupportDesk: SupportDesk {
  let journal: Journal
  public let store: AttachmentStore
  private let now: @Sendable () -> Date
  private let newCode: @Sendable () -> TrackingCode

  /// Messages of one ticket.
  static let mostMessages = 500

  /// - Parameters:
  ///   - store: where images are; nil: beside the journal.
  ///   - newCode: makes tracking codes; one that is taken is made anew.
  public init(
    journal: Journal, store: AttachmentStore? = nil, now: @escaping @Sendable () -> Date = { Date() },
    newCode: @escaping @Sendable () -> TrackingCode = {
      var random = SystemRandomNumberGenerator()
      return TrackingCode(using: &random)
    }
  ) {
    (self.journal, self.store) = (journal, store ?? AttachmentStore(journal: journal))
    (self.now, self.newCode) = (now, newCode)
  }

  public func open(_ draft: TicketDraft, from office: OfficeCode) async throws(TicketError) -> Ticket {
    let answers = try draft.checked()
    let record = try await record(of: answers)
    try keep(draft.images)
    let (time, newCode, category) = (Journal.milliseconds(now()), newCode, draft.category.name)
    let images = draft.images.map(\.attachment)
    let text = answers.first { $0.field == .explanation }?.text
    let code = try await write { db in
      let code = try Self.freeCode(newCode, in: db)
      try db.execute(
        sql: """
          INSERT INTO tickets (code, office, category, answers, record, state, opened, changed)
          VALUES (?, ?, ?, ?, ?, 'underReview', ?, ?)
          """,
        arguments: [
          code.description, office.description, category, Self.json(answers), record?.json, time, time,
        ])
      try Self.add(.say, .office, nil, text, images, at: time, to: db.lastInsertedRowID, in: db)
      return code
    }
    return try await ticket(code, of: office)
  }

  public func say(
    _ text: String, images: [ImageFile], in code: TrackingCode, of office: OfficeCode
  ) async throws(TicketError) -> Ticket {
    try await step(.say, .office, nil, text, images, in: code, of: office)
  }

  public func judge(
    agrees: Bool, in code: TrackingCode, of office: OfficeCode
  ) async throws(TicketError) -> Ticket {
    try await step(agrees ? .agree : .disagree, .office, nil, nil, [], in: code, of: office)
  }

  /// The desk writes.
  ///
  /// - Parameter name: who.
  /// - Throws: as `say`.
  public func answer(
    _ text: String, by name: String, images: [ImageFile] = [], in code: TrackingCode
  ) async throws(TicketError) -> Ticket {
    try await step(.answer, .desk, name, text, images, in: code, of: nil)
  }

  public func tickets(
    of office: OfficeCode, in state: TicketState?, limit: Int, offset: Int
  ) async throws(TicketError) -> [TicketSummary] {
    try await tickets(ofOne: office, in: state, limit: limit, offset: offset)
  }

  /// Every office's tickets, newest first, as the desk sees them.
  public func tickets(
    in state: TicketState?, limit: Int, offset: Int
  ) async throws(TicketError) -> [TicketSummary] {
    try await tickets(ofOne: nil, in: state, limit: limit, offset: offset)
  }

  public func ticket(_ code: TrackingCode, of office: OfficeCode) async throws(TicketError) -> Ticket {
    try await existing(code, office)
  }

  /// One ticket of any office, as the desk sees it.
  public func ticket(_ code: TrackingCode) async throws(TicketError) -> Ticket {
    try await existing(code, nil)
  }

  public func image(
    _ hash: ContentHash, in code: TrackingCode, of office: OfficeCode
  ) async throws(TicketError) -> [UInt8] {
    let ticket = try await existing(code, office)
    guard ticket.messages.contains(where: { $0.attachments.contains { $0.hash == hash } }) else {
      throw .noSuchTicket
    }
    return try store.read(hash)
  }
}

extension LocalSupportDesk {
  /// One step by the table: the message and the state it leads to are one transaction.
  private func step(
    _ step: TicketStep, _ author: TicketMessage.Author, _ name: String?, _ typed: String?,
    _ images: [ImageFile], in code: TrackingCode, of office: OfficeCode?
  ) async throws(TicketError) -> Ticket {
    guard images.count <= Attachment.mostInMessage else { throw .tooMany }
    let text = typed.flatMap { TicketText($0)?.text }
    let isWritten = step == .say || step == .answer
    guard !isWritten || text != nil else { throw .text }
    // Looked at before images are kept, and again in the transaction.
    _ = try await existing(code, office)
    try keep(images)
    let (time, attachments) = (Journal.milliseconds(now()), images.map(\.attachment))
    let who = name.map { TypedLine.tidy($0, longest: 120) }
    let refusal = try await write { db -> TicketError? in
      guard let row = try Self.row(code, office, in: db) else { return .noSuchTicket }
      switch TicketTable.decide(row.state, step) {
      case .notAnswered: return .notAnswered
      case .closed: return .closed
      case .unchanged: return nil
      case .become(let state):
        guard row.messages < Self.mostMessages else { return .tooMany }
        try Self.add(step, author, who, text, attachments, at: time, to: row.id, in: db)
        try db.execute(
          sql: "UPDATE tickets SET state = ?, changed = ? WHERE id = ?",
          arguments: [state.rawValue, time, row.id])
        return nil
      }
    }
    if let refusal { throw refusal }
    return try await existing(code, office)
  }

  private func existing(_ code: TrackingCode, _ office: OfficeCode?) async throws(TicketError) -> Ticket {
    let ticket = try await read { db in try Self.ticket(code, office, in: db) }
    guard let ticket else { throw .noSuchTicket }
    return ticket
  }

  private func tickets(
    ofOne office: OfficeCode?, in state: TicketState?, limit: Int, offset: Int
  ) async throws(TicketError) -> [TicketSummary] {
    try await read { db in
      try Self.summaries(office, state, limit: max(0, limit), offset: max(0, offset), in: db)
    }
  }

  private func keep(_ images: [ImageFile]) throws(TicketError) {
    for image in images { try store.keep(image) }
  }

  private func record(of answers: [TicketAnswer]) async throws(TicketError) -> TicketRecord? {
    guard let text = answers.first(where: { $0.field == .payment })?.text, let key = AttemptKey(text) else {
      return nil
    }
    let attempt: Attempt?
    do throws(JournalError) {
      attempt = try await journal.attempt(key)
    } catch {
      throw .journal(error)
    }
    guard let attempt else { throw .noSuchPayment }
    return TicketRecord(attempt)
  }
}
