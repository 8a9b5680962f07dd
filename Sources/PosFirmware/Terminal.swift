public import PosProtocol

/// A card terminal: what it does with each command, and what it remembers. It has no line, no clock and no
/// card slot; these are values in and out, so that the same terminal lives on a board, in a simulator and in
/// a test.
///
/// After each input perform the returned output, then put in `.proceed` (`.stored` after a `.store`,
/// `.writeRefused` after a `.write` of which nothing left), until nil comes back. Put in `.proceed` also when
/// `deadline` has come.
///
/// The rule behind all of it: what a power cut must not forget is on flash before it is acted on. The intent
/// is there before the acquirer is asked, the approval before the register hears of it, the commitment before
/// the command ends, a reversal before the acquirer is asked to undo. Whatever is open when the power comes
/// back is reversed.
public struct Terminal<Wire: TerminalSide>: Sendable {
  let settings: TerminalSettings
  public internal(set) var memory = TurnoverMemory()
  var wire: Wire
  var job = Job.off
  var voice = Voice()
  /// How the register wants to be served; nil: it has not registered, or logged off.
  var registration: RegistrationRequest?
  /// The next payment gets this number, which the one before it had.
  var reusedReceipt: ReceiptNumber?
  /// The register that began the job still waits for its end.
  var isHeard = false
  /// As records show it.
  var clock: ClockReading? { fullClock?.withoutYear }
  var fullClock: ClockReading?
  /// Out of service, with this terminal status.
  var lock: ResultCode?
  var outputs: [FirmwareOutput] = []
  private var lineIsGone = false

  public init(wire: Wire, settings: TerminalSettings = TerminalSettings()) {
    (self.wire, self.settings, lock) = (wire, settings, settings.lock)
  }

  public mutating func handle(_ input: FirmwareInput, at now: Instant) -> FirmwareOutput? {
    if case .clock(let reading) = input {
      fullClock = reading
      return nil
    }
    var next = take(input, at: now)
    while true {
      if let action = wire.handle(next, at: now) {
        next = .proceed
        if case .write(let bytes) = action { return .write(bytes) }
        react(to: action, at: now)
      } else if lineIsGone {
        lineIsGone = false
        dialogueEnded(at: now)
      } else if let message = voice.next() {
        next = .say(message)
      } else {
        return outputs.isEmpty ? nil : outputs.removeFirst()
      }
    }
  }

  /// When to come back with `.proceed`; nil: not before the next input.
  public var deadline: Instant? {
    guard let ours = job.deadline, let theirs = wire.deadline else { return job.deadline ?? wire.deadline }
    return min(ours, theirs)
  }

  /// The next `.write` carries an approval, or an earlier one did and nobody answered yet: a scenario's
  /// moment.
  public var isReportingApproval: Bool {
    if case .record(let record)? = voice.out { record.isApproval } else { false }
  }

  /// What a status enquiry answers.
  public var status: ResultCode {
    if let lock { return lock }
    if case .none = job { return isReconciliationDue ? .reconciliationNeeded : .approved }
    return isHeard ? .approved : .busy
  }

  private mutating func take(_ input: FirmwareInput, at now: Instant) -> TerminalInput {
    switch input {
    case .bytes(let bytes): return .bytes(bytes)
    case .writeRefused: return .writeRefused
    case .lineLost:
      lineIsGone = true
      return .lineLost
    case .powerOn(let flash): powerOn(flash, at: now)
    case .card(let card): present(card)
    case .key(.stop): _ = stop()
    case .key(.okay): break
    case .answered(let answer, let trace): hear(answer, to: trace, at: now)
    case .stored: stored(at: now)
    case .clock: break  // Taken before.
    case .proceed: expire(at: now)
    }
    return .proceed
  }

  private mutating func react(to action: TerminalAction, at now: Instant) {
    switch action {
    case .write: break  // Returned before.
    case .command(let command): obey(command, at: now)
    case .answered(let reply):
      if let message = voice.answered() { replied(reply, to: message, at: now) }
    case .ended: dialogueEnded(at: now)
    case .noise(let trouble): outputs.append(.noise(trouble))
    case .close: outputs.append(.close)
    }
  }

  private mutating func powerOn(_ flash: [Turnover], at now: Instant) {
    guard case .off = job else { return }
    memory = TurnoverMemory(restoring: flash, limit: settings.memoryLimit)
    becomeIdle(at: now)
  }

  /// Nothing is left to do for a register: first what an earlier life left open, then rest.
  mutating func becomeIdle(at now: Instant) {
    job = .none
    guard let open = memory.unfinished else { return outputs.append(.show(idlePanel)) }
    switch (open.kind, open.state) {
    case (.payment, .approved): unacknowledged(open, at: now)
    case (.payment, _): reverse(open, .automatic(.stopped), at: now)
    case (.reversal, _): ask(toReverse: open, memory.cause(of: open), at: now)
    case (.dayClose, _): ask(toSettle: open, at: now)
    }
  }

  private var idlePanel: Panel {
    switch status {
    case .approved: .ready
    case .reconciliationNeeded: .reconciliationNeeded
    default: .outOfService
    }
  }

  /// Tells the register, if it still listens, and forgets it: the job may go on without.
  mutating func tellEnd(_ messages: TerminalMessage...) {
    guard isHeard else { return }
    isHeard = false
    for message in messages { voice.say(message) }
  }

  mutating func progress(_ code: UInt8) {
    guard isHeard, registration?.wantsProgress == true, voice.isPrompt else { return }
    voice.say(.progress(code: code, texts: [], minutes: nil))
  }
}
