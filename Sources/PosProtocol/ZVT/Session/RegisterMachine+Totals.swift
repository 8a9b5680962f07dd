/// The totals of a day: an end of day, or a turnover query.
extension ZVT.RegisterMachine {
  mutating func take(
    _ information: ZVT.StatusInformation, _ dialogue: inout Dialogue, at now: Instant
  ) {
    guard let totals = information.dayTotals else { return take(information.record, &dialogue) }
    guard dialogue.command == .closeDay else {
      dialogue.add(totals)
      return answer(.accepted)
    }
    switch dialogue.keeping {
    case .decided(.totals(totals), let decision): answer(totals, decision, &dialogue)
    case .asked(.totals(totals)): dialogue.commitBy = now + configuration.commitWait
    // Others, while the caller still keeps the first: a terminal that does not wait for its answer.
    case .asked: answer(totals, .refuse, &dialogue)
    case .nothing, .decided:
      dialogue.keeping = .asked(.totals(totals))
      dialogue.commitBy = now + configuration.commitWait
      actions.append(.totals(totals))
    }
  }

  /// No totals. An approval is one that comes late: it is refused, so that nothing is final that nobody
  /// keeps.
  private mutating func take(_ record: TransactionRecord, _ dialogue: inout Dialogue) {
    guard !record.isApproval else { return answer(.refused, .negative(Self.notKept)) }
    dialogue.verdict.note(record, .accepted)
    answer(.accepted)
  }

  mutating func answer(_ totals: DayTotals, _ decision: CommitDecision, _ dialogue: inout Dialogue) {
    dialogue.commitBy = nil
    dialogue.add(totals)
    switch decision {
    case .accept: answer(.accepted)
    case .refuse: answer(.refused, .negative(Self.notKept))
    }
  }
}

extension ZVT.RegisterMachine.Dialogue {
  /// Of one currency what came last counts.
  mutating func add(_ new: DayTotals) {
    totals.removeAll { $0.currency == new.currency }
    totals.append(new)
  }

  /// The terminal said 06 0F after 06 50 or 06 10.
  func completed(_ apdu: ZVT.APDU) -> CommandEnd {
    let result = (try? ZVT.Completion(decoding: apdu))?.result ?? 0
    guard verdict.record == nil, result == 0 else { return .failed(.contradiction, nil) }
    if command == .closeDay { return .answered(.dayClosed(totals)) }
    return totals.isEmpty ? .failed(.contradiction, nil) : .answered(.turnover(totals))
  }

  /// The terminal said 06 1E after 06 50 or 06 10: a day of which it has told the totals may be closed.
  func aborted(_ code: ResultCode) -> CommandEnd {
    guard keeping == .nothing, code.number != 0 else { return .failed(.contradiction, nil) }
    return .answered(.declined(code, nil))
  }
}
