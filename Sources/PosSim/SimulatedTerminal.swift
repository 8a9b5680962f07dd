public import PosFirmware
import PosProtocol
public import PosTransport

/// A card terminal on this computer: the firmware, with a line, a flash file, a card slot, a display and an
/// acquirer.
///
/// It lives on one loop, together with its lines. One register at a time is served; one more may wait for its
/// turn.
public actor SimulatedTerminal {
  public nonisolated let loop: LineLoop
  nonisolated let settings: SimulatorSettings
  let acquirer: Acquirer
  private let report: @Sendable (SimulatorEvent) -> Void
  private let flash: TurnoverFile

  /// Nil: the power is off.
  var terminal: Terminal<ZVT.TerminalMachine>?
  /// Counts power cuts, so that nothing of an earlier life reaches this one.
  private(set) var life = 0
  /// What the amount of the payment at hand asks for.
  var scenario = MagicAmount.none
  /// The trace number of the last question that had a scenario.
  var askedLast: TraceNumber?
  /// What the register sends is not read any more: the moment before a line drops or the power fails.
  private var isDeaf = false
  private var timer: LineTimer?
  /// How far its clock is ahead of this computer's; it may be set.
  private var clockOffset: Duration

  private var line: (any Line)?
  private var lineNumber = 0
  private var waiting: (any Line)?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Reads flash and ledger. The power is still off.
  public init(
    _ settings: SimulatorSettings, on loop: LineLoop = .next(),
    report: @escaping @Sendable (SimulatorEvent) -> Void = { _ in }
  ) throws(SimulatorError) {
    (self.settings, self.loop, self.report) = (settings, loop, report)
    clockOffset = settings.clockOffset
    flash = try TurnoverFile(settings.turnoverPath)
    acquirer = try Acquirer(settings.ledgerPath)
    _ = try flash.restore()
  }

  // MARK: what people do with it

  /// Switches it on. What an earlier life left open is reversed first.
  public func powerOn() {
    guard terminal == nil else { return }
    do {
      let turnovers = try flash.restore()
      terminal = Terminal(wire: settings.wire, settings: settings.terminal.scaled(by: settings.timeScale))
      report(.poweredOn(transactions: Set(turnovers.map { $0.sequence }).count))
      drive(.powerOn(turnovers))
      serveNext()
    } catch {
      fail(error)
    }
  }

  /// The power fails, now. Unless it stays off, it comes back by itself.
  public func cutPower() {
    switchOff()
    report(.powerCut)
    guard !settings.staysOff else { return }
    later(settings.bootDelay) { $0.powerOn() }
  }

  /// Switches it off for good.
  public func switchOff() {
    (terminal, scenario) = (nil, .none)
    life += 1
    timer?.cancel()
    dropLine()
  }

  /// Puts a card in; without effect unless one is wanted.
  public func present(_ card: Card) { drive(.card(card)) }

  /// Somebody presses a key; OK also presents the card that lies ready.
  public func press(_ key: FirmwareInput.Key) {
    if key == .okay, case .onKey(let card) = settings.card { present(card) }
    drive(.key(key))
  }

  /// What the terminal remembers; nil while the power is off.
  public var memory: TurnoverMemory? { terminal?.memory }

  /// What was really booked and undone, oldest first.
  public var ledger: [LedgerRow] { acquirer.rows }

  /// A register is there, or waits for its turn.
  var isServing: Bool { line != nil || waiting != nil }

  // MARK: lines

  /// A register is there. Called on the loop.
  public nonisolated func attach(_ line: any Line) {
    let line: any Line = settings.lineFault.map { FaultyLine(line, $0) } ?? line
    assumeIsolated { $0.welcome(line) }
  }

  private func welcome(_ line: any Line) {
    guard waiting == nil else { return line.close() }
    waiting = line
    serveNext()
    guard waiting != nil, terminal != nil else { return }
    // A register that comes back at once may be seen before it was seen to leave.
    later(.seconds(1), isScaled: false) { terminal in
      guard let left = terminal.waiting, left === line else { return }
      terminal.waiting = nil
      left.close()
    }
  }

  private func serveNext() {
    guard terminal != nil, line == nil, let next = waiting else { return }
    (line, waiting) = (next, nil)
    lineNumber += 1
    report(.registerCame)
    next.start(LineEar(terminal: self, number: lineNumber))
  }

  func received(_ bytes: [UInt8], on number: Int) {
    guard number == lineNumber, line != nil, !isDeaf else { return }
    drive(.bytes(bytes))
  }

  func closed(_ number: Int) {
    guard number == lineNumber, line != nil else { return }
    line = nil
    report(.registerLeft)
    drive(.lineLost)
    serveNext()
  }

  /// Hangs up on the register. The firmware is not told: it may be dark.
  func dropLine() {
    guard let line else { return }
    self.line = nil
    isDeaf = false
    line.close()
    report(.registerLeft)
  }

  /// Reads nothing any more, and does `body` when what was written has had time to arrive.
  func turnDeaf(then body: @escaping @Sendable (isolated SimulatedTerminal) -> Void) {
    isDeaf = true
    later(.milliseconds(50), isScaled: false, body)
  }

  // MARK: the firmware

  func drive(_ first: FirmwareInput) {
    _ = terminal?.handle(.clock(WallClock.reading(ahead: clockOffset)), at: now)
    var input = first
    while let output = terminal?.handle(input, at: now) {
      let before = life
      input = perform(output)
      guard life == before else { return }
    }
    setTimer()
  }

  private func perform(_ output: FirmwareOutput) -> FirmwareInput {
    switch output {
    case .write(let bytes): return write(bytes)
    case .show(let panel): report(.panel(panel.lines.map(\.ascii)))
    case .reader(let isOn): wantCard(isOn)
    case .ask(let request): ask(request)
    case .store(let turnover): return store(turnover)
    case .setClock(let clock): clockOffset = WallClock.offset(of: clock) ?? clockOffset
    case .print(let lines): report(.receipt(lines))
    case .noise(let trouble): report(.noise(trouble))
    case .close: line?.close()
    }
    return .proceed
  }

  private func write(_ bytes: [UInt8]) -> FirmwareInput {
    guard line?.write(bytes) == true else { return .writeRefused }
    // A link's acknowledgement is one byte and carries nothing.
    if bytes.count > 1, terminal?.isReportingApproval == true { approvalWasSent() }
    return .proceed
  }

  private func wantCard(_ isWanted: Bool) {
    report(.wantsCard(isWanted))
    guard isWanted, case .automatic(let card) = settings.card else { return }
    later(settings.cardDelay) { $0.present(card) }
  }

  private func store(_ turnover: Turnover) -> FirmwareInput {
    let isCommitment = turnover.kind != .reversal && turnover.state == .committed
    if isCommitment, strikes(.cutBeforeCommit) {
      cutPower()
      return .proceed
    }
    do {
      try flash.append(turnover)
    } catch {
      fail(error)
      return .proceed
    }
    if isCommitment, strikes(.cutAfterCommit) {
      cutPower()
      return .proceed
    }
    if isCommitment, strikes(.dropAfterCommit) { line?.close() }
    return .stored
  }

  func fail(_ error: SimulatorError) {
    switchOff()
    report(.failed(error))
  }

  /// True once, if this is what the amount at hand asks for.
  func strikes(_ magic: MagicAmount) -> Bool {
    guard scenario == magic else { return false }
    scenario = .none
    report(.scenario(magic))
    return true
  }

  // MARK: time

  private var now: Instant { Instant(sinceStart: loop.now) }

  private func setTimer() {
    timer?.cancel()
    timer = nil
    guard let deadline = terminal?.deadline else { return }
    timer = loop.schedule(at: deadline.sinceStart) { [weak self] in
      self?.assumeIsolated { $0.drive(.proceed) }
    }
  }

  /// Runs `body` after `delay` on this terminal's scale, unless the power was cut meanwhile.
  func later(
    _ delay: Duration, isScaled: Bool = true, _ body: @escaping @Sendable (isolated SimulatedTerminal) -> Void
  ) {
    let life = life
    loop.schedule(at: loop.now + delay * (isScaled ? settings.timeScale : 1)) { [weak self] in
      self?.assumeIsolated { if $0.life == life { body($0) } }
    }
  }
}

/// Hears a line for a terminal.
private final class LineEar: LineClient {
  private let terminal: SimulatedTerminal
  private let number: Int

  init(terminal: SimulatedTerminal, number: Int) { (self.terminal, self.number) = (terminal, number) }

  func lineReceived(_ bytes: [UInt8]) { terminal.assumeIsolated { $0.received(bytes, on: number) } }

  func lineClosed(_ reason: LineClosure) { terminal.assumeIsolated { $0.closed(number) } }
}
