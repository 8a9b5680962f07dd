import PosFirmware
import PosProtocol

/// The terminals: what the firmware wants is done here, and its acquirer answers.
extension World {
  func powerOn(_ station: Int) {
    tell { "terminal \(station): power on, \(stations[station].flash.count) snapshots in its flash" }
    let it = stations[station]
    it.terminal = Terminal(wire: LyingWire(it.configuration, it.tongue), settings: it.settings)
    (it.isOn, it.shownSecond) = (true, -1)
    driveTerminal(station, .powerOn(stations[station].flash))
  }

  /// The power fails and comes back by itself.
  func cutPower(_ station: Int) {
    guard stations[station].isOn else { return }
    tell { "terminal \(station): the power fails" }
    tallies.terminalDeaths += 1
    (stations[station].isOn, stations[station].deadline) = (false, nil)
    stations[station].life += 1
    stations[station].isConnected = false
    if plan.framing == .tcp || !plan.isCableSilent {
      schedule(.hangUp(station, opening: stations[station].opening, .register), after: Self.latency)
    }
    schedule(.powerOn(station, life: stations[station].life), after: 1_000 + random.below(3) * 4_000)
  }

  func driveTerminal(_ station: Int, _ first: FirmwareInput, key: Int = -1) {
    let it = stations[station]
    guard it.isOn else { return }
    setClock(it)
    var input = first
    let life = it.life
    while let output = it.terminal.handle(input, at: now) {
      input = perform(output, station, key)
      guard it.life == life else { return }
    }
    it.deadline = it.terminal.nextDeadline()
  }

  /// Tells the terminal's clock, if it shows another second by now.
  private func setClock(_ station: Station) {
    let second = Int(now.sinceStart.components.seconds) + station.clockOffset
    guard second != station.shownSecond else { return }
    station.shownSecond = second
    _ = station.terminal.handle(.clock(Self.reading(second)), at: now)
  }

  /// 27 November, 09:20, and so many seconds more; of a month of thirty days.
  private static func reading(_ second: Int) -> ClockReading? {
    let all = 26 * 86_400 + 33_600 + second
    let (day, time) = ((all / 86_400) % 30, all % 86_400)
    return ClockReading(
      month: 11, day: UInt8(day + 1), hour: UInt8(time / 3600), minute: UInt8(time / 60 % 60),
      second: UInt8(time % 60))
  }

  private func perform(_ output: FirmwareOutput, _ station: Int, _ key: Int) -> FirmwareInput {
    switch output {
    case .write(let bytes):
      return write(bytes, to: .register, line: station, key: -1) ? .proceed : .writeRefused
    case .reader(let isOn):
      if isOn { wantCard(station, key) }
    case .ask(let request): ask(request, station)
    case .store(let turnover): return store(turnover, station)
    case .close: closeTerminalEnd(station)
    case .show(let panel): tell { "terminal \(station) shows \(Story.text(panel))" }
    case .print, .noise, .setClock: break
    }
    return .proceed
  }

  private func wantCard(_ station: Int, _ key: Int) {
    stations[station].served = key
    let holder = plan.visits.indices.contains(key) ? plan.visits[key].holder : .card(milliseconds: 1_000)
    switch holder {
    case .card(let delay), .stop(let delay):
      schedule(.holder(station, life: stations[station].life, holder), after: delay)
    case .nothing: break
    }
  }

  func hold(_ station: Int, _ life: Int, _ holder: Visit.Holder) {
    guard stations[station].life == life else { return }
    switch holder {
    case .card:
      tell { "terminal \(station): a card is put in" }
      driveTerminal(station, .card(Self.card))
    case .stop:
      tell { "terminal \(station): STOP is pressed" }
      driveTerminal(station, .key(.stop))
    case .nothing: break
    }
  }

  private func closeTerminalEnd(_ station: Int) {
    guard stations[station].isConnected else { return }
    stations[station].isConnected = false
    schedule(.hangUp(station, opening: stations[station].opening, .register), after: Self.latency)
  }

  private func store(_ turnover: Turnover, _ station: Int) -> FirmwareInput {
    let fault = strike(.flash)
    if case .terminalDies(let isKept)? = fault?.kind {
      if isKept { keep(turnover, station) }
      cutPower(station)
      return .proceed
    }
    if weakness == .flashesLate, turnover.state == .asked, turnover.kind == .payment { return .stored }
    keep(turnover, station)
    return .stored
  }

  private func keep(_ turnover: Turnover, _ station: Int) {
    tell { "terminal \(station) stores: \(Story.text(turnover))" }
    if stations[station].keys[turnover.sequence] == nil {
      stations[station].keys[turnover.sequence] = key(of: turnover, station)
    }
    if let index = stations[station].flash.lastIndex(where: { $0.sequence == turnover.sequence }) {
      stations[station].flash[index] = turnover
    } else {
      stations[station].flash.append(turnover)
    }
    if turnover.kind == .reversal, turnover.state == .asked, plan.safeguards.contains(.receiptSync) {
      let payment = stations[station].flash.last { $0.trace == turnover.record.originalTrace }
      let isMissed = payment?.record.receiptNumber == turnover.record.receiptNumber
      if isMissed { tallies.note("missed payment undone") }
    }
    if turnover.kind == .payment, turnover.state == .committed { judgeCommitment(turnover, station) }
  }

  /// Whose transaction it is: a reversal is its payment's, whoever began it.
  private func key(of turnover: Turnover, _ station: Int) -> Int {
    guard turnover.kind != .dayClose else { return -1 }
    guard turnover.kind == .reversal else { return stations[station].served }
    let payment = stations[station].flash.last {
      $0.kind == .payment && $0.trace == turnover.record.originalTrace
    }
    return payment.flatMap { stations[station].keys[$0.sequence] } ?? -1
  }

  // MARK: the acquirer

  private func ask(_ request: AcquirerRequest, _ station: Int) {
    tell { "terminal \(station) → acquirer: \(request.text)" }
    let fault = strike(.host)?.kind
    if case .lost? = fault { return }
    let (life, key) = (stations[station].life, stations[station].served)
    schedule(.hostAsked(station, life: life, request, key: key, fault), after: 40)
  }

  /// The acquirer acts, whether or not anybody hears its answer.
  func answerHost(_ station: Int, _ life: Int, _ request: AcquirerRequest, _ key: Int, _ fault: Fault.Kind?) {
    let answer: AcquirerAnswer
    switch request {
    case .authorize(let question):
      if fault == .declined {
        answer = .declined(5)
      } else {
        var amount = question.amount
        if fault == .partly { amount = Amount(minorUnits: amount.minorUnits - 1_000) ?? amount }
        bank.book(terminal: station, trace: question.trace, amount: amount, key: key)
        tell { "*** the acquirer books \(amount.minorUnits) for visit \(key)" }
        judgeBooking(key)
        answer = .approved(amount: amount, reference: nil)
      }
    case .reverse(_, let original):
      // What is undone already is not refused when it is asked for again.
      if fault == .declined, bank.standing(terminal: station, trace: original.value) {
        answer = .declined(12)
      } else {
        bank.undo(terminal: station, trace: original)
        tell { "*** the acquirer undoes trace \(original.value)" }
        answer = .reversed
      }
    case .settle: answer = .settled
    }
    guard fault != .answerLost else { return }
    let delay = if case .late(let milliseconds)? = fault { milliseconds } else { 60 }
    schedule(.hostAnswers(station, life: life, answer, request.question.trace), after: delay)
  }
}

extension Terminal {
  /// `deadline`, without a copy of the whole terminal.
  fileprivate mutating func nextDeadline() -> Instant? { deadline }
}
