internal import CPosCrypt
internal import Dispatch
internal import Foundation

/// Makes and checks hashes of passwords.
public protocol PasswordHashing: Sendable {
  /// What a new hash is made by.
  var scheme: PasswordScheme? { get }

  /// A salted hash that names its scheme.
  ///
  /// - Throws: `.hashing` if the system cannot.
  func hash(_ password: OfficePassword) async throws(OfficeError) -> String

  /// Whether the hash is of that password, in a time that tells nothing of where they differ.
  ///
  /// - Throws: `.hashing` if the hash is of no scheme that this system has.
  func check(_ password: OfficePassword, against hash: String) async throws(OfficeError) -> Bool
}

/// The system's own: yescrypt by libxcrypt on Linux, PBKDF2 on macOS. Each call takes tens of
/// milliseconds and
/// 16 MiB on purpose, on a thread of its own.
public struct SystemPasswordHashing: PasswordHashing {
  public init() {}

  public var scheme: PasswordScheme? { PasswordScheme.of(String(cString: pos_password_scheme())) }

  public func hash(_ password: OfficePassword) async throws(OfficeError) -> String {
    try await onThread {
      try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(POS_PASSWORD_HASH_SIZE)) {
        hash in
        guard pos_password_hash(password.text, hash.baseAddress, hash.count) == 0,
          let start = hash.baseAddress
        else { throw OfficeError.hashing(code: errno) }
        return String(cString: start)
      }
    }
  }

  public func check(_ password: OfficePassword, against hash: String) async throws(OfficeError) -> Bool {
    try await onThread {
      let answer = pos_password_check(password.text, hash)
      guard answer >= 0 else { throw OfficeError.hashing(code: errno) }
      return answer == 1
    }
  }

  private func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws(OfficeError) -> Value {
    let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .userInitiated).async {
        continuation.resume(returning: Result(catching: body))
      }
    }
    do {
      return try result.get()
    } catch {
      throw error as? OfficeError ?? .hashing(code: 0)
    }
  }
}
