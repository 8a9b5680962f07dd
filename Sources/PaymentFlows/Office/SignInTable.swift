/// What is known of a sign-in, reduced to what decides.
public struct SignInFacts: Hashable, Sendable {
  /// Whether there is such an office.
  public enum Account: CaseIterable, Hashable, Sendable { case none, present }

  /// Whether a try may be made.
  public enum Door: CaseIterable, Hashable, Sendable {
    case open, waiting
    /// The last failure lies in the future.
    case clockWentBack
    /// So many failures that only a person unlocks.
    case barred
  }

  public enum Password: CaseIterable, Hashable, Sendable {
    /// Not compared yet.
    case unchecked
    case wrong, right
  }

  /// Whether the stored hash is as strong as one made today.
  public enum Strength: CaseIterable, Hashable, Sendable { case current, weaker }

  public var account: Account
  public var door: Door
  public var password: Password
  public var strength: Strength

  /// Every combination there is.
  public static let all: [SignInFacts] = Account.allCases.flatMap { account in
    Door.allCases.flatMap { door in
      Password.allCases.flatMap { password in
        Strength.allCases.map { strength in
          SignInFacts(account: account, door: door, password: password, strength: strength)
        }
      }
    }
  }
}

/// What becomes of a sign-in. Every combination of facts matches exactly one row.
public enum SignInTable {
  public enum Verdict: Hashable, Sendable {
    /// Count a failure on disk, then compare. It is taken back if the password is right.
    case countAndCheck
    /// Compare with a hash of nobody's, so that it takes as long.
    case checkNobody
    /// Without looking at the password.
    case locked
    /// The same, and the wait begins anew.
    case lockedAnew
    /// One word for a wrong code and a wrong password.
    case refused
    case signedIn
    /// And hash the password anew.
    case signedInAndRehash
  }

  /// One row; nil and empty match anything.
  public struct Row: Sendable {
    var account: SignInFacts.Account?
    var door: [SignInFacts.Door] = []
    var password: SignInFacts.Password?
    var strength: SignInFacts.Strength?
    public let verdict: Verdict

    /// Whether this row speaks of these facts.
    public func matches(_ facts: SignInFacts) -> Bool {
      (account ?? facts.account) == facts.account && (door.isEmpty || door.contains(facts.door))
        && (password ?? facts.password) == facts.password && (strength ?? facts.strength) == facts.strength
    }
  }

  /// The door is judged before the password is compared; what was let in then stays in.
  public static let rows = [
    Row(account: SignInFacts.Account.none, password: .unchecked, verdict: .checkNobody),
    Row(account: SignInFacts.Account.none, password: .wrong, verdict: .refused),
    Row(account: SignInFacts.Account.none, password: .right, verdict: .refused),
    Row(account: .present, door: [.open], password: .unchecked, verdict: .countAndCheck),
    Row(account: .present, door: [.waiting, .barred], password: .unchecked, verdict: .locked),
    Row(account: .present, door: [.clockWentBack], password: .unchecked, verdict: .lockedAnew),
    Row(account: .present, password: .wrong, verdict: .refused),
    Row(account: .present, password: .right, strength: .current, verdict: .signedIn),
    Row(account: .present, password: .right, strength: .weaker, verdict: .signedInAndRehash),
  ]

  /// The one row's verdict.
  public static func decide(_ facts: SignInFacts) -> Verdict {
    rows.first { $0.matches(facts) }?.verdict ?? .refused
  }
}
