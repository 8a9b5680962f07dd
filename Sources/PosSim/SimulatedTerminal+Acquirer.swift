import PosFirmware
import PosProtocol

/// The terminal's way to its acquirer, and what goes wrong on it.
extension SimulatedTerminal {
  func ask(_ request: AcquirerRequest) {
    if case .authorize(let question) = request {
      scenario = MagicAmount(question.amount, question.currency)
      if strikes(.cutBeforeAsking) { return cutPower() }
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
    if case .approved = answer {
      if strikes(.cutBeforeRecord) { return cutPower() }
      if strikes(.dropBeforeRecord) {
        dropLine()
        drive(.lineLost)
      }
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
