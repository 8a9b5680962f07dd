public import Foundation

/// The offices of a journal, and the door to them.
public struct Offices: Sendable {
  let journal: any LedgerDatabase
  private let hashing: any PasswordHashing
  let now: @Sendable () -> Date

  /// - Parameter now: the wall clock; it may jump.
  public init(
    journal: any LedgerDatabase, hashing: any PasswordHashing = SystemPasswordHashing(),
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    (self.journal, self.hashing, self.now) = (journal, hashing, now)
  }

  /// Lets an office in, or says why not. Every failure is on disk before its answer.
  ///
  /// - Throws: `.refused`, `.locked`, `.journal`, `.hashing`.
  public func signIn(_ code: OfficeCode, _ password: OfficePassword) async throws(OfficeError) -> Office {
    let (started, first) = try await begin(code)
    var (machine, action) = (started, first)
    while true {
      switch action {
      case .compare(let hash)?: action = machine.handle(await compare(password, hash))
      case .compareNobody?: action = machine.handle(await work(password))
      case .hash?: action = machine.handle(await hash(password))
      case .forgive(let hash)?: action = machine.handle(await forgive(code, hash))
      case .answer(.signedIn)?: return try await office(code)
      case .answer(.failed(let error))?: throw error
      case .store?, nil: throw .refused
      }
    }
  }

  /// Keeps a new office.
  ///
  /// - Throws: `.exists`, `.password`, `.journal`, `.hashing`.
  public func create(
    _ code: OfficeCode, _ profile: OfficeProfile, _ password: OfficePassword
  ) async throws(OfficeError) -> Office {
    let (hash, time) = (try await newHash(of: password, for: code), milliseconds())
    let isNew = try await write { db in
      guard try Self.row(code, in: db) == nil else { return false }
      try db.perform(
        "INSERT INTO offices (code, name, city, phone, passwordHash, created) VALUES (?, ?, ?, ?, ?, ?)",
        [code.description, profile.name, profile.city, profile.phone, hash, time])
      try Self.note("created", code, time, in: db)
      return true
    }
    guard isNew else { throw .exists }
    return try await office(code)
  }

  /// Takes another password, for the present one; a wrong one counts as a failed sign-in.
  ///
  /// - Throws: as `signIn` and `create`.
  public func changePassword(
    of code: OfficeCode, from present: OfficePassword, to new: OfficePassword
  ) async throws(OfficeError) {
    _ = try await signIn(code, present)
    try await setPassword(of: code, to: new, event: "passwordChanged", by: nil)
  }

  /// Opens a locked door; a person's decision, kept with the name.
  ///
  /// - Parameter new: a password in place of one that was forgotten.
  /// - Throws: `.blank`, `.noSuchOffice`, `.password`, `.journal`, `.hashing`.
  public func unlock(
    _ code: OfficeCode, by name: String, newPassword new: OfficePassword? = nil
  ) async throws(OfficeError) {
    let (name, time) = (TypedLine.tidy(name, longest: 120), milliseconds())
    guard !name.isEmpty else { throw .blank }
    _ = try await office(code)
    if let new { try await setPassword(of: code, to: new, event: "passwordReset", by: name) }
    try await write { db in
      try db.perform("UPDATE offices SET failures = 0, failedSince = NULL WHERE code = ?", [code.description])
      try Self.note("unlocked", code, time, by: name, in: db)
    }
  }

  /// Writes what the office says of itself.
  public func update(_ code: OfficeCode, _ profile: OfficeProfile) async throws(OfficeError) -> Office {
    let time = milliseconds()
    _ = try await office(code)
    try await write { db in
      try db.perform(
        "UPDATE offices SET name = ?, city = ?, phone = ? WHERE code = ?",
        [profile.name, profile.city, profile.phone, code.description])
      try Self.note("profileChanged", code, time, in: db)
    }
    return try await office(code)
  }

  /// The office as it is kept.
  ///
  /// - Throws: `.noSuchOffice`, `.journal`.
  public func office(_ code: OfficeCode) async throws(OfficeError) -> Office {
    guard let row = try await read({ db in try Self.row(code, in: db) }) else { throw .noSuchOffice }
    return row.office
  }
}

extension Offices {
  /// Looks for the office and counts the try, in one transaction.
  private func begin(
    _ code: OfficeCode
  ) async throws(OfficeError) -> (SignInMachine, SignInMachine.Action?) {
    let (best, time) = (hashing.scheme, now())
    return try await write { db in
      var machine = SignInMachine(best: best)
      let row = try Self.row(code, in: db)
      var action = machine.handle(.found(row?.account, at: time))
      if case .store(let lockout)? = action {
        try db.perform(
          "UPDATE offices SET failures = ?, failedSince = ? WHERE code = ?",
          [lockout.failures, lockout.since.map(Journal.milliseconds), code.description])
        try Self.note("tried", code, Journal.milliseconds(time), in: db)
        action = machine.handle(.stored)
      }
      return (machine, action)
    }
  }

  private func compare(_ password: OfficePassword, _ hash: String) async -> SignInMachine.Input {
    do throws(OfficeError) {
      return .compared(isRight: try await hashing.check(password, against: hash))
    } catch {
      return .failed(error)
    }
  }

  private func work(_ password: OfficePassword) async -> SignInMachine.Input {
    let answer = await hash(password)
    return if case .hashed = answer { .compared(isRight: false) } else { answer }
  }

  private func hash(_ password: OfficePassword) async -> SignInMachine.Input {
    do throws(OfficeError) {
      return .hashed(try await hashing.hash(password))
    } catch {
      return .failed(error)
    }
  }

  private func forgive(_ code: OfficeCode, _ hash: String?) async -> SignInMachine.Input {
    let time = milliseconds()
    do throws(OfficeError) {
      try await write { db in
        try db.perform(
          """
          UPDATE offices SET failures = 0, failedSince = NULL, lastSignIn = ?,
            passwordHash = coalesce(?, passwordHash) WHERE code = ?
          """, [time, hash, code.description])
        try Self.note("signedIn", code, time, in: db)
      }
      return .stored
    } catch {
      return .failed(error)
    }
  }

  private func newHash(
    of password: OfficePassword, for code: OfficeCode
  ) async throws(OfficeError) -> String {
    do throws(OfficePassword.Fault) {
      try password.checkAsNew(for: code)
    } catch {
      throw .password(error)
    }
    return try await hashing.hash(password)
  }

  private func setPassword(
    of code: OfficeCode, to password: OfficePassword, event: String, by name: String?
  ) async throws(OfficeError) {
    let (hash, time) = (try await newHash(of: password, for: code), milliseconds())
    try await write { db in
      try db.perform("UPDATE offices SET passwordHash = ? WHERE code = ?", [hash, code.description])
      try Self.note(event, code, time, by: name, in: db)
    }
  }
}
