extension ZVT.Exchange.Step {
  /// What a message is, by its control field and who sent it.
  ///
  /// 84 9C and 84 9D have their own meaning only as the register's answer; from a terminal they are refusals.
  init(_ control: ZVT.ControlField, from sender: Role) {
    switch (control.classByte, control.instruction) {
    case (0x80, _), (0x84, 0x00): self = .accepted
    case (0x84, 0x9C) where sender == .register: self = .wait
    case (0x84, 0x9D) where sender == .register: self = .partly
    case (0x84, _): self = .refused
    case (0x06, 0xB0) where sender == .register: self = .abort
    case (0x06, 0x00), (0x06, 0x01), (0x06, 0x20), (0x06, 0x30), (0x05, 0x01),
      (0x06, 0x10), (0x06, 0x23), (0x06, 0x50), (0x06, 0x70), (0x06, 0x91):
      self = sender == .register ? .command : .notice
    case (0x04, 0x0F) where sender == .terminal: self = .record
    case (0x06, 0x0F) where sender == .terminal: self = .completed
    case (0x06, 0x1E) where sender == .terminal: self = .failed
    default: self = sender == .register ? .shortCommand : .notice
    }
  }
}

extension ZVT.Exchange.State {
  /// The register has sent 06 B0 and the terminal owes the answer.
  var awaitsAbortAnswer: Bool {
    switch self {
    case .aborting, .abortingInformed, .abortingReported, .abortingEnding: true
    case .idle, .commanded, .commandedShort, .working, .informed, .reported, .deferred, .ending: false
    }
  }

  /// The register has the word: nothing a terminal says here, but an answer, was asked for.
  var isRegistersTurn: Bool {
    switch self {
    case .idle, .commanded, .commandedShort: true
    case .working, .informed, .reported, .deferred, .ending, .aborting, .abortingInformed, .abortingReported,
      .abortingEnding:
      false
    }
  }

  /// The terminal has said something that the register has not answered.
  var awaitsRegister: Bool {
    switch self {
    case .informed, .reported, .ending, .abortingInformed, .abortingReported, .abortingEnding: true
    case .idle, .commanded, .commandedShort, .working, .deferred, .aborting: false
    }
  }
}
