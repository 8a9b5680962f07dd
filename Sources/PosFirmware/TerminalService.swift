import PosProtocol

/// What a technician asks for: it moves no money, and a terminal that is out of service does it too.
extension Terminal {
  /// The way to the host is as good as the simulated world is; what is told is the clock.
  mutating func diagnose() {
    guard serves() else { return }
    voice.say(.accept)
    if registration?.wantsProgress == true {
      voice.say(.progress(code: Progress.hostContact, texts: [], minutes: nil))
    }
    if let fullClock { voice.say(.clock(fullClock)) }
    voice.say(.complete(.plain))
  }

  /// A terminal that was locked for its wrong date takes payments again.
  mutating func setClock(_ clock: ClockReading, _ password: UInt32) {
    guard serves(password) else { return }
    fullClock = clock
    outputs.append(.setClock(clock))
    if lock == .wrongDate {
      lock = nil
      if case .none = job { outputs.append(.show(.ready)) }
    }
    voice.say(.accept, .complete(.plain))
  }

  /// Whether a register that is known asks while nothing else is going on; otherwise it has been answered.
  private mutating func serves(_ password: UInt32? = nil) -> Bool {
    if registration == nil {
      voice.say(.refuse(.notRegistered))
    } else if let password, password != settings.password {
      voice.say(.refuse(settings.wrongPassword))
    } else if case .none = job {
      return true
    } else {
      voice.say(.accept, .abort(.busy))
    }
    return false
  }
}
