import PosFirmware
import PosProtocol

/// The terminal's way to its acquirer, and what goes wrong on it.
extension SimulatedTerminal {
  func ask(_ request: AcquirerRequest) {
    switch request {
    case .authorize(let question), .settle(let question, _):
      // What is asked again has had its scenario.
      guard question.trace != askedLast else { break }
      (scenario, askedLast) = (MagicAmount(question.amount, question.currency), question.trace)
      if strikes(.cutBeforeAsking) { return cutPower() }
    case .reverse: break
    }
    do {
      let reply = try acquirer.take(request)
      guard let answer = reply.answer else { return }
      let trace = request.question.trace
      later(reply.isSlow ? settings.slowAcquirerDelay : settings.acquirerDelay) { $0.hear(answer, trace) }
    } catch {
      fail(error)
    }
  }

  private func hear(_ answer: AcquirerAnswer, _ trace: TraceNumber) {
    switch answer {
    case .approved, .settled:
      if strikes(.cutBeforeRecord) { return cutPower() }
      if strikes(.dropBeforeRecord) {
        dropLine()
        drive(.lineLost)
      }
    case .declined, .reversed: break
    }
    drive(.answered(answer, trace))
  }

  /// The approval left just now; the register's answer must not be read any more.
  func approvalWasSent() {
    if strikes(.cutAfterRecord) {
      turnDeaf { $0.cutPower() }
    } else if strikes(.dropAfterRecord) || strikes(.dropAndLateReversal) {
      turnDeaf { terminal in
        terminal.dropLine()
        terminal.drive(.lineLost)
      }
    }
  }
}
