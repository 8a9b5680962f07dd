extension ZVT.RegisterMachine {
  /// Decides on a record of a payment or a reversal: the commit point.
  mutating func judge(_ record: TransactionRecord, _ dialogue: inout Dialogue, at now: Instant) {
    guard record.isApproval else {
      dialogue.verdict.note(record, .accepted)
      return answer(.accepted)
    }
    guard dialogue.command.matches(record) else { return refuse(record, &dialogue) }
    switch dialogue.keeping {
    case .decided(.record(record), .accept): accept(record, &dialogue)
    case .decided(.record(record), .refuse): refuse(record, &dialogue)
    case .asked(.record(record)):
      dialogue.commitBy = now + configuration.commitWait
    // Two approvals at once cannot both be kept; the later one is reversed.
    case .asked: refuse(record, &dialogue)
    case .nothing, .decided:
      dialogue.keeping = .asked(.record(record))
      dialogue.verdict.note(record, .none)
      dialogue.commitBy = now + configuration.commitWait
      dialogue.wantsAbort = false
      actions.append(.record(record))
    }
  }

  /// The caller has decided. The terminal hears it now, or when it asks again.
  mutating func decide(_ decision: CommitDecision, at now: Instant) {
    guard case .running(var dialogue) = state, case .asked(let word) = dialogue.keeping else { return }
    dialogue.keeping = .decided(word, decision)
    if exchange.state == .reported || exchange.state == .abortingReported {
      switch (word, decision) {
      case (.record(let record), .accept): accept(record, &dialogue)
      case (.record(let record), .refuse): refuse(record, &dialogue)
      case (.totals(let totals), _): answer(totals, decision, &dialogue)
      }
    }
    state = .running(dialogue)
  }

  /// The caller still works on a record: the terminal is asked to wait, and will send it again.
  mutating func askToWait(_ dialogue: inout Dialogue) {
    dialogue.commitBy = nil
    answer(.wait, .negative(0x9C))
  }

  private mutating func accept(_ record: TransactionRecord, _ dialogue: inout Dialogue) {
    dialogue.commitBy = nil
    dialogue.verdict.note(record, .accepted)
    answer(.accepted)
  }

  private mutating func refuse(_ record: TransactionRecord, _ dialogue: inout Dialogue) {
    dialogue.commitBy = nil
    dialogue.verdict.note(record, .refused)
    answer(.refused, .negative(Self.notKept))
  }
}
