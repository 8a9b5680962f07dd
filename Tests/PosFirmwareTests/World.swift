import PosProtocol

@testable import PosFirmware

/// A register, a line, a terminal and its acquirer in one thread and virtual time; everything that goes wrong
/// comes from one seed.
struct World {
  /// What may go wrong from now on.
  struct Trouble {
    /// Of a thousand pieces that are written: how many get lost, damaged, doubled, held up.
    var lost: UInt64 = 0, damaged: UInt64 = 0, doubled: UInt64 = 0, late: UInt64 = 0
    /// Of a thousand acquirer's answers: how many get lost.
    var unanswered: UInt64 = 0
    /// After how many outputs of the terminal the power fails; the sign says before or after the output is
    /// done.
    var powerCutAt: Int?
    /// After how many pieces on the line it breaks.
    var lineBreaksAt: Int?
    /// After how many pieces on the line the register dies.
    var registerDiesAt: Int?
    /// A break is heard at both ends at once, as on TCP.
    var hangUpIsHeard = true

    static let none = Trouble()
  }

  enum Event {
    case toTerminal([UInt8])
    case toRegister([UInt8])
    case answer(AcquirerAnswer, TraceNumber, life: Int)
    case card(life: Int)
    case kept(CommitDecision, life: Int)
    case powerOn
  }

  var random: SplitMix64
  var now = Instant(sinceStart: .zero)
  var trouble = Trouble.none
  private(set) var events: [(time: Instant, event: Event)] = []

  private let framing: ZVT.Framing
  private var settings = TerminalSettings()
  private let config: ZVT.RegistrationConfig
  private let safeguards: Safeguards
  private(set) var register: ZVT.RegisterMachine
  private(set) var ends: [CommandEnd] = []
  /// What the register wrote down before it acknowledged.
  private(set) var received: [TransactionRecord] = []
  var decision = CommitDecision.accept
  private var registerLife = 0

  private(set) var terminal: Terminal<ZVT.TerminalMachine>?
  private var terminalLife = 0
  private(set) var flash: [Turnover] = []
  private(set) var acquirer = BookKeeper()
  /// How many outputs and pieces there were since the last trouble was set.
  private(set) var outputs = 0, pieces = 0
  var hadPowerCut: Bool { terminalLife > 0 }

  init(
    seed: UInt64, framing: ZVT.Framing = .serial, composes: Bool = false, keepsUnacknowledged: Bool = false,
    safeguards: Safeguards = []
  ) {
    settings.safeguards = safeguards
    settings.reversesUnacknowledged = !keepsUnacknowledged
    random = SplitMix64(seed: seed)
    self.framing = framing
    config = composes ? ZVT.RegisterConfiguration.composing : ZVT.RegisterConfiguration.lines
    self.safeguards = safeguards
    register = Self.machine(framing, config, safeguards)
    powerOn()
  }

  private static func machine(
    _ framing: ZVT.Framing, _ config: ZVT.RegistrationConfig, _ safeguards: Safeguards
  ) -> ZVT.RegisterMachine {
    var configuration = ZVT.RegisterConfiguration(framing: framing, password: 123_456, currency: .irr)
    (configuration.config, configuration.safeguards) = (config, safeguards)
    return ZVT.RegisterMachine(configuration: configuration)
  }

  mutating func begin(_ trouble: Trouble) { (self.trouble, outputs, pieces) = (trouble, 0, 0) }

  /// Runs a command to its end, or until the register is dead. Nil: dead, or nothing moves any more.
  mutating func run(_ command: ReaderCommand) -> CommandEnd? {
    ends = []
    let life = registerLife
    driveRegister(.command(command))
    while ends.isEmpty, life == registerLife, step() {}
    return life == registerLife ? ends.first : nil
  }

  /// Lets everything come to rest.
  mutating func settle() {
    while step() {}
  }

  mutating func cancel() { driveRegister(.cancel) }

  // MARK: time

  /// Goes to the next thing that happens. False: nothing will.
  mutating func step() -> Bool {
    let due = [events.first?.time, register.deadline, terminal?.deadline].compactMap { $0 }.min()
    guard let due else { return false }
    now = max(now, due)
    if let first = events.first, first.time <= now {
      perform(events.removeFirst().event)
    } else if let deadline = register.deadline, deadline <= now {
      driveRegister(.proceed)
    } else {
      driveTerminal(.proceed)
    }
    return true
  }

  private mutating func schedule(_ event: Event, after delay: Duration) {
    let time = now + delay
    let index = events.firstIndex { time < $0.time } ?? events.endIndex
    events.insert((time, event), at: index)
  }

  private mutating func perform(_ event: Event) {
    switch event {
    case .toTerminal(let bytes): driveTerminal(.bytes(bytes))
    case .toRegister(let bytes): driveRegister(.bytes(bytes))
    case .answer(let answer, let trace, terminalLife): driveTerminal(.answered(answer, trace))
    case .card(terminalLife): driveTerminal(.card(testCard))
    case .kept(let decision, registerLife): driveRegister(.commit(decision))
    case .powerOn: powerOn()
    case .answer, .card, .kept: break  // Of an earlier life.
    }
  }

  // MARK: the register

