extension ZVT.RegisterMachine {
  /// Does what is due. False: nothing is.
  mutating func expire(at now: Instant) -> Bool {
    if let due = abortBy, now >= due {
      abortBy = nil
      // Also a request to stop whose answer never came must not hold up the end of its command.
      if exchange.state.awaitsAbortAnswer || exchange.state == .commandedShort {
        _ = exchange.take(.silence, by: .terminal)
      }
      return true
    }
    guard case .running(var dialogue) = state, inFlight != .command, now >= dialogue.earliestDeadline else {
      return false
    }
    if now >= dialogue.limit {
      fail(.noCompletion, closing: closesOnSilence)
    } else if let due = dialogue.answerBy, now >= due {
      fail(.noAnswer, closing: closesOnSilence)
    } else if let due = dialogue.commitBy, now >= due {
      askToWait(&dialogue)
      state = .running(dialogue)
    } else {
      completionIsDue(&dialogue, at: now)
    }
    return true
  }

  /// T4: the terminal is asked to stop, and has twice T3 for its last word.
  private mutating func completionIsDue(_ dialogue: inout Dialogue, at now: Instant) {
    guard !dialogue.isOverdue, !dialogue.hasApproval else {
      return fail(.noCompletion, closing: closesOnSilence)
    }
    dialogue.isOverdue = true
    dialogue.wantsAbort = true
    dialogue.completeBy = now + configuration.answer * 2
    state = .running(dialogue)
  }
}
