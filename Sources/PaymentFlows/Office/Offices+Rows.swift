internal import Foundation

/// How offices stand in the journal.
extension Offices {
  struct Row: Sendable {
    var office: Office
    var account: SignInMachine.Account
  }

  static func row(_ code: OfficeCode, in db: any SQLSession) throws -> Row? {
    guard
      let row = try db.row("SELECT * FROM offices WHERE code = ?", [code.description])
    else { return nil }
    guard let profile = OfficeProfile(name: row["name"], city: row["city"], phone: row["phone"]) else {
      throw JournalError.damaged("an office without a name")
    }
    let date = { (column: String) -> Date? in
      (row[column] as Int64?).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }
    let lockout = Lockout(failures: row["failures"], since: date("failedSince"))
    return Row(
      office: Office(
        code: code, profile: profile, created: date("created") ?? .distantPast,
        lastSignIn: date("lastSignIn"), lockout: lockout),
      account: SignInMachine.Account(hash: row["passwordHash"], lockout: lockout))
  }

  static func note(
    _ event: String, _ code: OfficeCode, _ time: Int64, by name: String? = nil, in db: any SQLSession
  ) throws {
    try db.perform(
      "INSERT INTO officeEvents (office, event, time, byWhom) VALUES (?, ?, ?, ?)",
      [code.description, event, time, name])
  }

  func milliseconds() -> Int64 { Journal.milliseconds(now()) }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> Value
  ) async throws(OfficeError) -> Value {
    do throws(JournalError) {
      return try await journal.tables.engine.write(body)
    } catch {
      throw .journal(error)
    }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> Value
  ) async throws(OfficeError) -> Value {
    do throws(JournalError) {
      return try await journal.tables.engine.read(body)
    } catch {
      throw .journal(error)
    }
  }
}