  private mutating func driveRegister(_ first: RegisterInput) {
    var (input, life) = (first, registerLife)
    while life == registerLife, let action = register.handle(input, at: now) {
      input = .proceed
      switch action {
      case .write(let bytes): send(bytes, toTerminal: true)
      case .event: break
      case .record(let record):
        received.append(record)
        schedule(.kept(decision, life: life), after: .milliseconds(Int(random.next() % 3000)))
      case .totals: schedule(.kept(decision, life: life), after: .milliseconds(Int(random.next() % 3000)))
      case .end(let end): ends.append(end)
      case .close: breakLine()
      }
    }
    life = registerLife
  }

  /// The process of the register dies, and another takes its place. On a serial line nobody need notice.
  mutating func killRegister() {
    registerLife += 1
    register = Self.machine(framing, config, safeguards)
    forgetPieces()
    if framing == .tcp || trouble.hangUpIsHeard { driveTerminal(.lineLost) }
  }

  // MARK: the line

  private mutating func send(_ bytes: [UInt8], toTerminal: Bool) {
    pieces += 1
    if pieces == trouble.registerDiesAt { return killRegister() }
    if pieces == trouble.lineBreaksAt { return breakLine() }
    guard framing == .serial else { return deliver(bytes, toTerminal, after: .milliseconds(1)) }
    let luck = random.next() % 1000
    var bytes = bytes
    if luck < trouble.lost { return }
    if luck < trouble.lost + trouble.damaged { bytes[Int(random.next() % UInt64(bytes.count))] ^= 1 << 3 }
    let isLate = random.next() % 1000 < trouble.late
    deliver(bytes, toTerminal, after: .milliseconds(isLate ? Int(random.next() % 4000) : 5))
    if random.next() % 1000 < trouble.doubled { deliver(bytes, toTerminal, after: .milliseconds(6)) }
  }

  private mutating func deliver(_ bytes: [UInt8], _ toTerminal: Bool, after delay: Duration) {
    // A line keeps the order: nothing overtakes what was sent before.
    let last = events.last { item in
      switch item.event {
      case .toTerminal: toTerminal
      case .toRegister: !toTerminal
      default: false
      }
    }
    let earliest = last.map { $0.time - now } ?? .zero
    schedule(toTerminal ? .toTerminal(bytes) : .toRegister(bytes), after: max(delay, earliest))
  }

  private mutating func breakLine() {
    forgetPieces()
    driveRegister(.lineLost)
    driveTerminal(.lineLost)
  }

  private mutating func forgetPieces() {
    events.removeAll { item in
      switch item.event {
      case .toTerminal, .toRegister: true
      default: false
      }
    }
  }

  // MARK: the terminal

  private mutating func driveTerminal(_ first: FirmwareInput) {
    var (input, life) = (first, terminalLife)
    while life == terminalLife, let output = terminal?.handle(input, at: now) {
      outputs += 1
      if outputs == trouble.powerCutAt { return cutPower() }
      input = perform(output)
      if let cut = trouble.powerCutAt, outputs == -cut, life == terminalLife { return cutPower() }
    }
    life = terminalLife
  }

  private mutating func perform(_ output: FirmwareOutput) -> FirmwareInput {
    switch output {
    case .write(let bytes): send(bytes, toTerminal: false)
    case .reader(isOn: true): schedule(.card(life: terminalLife), after: .milliseconds(500))
    case .ask(let request):
      let answer = acquirer.take(request)
      guard random.next() % 1000 >= trouble.unanswered else { break }
      schedule(.answer(answer, request.question.trace, life: terminalLife), after: .milliseconds(300))
    case .store(let turnover):
      flash.append(turnover)
      return .stored
    case .close: breakLine()
    case .show, .reader, .print, .setClock, .noise: break
    }
    return .proceed
  }

  private mutating func cutPower() {
    trouble.powerCutAt = nil
    terminal = nil
    terminalLife += 1
    forgetPieces()
    schedule(.powerOn, after: .seconds(2))
    if framing == .tcp || trouble.hangUpIsHeard { driveRegister(.lineLost) }
  }

  private mutating func powerOn() {
    let wire = ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing))
    terminal = Terminal(wire: wire, settings: settings)
    driveTerminal(.powerOn(flash))
  }
}

/// An acquirer that keeps its books in memory and never forgets.
struct BookKeeper {
  struct Booking {
    let trace: TraceNumber
    let amount: Amount
    var isReversed = false
  }

  private(set) var bookings: [Booking] = []
  /// Each day that was settled, once: under which trace number, what the terminal said, what stood in the
  /// books.
  private(set) var settlements: [(trace: TraceNumber, claimed: UInt64, booked: UInt64)] = []
  private var settledCount = 0

  mutating func take(_ request: AcquirerRequest) -> AcquirerAnswer {
    switch request {
    case .authorize(let question):
      if question.amount.minorUnits == 51 { return .declined(51) }
      bookings.append(Booking(trace: question.trace, amount: question.amount))
      return .approved(amount: question.amount, reference: WireText("00000001"))
    case .reverse(_, let original):
      if let index = bookings.lastIndex(where: { $0.trace == original }) { bookings[index].isReversed = true }
      return .reversed
    case .settle(let question, let totals):
      if settlements.last?.trace == question.trace { return .settled }
      let booked = bookings[settledCount...].filter { !$0.isReversed }.map(\.amount.minorUnits).reduce(0, +)
      let claimed = totals.compactMap(\.amount?.minorUnits).reduce(0, +)
      settlements.append((question.trace, claimed, booked))
      settledCount = bookings.count
      return .settled
    }
  }
}

struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
