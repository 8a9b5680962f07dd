public import Foundation

/// One sign-in as a machine: what comes to disk, what is compared, and in which order.
///
/// A failure is counted on disk before the password is compared, so that neither a crash nor many tries at
/// once get more guesses than the table allows.
public struct SignInMachine: Sendable {
  /// What happened.
  public enum Input: Hashable, Sendable {
    /// The office was looked for, in the same transaction in which the next step is stored.
    case found(Account?, at: Date)
    case stored
    case compared(isRight: Bool)
    case hashed(String)
    /// Storing, comparing or hashing did not come about.
    case failed(OfficeError)
  }

  /// What sign-in needs of an office.
  public struct Account: Hashable, Sendable {
    public var hash: String
    public var lockout: Lockout

    public init(hash: String, lockout: Lockout) { (self.hash, self.lockout) = (hash, lockout) }
  }

  /// What is to be done next.
  public enum Action: Hashable, Sendable {
    case store(Lockout)
    case compare(with: String)
    /// Work as if there were something to compare with.
    case compareNobody
    case hash
    /// The failures are forgotten; with a new hash, if there is one.
    case forgive(newHash: String?)
    case answer(Answer)
  }

  /// How it ends.
  public enum Answer: Hashable, Sendable {
    case signedIn
    case failed(OfficeError)
  }

  private enum State {
    case fresh
    /// Counting, then comparing.
    case counting(Account)
    /// Turned away, once that is on disk.
    case refusing(OfficeError)
    case comparing(Account)
    case comparingNobody
    case hashing
    case forgiving
    case ended
  }

  private var state = State.fresh
  private let best: PasswordScheme?

  /// - Parameter best: what a hash is made by today; nil keeps every hash as it is.
  public init(best: PasswordScheme?) { self.best = best }

  /// Takes what happened and says what is to be done; nil: nothing new.
  public mutating func handle(_ input: Input) -> Action? {
    switch (state, input) {
    case (.fresh, .found(let account, let now)): return open(account, at: now)
    case (.counting(let account), .stored):
      state = .comparing(account)
      return .compare(with: account.hash)
    case (.refusing(let error), .stored): return end(.failed(error))
    case (.comparing(let account), .compared(let isRight)): return judge(account, isRight)
    case (.comparingNobody, .compared): return end(.failed(.refused))
    case (.hashing, .hashed(let hash)): return forgive(hash)
    // The old hash serves, if a new one cannot be made.
    case (.hashing, .failed): return forgive(nil)
    case (.forgiving, .stored): return end(.signedIn)
    case (.ended, _): return nil
    case (_, .failed(let error)): return end(.failed(error))
    case (.fresh, _), (.counting, _), (.refusing, _), (.comparing, _), (.comparingNobody, _), (.hashing, _),
      (.forgiving, _):
      return nil  // Repeats change nothing.
    }
  }
}

extension SignInMachine {
  private mutating func open(_ account: Account?, at now: Date) -> Action {
    let door = account?.lockout.door(at: now) ?? .open
    switch SignInTable.decide(facts(account, door, .unchecked)) {
    case .countAndCheck:
      guard let account else { return end(.failed(.refused)) }
      state = .counting(account)
      return .store(account.lockout.failing(at: now))
    case .checkNobody:
      state = .comparingNobody
      return .compareNobody
    case .lockedAnew:
      let anew = account?.lockout.anew(at: now) ?? Lockout()
      state = .refusing(.locked(until: anew.opens(at: now)))
      return .store(anew)
    case .locked: return end(.failed(.locked(until: account?.lockout.opens(at: now))))
    case .refused, .signedIn, .signedInAndRehash: return end(.failed(.refused))  // out of reach
    }
  }

  private mutating func judge(_ account: Account, _ isRight: Bool) -> Action {
    switch SignInTable.decide(facts(account, .open, isRight ? .right : .wrong)) {
    case .signedIn: return forgive(nil)
    case .signedInAndRehash:
      state = .hashing
      return .hash
    case .countAndCheck, .checkNobody, .locked, .lockedAnew, .refused: return end(.failed(.refused))
    }
  }

  private func facts(
    _ account: Account?, _ door: SignInFacts.Door, _ password: SignInFacts.Password
  ) -> SignInFacts {
    let isWeak = account.map { PasswordScheme.isWeak($0.hash, best: best) } ?? false
    return SignInFacts(
      account: account == nil ? .none : .present, door: door, password: password,
      strength: isWeak ? .weaker : .current)
  }

  private mutating func forgive(_ hash: String?) -> Action {
    state = .forgiving
    return .forgive(newHash: hash)
  }

  private mutating func end(_ answer: Answer) -> Action {
    state = .ended
    return .answer(answer)
  }
}
