internal import Foundation
internal import GRDB

/// How tickets stand in the journal.
extension LocalSupportDesk {
  struct Row: Sendable {
    let id: Int64, state: TicketState, messages: Int
  }

  /// Nil if there is none, or if it is not this office's.
  static func row(_ code: TrackingCode, _ office: OfficeCode?, in db: Database) throws -> Row? {
    let row = try GRDB.Row.fetchOne(
      db,
      sql: """
        SELECT id, state, (SELECT count(*) FROM ticketMessages WHERE ticketID = tickets.id) AS messages
        FROM tickets WHERE code = ? AND office = coalesce(?, office)
        """, arguments: [code.description, office?.description])
    guard let row else { return nil }
    return Row(id: row["id"], state: try state(row), messages: row["messages"])
  }

  static func freeCode(_ newCode: @Sendable () -> TrackingCode, in db: Database) throws -> TrackingCode {
    for _ in 0..<100 {
      let code = newCode()
      if try row(code, nil, in: db) == nil { return code }
    }
    throw JournalError.refused("no tracking code is free")
  }

  static func add(
    _ step: TicketStep, _ author: TicketMessage.Author, _ name: String?, _ text: String?,
    _ images: [Attachment], at time: Int64, to ticket: Int64, in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO ticketMessages (ticketID, step, author, name, text, time) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [ticket, step.rawValue, author.rawValue, name, text, time])
    let message = db.lastInsertedRowID
    for (position, image) in images.enumerated() {
      try db.execute(
        sql: """
          INSERT INTO ticketImages (messageID, position, hash, kind, size, label) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          message, position, image.hash.description, image.kind.rawValue, image.size, image.label,
        ])
    }
  }

  static func summaries(
    _ office: OfficeCode?, _ state: TicketState?, limit: Int, offset: Int, in db: Database
  ) throws -> [TicketSummary] {
    let rows = try GRDB.Row.fetchAll(
      db,
      sql: """
        SELECT * FROM tickets WHERE office = coalesce(?, office) AND state = coalesce(?, state)
        ORDER BY id DESC LIMIT ? OFFSET ?
        """, arguments: [office?.description, state?.rawValue, limit, offset])
    return try rows.map(summary)
  }

  static func ticket(_ code: TrackingCode, _ office: OfficeCode?, in db: Database) throws -> Ticket? {
    let row = try GRDB.Row.fetchOne(
      db, sql: "SELECT * FROM tickets WHERE code = ? AND office = coalesce(?, office)",
      arguments: [code.description, office?.description])
    guard let row else { return nil }
    return Ticket(
      summary: try summary(row), answers: answers(row["answers"]),
      record: (row["record"] as String?).flatMap { TicketRecord(json: $0) },
      messages: try messages(of: row["id"], in: db))
  }

  private static func messages(of ticket: Int64, in db: Database) throws -> [TicketMessage] {
    let rows = try GRDB.Row.fetchAll(
      db, sql: "SELECT * FROM ticketMessages WHERE ticketID = ? ORDER BY id", arguments: [ticket])
    return try rows.map { row in
      guard let step = TicketStep(rawValue: row["step"]),
        let author = TicketMessage.Author(rawValue: row["author"])
      else { throw JournalError.damaged("a ticket's message") }
      return TicketMessage(
        step: step, author: author, name: row["name"], text: row["text"], time: date(row["time"]),
        attachments: try attachments(of: row["id"], in: db))
    }
  }

  private static func attachments(of message: Int64, in db: Database) throws -> [Attachment] {
    let rows = try GRDB.Row.fetchAll(
      db, sql: "SELECT * FROM ticketImages WHERE messageID = ? ORDER BY position", arguments: [message])
    return try rows.map { row in
      guard let hash = ContentHash(row["hash"] as String), let kind = ImageKind(rawValue: row["kind"]) else {
        throw JournalError.damaged("a ticket's image")
      }
      return Attachment(hash: hash, kind: kind, size: row["size"], label: row["label"])
    }
  }

  private static func summary(_ row: GRDB.Row) throws -> TicketSummary {
    guard let code = TrackingCode(row["code"]), let office = OfficeCode(row["office"]),
      let category = TicketCategory.named(row["category"])
    else { throw JournalError.damaged("a ticket") }
    return TicketSummary(
      code: code, office: office, category: category, state: try state(row), opened: date(row["opened"]),
      changed: date(row["changed"]))
  }

  private static func state(_ row: GRDB.Row) throws -> TicketState {
    guard let state = TicketState(rawValue: row["state"]) else {
      throw JournalError.damaged("a ticket's state")
    }
    return state
  }

  private static func date(_ milliseconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// A list of pairs, so that the form's order stays.
  static func json(_ answers: [TicketAnswer]) -> String {
    let pairs = answers.map { [$0.field.rawValue, $0.text] }
    return (try? JSONEncoder().encode(pairs)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  private static func answers(_ json: String) -> [TicketAnswer] {
    let pairs = (try? JSONDecoder().decode([[String]].self, from: Data(json.utf8))) ?? []
    return pairs.compactMap { pair in
      guard pair.count == 2, let field = TicketField(rawValue: pair[0]) else { return nil }
      return TicketAnswer(field: field, text: pair[1])
    }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(TicketError) -> Value {
    do throws(JournalError) {
      return try await journal.write(body)
    } catch {
      throw .journal(error)
    }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(TicketError) -> Value {
    do throws(JournalError) {
      return try await journal.read(body)
    } catch {
      throw .journal(error)
    }
  }
}
