/// The forms of password hashes, weakest first; a hash names its scheme by its beginning.
///
/// - Spec: crypt(5) of libxcrypt.
public struct PasswordScheme: Hashable, Sendable {
  public let prefix: String
  public let name: String
  /// Guessing costs memory too, which makes many guesses at once expensive.
  public let isMemoryHard: Bool

  public static let all = [
    PasswordScheme(prefix: "$1$", name: "md5crypt", isMemoryHard: false),
    PasswordScheme(prefix: "$5$", name: "sha256crypt", isMemoryHard: false),
    PasswordScheme(prefix: "$6$", name: "sha512crypt", isMemoryHard: false),
    PasswordScheme(prefix: "$pbkdf2-sha256$", name: "pbkdf2", isMemoryHard: false),
    PasswordScheme(prefix: "$2b$", name: "bcrypt", isMemoryHard: false),
    PasswordScheme(prefix: "$7$", name: "scrypt", isMemoryHard: true),
    PasswordScheme(prefix: "$gy$", name: "gost-yescrypt", isMemoryHard: true),
    PasswordScheme(prefix: "$y$", name: "yescrypt", isMemoryHard: true),
  ]

  /// How a hash was made; nil if that is not known here.
  public static func of(_ hash: String) -> PasswordScheme? { all.first { hash.hasPrefix($0.prefix) } }

  /// Whether a hash is to be made anew once its password is known: another scheme is stronger.
  static func isWeak(_ hash: String, best: PasswordScheme?) -> Bool {
    guard let best, let rank = all.firstIndex(of: best) else { return false }
    guard let own = of(hash).flatMap({ all.firstIndex(of: $0) }) else { return true }
    return own < rank
  }
}
