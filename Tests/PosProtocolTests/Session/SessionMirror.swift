import PosProtocol

/// A till, a register's machine, a bad line, a terminal's machine and a small firmware, in virtual time, from
/// one seed.
///
/// The till registers, takes two payments whose amounts differ, so that every booking is of one command, and
/// closes the day, now and then between the two.
/// It takes its time to keep a record, keeps most of them, now and then asks to stop.
struct SessionMirror {
  private static let stepLimit = 6_000

  private var random: SplitMix64
  private let framing: ZVT.Framing
  private var faults: BadLine.Faults
  private var register: ZVT.RegisterMachine
  private var terminal: ZVT.TerminalMachine
  private var firmware: ModelFirmware
  private var toTerminal = BadLine(), toRegister = BadLine()
  private var now = 1
  /// When the line breaks next.
  private var breaks: Int?
  private var breaksLeft: Int
  private var registrationsLeft = 4

  private var commands: [ReaderCommand]
  private var running: ReaderCommand?
  private(set) var ends: [(command: ReaderCommand, end: CommandEnd)] = []
  private var unasked = 0
  private var startAt: Int? = 1
  private var cancelAt: Int?
  private var decideAt: Int?
  private var shown: Amount?
  /// What the till has on disk.
  private var kept: [Amount?] = []
  private let longestKeeping: UInt64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    framing = random.next() % 3 == 0 ? .tcp : .serial
    faults = framing == .tcp ? .none : BadLine.Faults(random: &random)
    if framing == .tcp { faults.delay = [0, 50, 2_400][Int(random.next() % 3)] }
    var configuration = ZVT.RegisterConfiguration(framing: framing, currency: .irr)
    configuration.config = ZVT.RegisterConfiguration.composing
    if random.next() % 2 == 0 { configuration.safeguards = [.messageNumbers, .receiptSync] }
    register = ZVT.RegisterMachine(configuration: configuration)
    terminal = ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing))
    firmware = ModelFirmware(random: &random)
    breaksLeft = max(0, Int(random.next() % 5) - 2)
    longestKeeping = [1, 1500, 7000][Int(random.next() % 3)]
    commands = [.register] + Self.payments
    commands.insert(.closeDay, at: random.next() % 3 == 0 ? 2 : 3)
    scheduleBreak()
  }

  static let payments: [ReaderCommand] = [1_000, 2_000].map {
    .pay(PaymentRequest(amount: Amount(minorUnits: $0)!, currency: .irr))
  }

  /// Runs until nothing is left to be done. Returns what went wrong.
  mutating func run() -> String? {
    for _ in 0..<Self.stepLimit {
      actTill()
      put(register.handle(.proceed, at: instant))
      put(terminal.handle(.proceed, at: instant))
      while let message = firmware.speak(at: now, random: &random) {
        put(terminal.handle(.say(message), at: instant))
      }
      deliver()
      guard let next = nextTime() else { return commands.isEmpty && running == nil ? verdict() : "stuck" }
      now = max(now, next)
    }
    return "does not come to rest"
  }

  /// What was booked, against what the till was told.
  private func verdict() -> String? {
    if firmware.bookings.contains(where: { $0.state == .final && !kept.contains($0.amount) }) {
      return "booked and kept nowhere"
    }
    if firmware.closures > 1 { return "closed twice" }
    for (command, end) in ends {
      if command == .closeDay, let fault = fault(ofClosing: end) { return fault }
      guard case .pay(let request) = command else { continue }
      let final = firmware.bookings.filter { $0.amount == request.amount && $0.state == .final }.count
      if final > 1 { return "booked twice" }
      switch end {
      case .answered(.approved) where final == 0: return "approved without a booking"
      case .answered(.declined) where final > 0: return "declined and booked"
      case .failed(let failure, _) where final > 0 && !failure.mayHaveActed: return "not sent and booked"
      case .answered, .failed: break
      }
    }
    return ends.count == 3 && unasked == 0 && register.isIdle ? nil : "an end missing or too many"
  }

  private func fault(ofClosing end: CommandEnd) -> String? {
    switch end {
    case .answered(.dayClosed) where firmware.closures == 0: "closed without being closed"
    case .answered(.declined) where firmware.closures > 0: "not closed and closed"
    case .failed(let failure, _) where firmware.closures > 0 && !failure.mayHaveActed: "not sent and closed"
    case .answered(.dayClosed(let totals)) where totals != [] && totals != [ModelFirmware.totals]:
      "other totals"
    case .answered, .failed: nil
    }
  }

  private var instant: Instant { Instant(sinceStart: .milliseconds(now)) }

  private mutating func nextTime() -> Int? {
    // Machines count in durations; a started millisecond counts as a whole one.
    let deadlines = [register.deadline, terminal.deadline].map { $0.map { milliseconds($0) } }
    let times =
      [
        toTerminal.arrivals.first?.at, toRegister.arrivals.first?.at, firmware.due, startAt, cancelAt,
        decideAt,
        commands.isEmpty && running == nil ? nil : breaks,
      ] + deadlines
    return times.compactMap { $0 }.min()
  }

  private func milliseconds(_ time: Instant) -> Int {
    let (seconds, attoseconds) = time.sinceStart.components
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  private mutating func deliver() {
    if toTerminal.arrivals.first.map({ $0.at <= now }) ?? false {
      put(terminal.handle(.bytes(toTerminal.read()), at: instant))
    }
    if toRegister.arrivals.first.map({ $0.at <= now }) ?? false {
      put(register.handle(.bytes(toRegister.read()), at: instant))
    }
    guard let time = breaks, now >= time else { return }
    breakLine()
    scheduleBreak()
  }

  private mutating func scheduleBreak() {
    breaks = breaksLeft > 0 ? now + Int(random.next() % 40_000) : nil
    breaksLeft -= 1
  }

  /// Both ends hear of it; what is on its way is gone.
  private mutating func breakLine() {
    (toTerminal, toRegister) = (BadLine(), BadLine())
    put(terminal.handle(.lineLost, at: instant))
    put(register.handle(.lineLost, at: instant))
    guard !commands.isEmpty, commands.first != .register, registrationsLeft > 0 else { return }
    registrationsLeft -= 1
    commands.insert(.register, at: 0)
  }

  // MARK: the till

  private mutating func actTill() {
    if let time = startAt, now >= time, running == nil, !commands.isEmpty {
      startAt = nil
      let command = commands.removeFirst()
      running = command
      cancelAt = random.next() % 6 == 0 ? now + Int(random.next() % 20_000) : nil
      put(register.handle(.command(command), at: instant))
    }
    if let time = cancelAt, now >= time {
      cancelAt = nil
      put(register.handle(.cancel, at: instant))
    }
    if let time = decideAt, now >= time {
      decideAt = nil
      let decision: CommitDecision = random.next() % 8 == 0 ? .refuse : .accept
      if decision == .accept { kept.append(shown) }
      put(register.handle(.commit(decision), at: instant))
    }
  }

  private mutating func put(_ first: RegisterAction?) {
    var next = first
    while let action = next {
      switch action {
      case .write(let bytes): toTerminal.write(bytes, at: now, faults: faults, random: &random)
      case .totals: (shown, decideAt) = (nil, now + Int(random.next() % longestKeeping))
      case .record(let record):
        shown = record.amount
        decideAt = now + Int(random.next() % longestKeeping)
      case .end(let end): finish(end)
      case .close: breakLine()
      case .event: break
      }
      next = register.handle(.proceed, at: instant)
    }
  }

  private mutating func finish(_ end: CommandEnd) {
    guard let command = running else {
      unasked += 1
      return
    }
    (running, decideAt, cancelAt) = (nil, nil, nil)
    if command != .register { ends.append((command, end)) }
    startAt = commands.isEmpty ? nil : now + Int(random.next() % 30_000)
  }

  private mutating func put(_ first: TerminalAction?) {
    var next = first
    while let action = next {
      if case .write(let bytes) = action {
        toRegister.write(bytes, at: now, faults: faults, random: &random)
      } else if action == .close {
        breakLine()
      } else if let message = firmware.take(action, at: now, random: &random) {
        put(terminal.handle(.say(message), at: instant))
      }
      next = terminal.handle(.proceed, at: instant)
    }
  }
}
