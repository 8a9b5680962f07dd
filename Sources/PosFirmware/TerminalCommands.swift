import PosProtocol

/// What the terminal does with each command.
extension Terminal {
  mutating func obey(_ command: TerminalCommand, at now: Instant) {
    if case .abort = command { return voice.sayAtOnce(stop() ? .accept : .refuse(.notPossible)) }
    guard !isHeard else { return voice.sayAtOnce(.refuse(.notPossible)) }
    switch command {
    case .abort: break  // Answered above.
    case .register(let request): register(request)
    case .logOff:
      registration = nil
      voice.say(.accept)
    case .status(_, let wantsClock):
      let answer = TerminalStatus(
        code: status.number, softwareVersion: settings.softwareVersion, clock: wantsClock ? fullClock : nil)
      voice.say(.accept, .complete(.status(answer)))
    case .pay(let request, let options): pay(request, options, at: now)
    case .lastTransaction(let password, let sendRecord, let print):
      repeatReceipt(password, sendRecord: sendRecord, print: print)
    case .reverse(let request, let password): orderReversal(request, password, at: now)
    case .openPreauthorizations:
      guard admits() else { return }
      voice.say(.accept, .openPreauthorizations(settings.openPreauthorizations))
    case .diagnose: diagnose()
    case .setClock(let clock, let password): setClock(clock, password)
    case .closeDay(let password): closeDay(password, at: now)
    case .turnover(let password): tellTurnover(password)
    }
  }

  private mutating func register(_ request: RegistrationRequest) {
    guard request.password == settings.password else { return voice.say(.refuse(settings.wrongPassword)) }
    if let currency = request.currency, !settings.currencies.contains(currency) {
      return voice.say(.refuse(.wrongCurrency))
    }
    registration = request
    var capabilities = Capabilities()
    capabilities.safeguards = settings.safeguards
    capabilities.terminalID = settings.terminalID
    // A register that names none means euro (PA00P015 §2.1).
    let unnamed = settings.currencies.contains(.eur) ? Currency.eur : settings.currencies.first
    capabilities.currency = request.currency ?? unnamed
    voice.say(.accept, .complete(.registered(capabilities)))
  }

  private mutating func pay(_ request: PaymentRequest, _ options: PaymentOptions, at now: Instant) {
    guard admits() else { return }
    guard settings.currencies.contains(request.currency) else {
      return voice.say(.accept, .abort(.wrongCurrency))
    }
    guard request.amount.minorUnits > 0 else { return voice.say(.accept, .abort(.amountTooSmall)) }
    if refusesTwice(request) { return }
    isHeard = true
    voice.say(.accept)
    reusedReceipt = nil
    if let missed = missed(by: options) { return reverse(missed, .replaced(request, options), at: now) }
    awaitCard(request, options, at: now)
  }

  mutating func awaitCard(_ request: PaymentRequest, _ options: PaymentOptions, at now: Instant) {
    progress(Progress.insertCard)
    job = .awaitingCard(request, options, until: now + settings.cardWait)
    outputs.append(.show(.insertCard(request.amount, request.currency)))
    outputs.append(.reader(isOn: true))
  }

  /// Shows the newest transaction again; nothing depends on how the register takes it.
  private mutating func repeatReceipt(_ password: UInt32, sendRecord: Bool, print: Bool) {
    guard admits(password, evenIfDue: true) else { return }
    guard let newest = memory.newest else { return voice.say(.accept, .abort(.notPossible)) }
    voice.say(.accept)
    if sendRecord { voice.say(.record(told(newest))) }
    if print { printFreely(newest) }
    voice.say(.complete(.plain))
  }

  private mutating func orderReversal(_ request: ReversalRequest, _ password: UInt32, at now: Instant) {
    guard admits(password, evenIfDue: true) else { return }
    guard let payment = memory.payment(receipt: request.receiptNumber),
      request.amount == nil || request.amount == payment.record.amount,
      request.currency == nil || request.currency == payment.currency
    else { return voice.say(.accept, .abort(.cannotReverse)) }
    switch payment.state {
    case .reversed: voice.say(.accept, .abort(.alreadyReversed))
    case .asked, .approved, .declined: voice.say(.accept, .abort(.cannotReverse))
    case .committed:
      isHeard = true
      voice.say(.accept)
      progress(Progress.hostContact)
      reverse(payment, .ordered, at: now)
    }
  }

  /// Whether the terminal can take a command that concerns money; otherwise it has been answered.
  ///
  /// - Parameter evenIfDue: also if the day has to be closed first.
  mutating func admits(_ password: UInt32? = nil, evenIfDue: Bool = false) -> Bool {
    if registration == nil {
      voice.say(.refuse(.notRegistered))
    } else if let password, password != settings.password {
      voice.say(.refuse(settings.wrongPassword))
    } else if status != .approved, !(evenIfDue && status == .reconciliationNeeded) {
      voice.say(.accept, .abort(status))
    } else {
      return true
    }
    return false
  }

  /// Ends what the register may still end: nothing, or the wait for a card. False: it is too late.
  mutating func stop() -> Bool {
    switch job {
    case .awaitingCard:
      giveUp(.stopped)
      return true
    case .off, .none: return true
    case .storingIntent, .authorizing, .storingAnswer, .reporting, .printing, .storingCommit,
      .storingReversal, .reversing, .storingReversed, .storingClose, .closing, .storingClosed:
      return false
    }
  }

  /// Ends the wait for a card.
  mutating func giveUp(_ code: ResultCode) {
    job = .none
    outputs.append(.reader(isOn: false))
    outputs.append(.show(.stopped))
    tellEnd(.abort(code))
  }
}
