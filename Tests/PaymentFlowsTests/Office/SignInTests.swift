import Foundation
import Testing

@testable import PaymentFlows

@Suite struct SignInTableTests {
  @Test func everyCombinationMatchesExactlyOneRow() {
    #expect(SignInFacts.all.count == 48)
    for facts in SignInFacts.all {
      #expect(SignInTable.rows.filter { $0.matches(facts) }.count == 1, "\(facts)")
    }
  }

  @Test func onlyARightPasswordOfAnOfficeGetsIn() {
    for facts in SignInFacts.all {
      let verdict = SignInTable.decide(facts)
      let isIn = verdict == .signedIn || verdict == .signedInAndRehash
      #expect(isIn == (facts.account == .present && facts.password == .right), "\(facts)")
    }
  }

  @Test func decidesAsTold() {
    for facts in SignInFacts.all {
      let told: SignInTable.Verdict =
        switch (facts.account, facts.password, facts.door) {
        case (.none, .unchecked, _): .checkNobody
        case (_, .wrong, _), (.none, .right, _): .refused
        case (.present, .right, _): facts.strength == .weaker ? .signedInAndRehash : .signedIn
        case (.present, .unchecked, .open): .countAndCheck
        case (.present, .unchecked, .clockWentBack): .lockedAnew
        case (.present, .unchecked, .waiting), (.present, .unchecked, .barred): .locked
        }
      #expect(SignInTable.decide(facts) == told, "\(facts)")
    }
  }

  @Test func noPasswordIsComparedBehindAClosedDoor() {
    for facts in SignInFacts.all where facts.password == .unchecked && facts.account == .present {
      #expect((SignInTable.decide(facts) == .countAndCheck) == (facts.door == .open), "\(facts)")
    }
  }
}

@Suite struct LockoutTests {
  let noon = Date(timeIntervalSince1970: 1_700_000_000)

  @Test func waitsGrow() {
    #expect(Lockout.waits == [0, 0, 0, 30, 60, 300, 900, 3600] && Lockout.limit == 20)
    for (failures, wait) in Lockout.waits.enumerated() where wait > 0 {
      let lockout = Lockout(failures: failures, since: noon)
      #expect(lockout.door(at: noon + wait - 1) == .waiting, "\(failures)")
      #expect(lockout.opens(at: noon + 1) == noon + wait, "\(failures)")
      #expect(lockout.door(at: noon + wait) == .open, "\(failures)")
    }
  }

  @Test func theFirstTwoFailuresCostNothing() {
    #expect(Lockout(failures: 2, since: noon).door(at: noon) == .open)
    #expect(Lockout(failures: 3, since: noon).door(at: noon) == .waiting)
  }

  @Test func aClockThatGoesBackNeitherOpensNorClosesForEver() {
    let lockout = Lockout(failures: 5, since: noon)
    let past = noon - 1_000_000
    #expect(lockout.door(at: past) == .clockWentBack)
    #expect(lockout.opens(at: past) == past + 300)
    #expect(Lockout(failures: 2, since: noon).door(at: past) == .open)
    let anew = lockout.anew(at: past)
    #expect(anew.door(at: past + 299) == .waiting)
    #expect(anew.door(at: past + 300) == .open)
  }

  @Test func afterTheLimitOnlyAPersonOpens() {
    let lockout = Lockout(failures: Lockout.limit, since: noon)
    #expect(lockout.door(at: noon + 1_000_000_000) == .barred)
    #expect(lockout.opens(at: noon) == nil)
  }
}

@Suite struct SignInMachineTests {
  let noon = Date(timeIntervalSince1970: 1_700_000_000)
  let best = PasswordScheme.of("$y$")

  private func account(_ lockout: Lockout = Lockout(), hash: String = "$y$new") -> SignInMachine.Account {
    SignInMachine.Account(hash: hash, lockout: lockout)
  }

  @Test func countsBeforeItComparesAndForgivesAfter() {
    var machine = SignInMachine(best: best)
    #expect(machine.handle(.found(account(), at: noon)) == .store(Lockout(failures: 1, since: noon)))
    #expect(machine.handle(.compared(isRight: true)) == nil, "nothing is compared before it is counted")
    #expect(machine.handle(.stored) == .compare(with: "$y$new"))
    #expect(machine.handle(.compared(isRight: true)) == .forgive(newHash: nil))
    #expect(machine.handle(.stored) == .answer(.signedIn))
    #expect(machine.handle(.stored) == nil)
  }

  @Test func aWrongPasswordStaysCounted() {
    var machine = SignInMachine(best: best)
    #expect(
      machine.handle(.found(account(Lockout(failures: 4, since: noon)), at: noon + 60))
        == .store(Lockout(failures: 5, since: noon + 60)))
    #expect(machine.handle(.stored) == .compare(with: "$y$new"))
    #expect(machine.handle(.compared(isRight: false)) == .answer(.failed(.refused)))
  }

  @Test func aLockedDoorComparesNothing() {
    var machine = SignInMachine(best: best)
    #expect(
      machine.handle(.found(account(Lockout(failures: 3, since: noon)), at: noon + 1))
        == .answer(.failed(.locked(until: noon + 30))))
  }

  @Test func aClockThatWentBackIsWrittenDown() {
    var machine = SignInMachine(best: best)
    #expect(
      machine.handle(.found(account(Lockout(failures: 3, since: noon)), at: noon - 9))
        == .store(Lockout(failures: 3, since: noon - 9)))
    #expect(machine.handle(.stored) == .answer(.failed(.locked(until: noon + 21))))
  }

  @Test func nobodyIsComparedWithToo() {
    var machine = SignInMachine(best: best)
    #expect(machine.handle(.found(nil, at: noon)) == .compareNobody)
    #expect(machine.handle(.compared(isRight: true)) == .answer(.failed(.refused)))
  }

  @Test(arguments: ["$6$old", "$pbkdf2-sha256$1$2$3", "$x$unknown"])
  func aWeakHashIsMadeAnew(hash: String) {
    var machine = SignInMachine(best: best)
    _ = machine.handle(.found(account(hash: hash), at: noon))
    _ = machine.handle(.stored)
    #expect(machine.handle(.compared(isRight: true)) == .hash)
    #expect(machine.handle(.hashed("$y$new")) == .forgive(newHash: "$y$new"))
    #expect(machine.handle(.stored) == .answer(.signedIn))
  }

  @Test func theOldHashServesIfThereIsNoNewOne() {
    var machine = SignInMachine(best: best)
    _ = machine.handle(.found(account(hash: "$6$old"), at: noon))
    _ = machine.handle(.stored)
    _ = machine.handle(.compared(isRight: true))
    #expect(machine.handle(.failed(.hashing(code: 12))) == .forgive(newHash: nil))
  }

  @Test func nobodyGetsInWhoseSuccessIsNotOnDisk() {
    var machine = SignInMachine(best: best)
    _ = machine.handle(.found(account(), at: noon))
    _ = machine.handle(.stored)
    _ = machine.handle(.compared(isRight: true))
    #expect(machine.handle(.failed(.journal(.full))) == .answer(.failed(.journal(.full))))
  }
}
