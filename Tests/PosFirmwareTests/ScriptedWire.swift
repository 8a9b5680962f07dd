import PosProtocol

@testable import PosFirmware

/// A wire without bytes: the test is the register, and speaks in the neutral words.
struct ScriptedWire: TerminalSide {
  var inbox: [TerminalAction] = []
  var said: [TerminalMessage] = []
  var deadline: Instant? { nil }

  mutating func handle(_ input: TerminalInput, at now: Instant) -> TerminalAction? {
    if case .say(let message) = input { said.append(message) }
    return inbox.isEmpty ? nil : inbox.removeFirst()
  }
}

/// A terminal on a bench: its flash keeps everything at once, its acquirer is asked and answered by hand.
struct Bench {
  var terminal: Terminal<ScriptedWire>
  var now = Instant(sinceStart: .zero)
  var flash: [Turnover] = []
  /// What came out since the last look, without flash writes.
  var outputs: [FirmwareOutput] = []

  init(_ settings: TerminalSettings = TerminalSettings(), flash: [Turnover] = []) {
    terminal = Terminal(wire: ScriptedWire(), settings: settings)
    self.flash = flash
    put(.powerOn(flash))
  }

  mutating func put(_ input: FirmwareInput) {
    var next = input
    while let output = terminal.handle(next, at: now) {
      next = .proceed
      if case .store(let turnover) = output {
        flash.append(turnover)
        next = .stored
      } else {
        outputs.append(output)
      }
    }
  }

  /// The register says this; returns what the terminal says to it.
  @discardableResult
  mutating func hears(_ action: TerminalAction) -> [TerminalMessage] {
    terminal.wire.inbox.append(action)
    return after(.proceed)
  }

  @discardableResult
  mutating func asked(_ command: TerminalCommand) -> [TerminalMessage] { hears(.command(command)) }

  @discardableResult
  mutating func after(_ input: FirmwareInput) -> [TerminalMessage] {
    terminal.wire.said = []
    put(input)
    return terminal.wire.said
  }

  @discardableResult
  mutating func later(_ duration: Duration) -> [TerminalMessage] {
    now = now + duration
    return after(.proceed)
  }

  /// What the acquirer was asked since the last look.
  mutating func questions() -> [AcquirerRequest] {
    defer { outputs = [] }
    return outputs.compactMap { if case .ask(let request) = $0 { request } else { nil } }
  }

  /// The power goes and comes back.
  mutating func powerCut() { self = Bench(terminal.settings, flash: flash) }

  // The usual first steps.

  mutating func register(lines: Bool = false, prints: Bool = true, currency: Currency = .irr) {
    asked(.register(Self.request(lines: lines, prints: prints, currency: currency)))
    hears(.answered(.accepted))
    hears(.ended)
  }

  /// Up to the acquirer's yes: the record is out.
  @discardableResult
  mutating func payUntilReported(_ amount: UInt64 = 1_500_000) -> [TerminalMessage] {
    payUntilAsked(amount)
    return after(.answered(.approved(amount: rial(amount), reference: WireText("REF")), lastTrace))
  }

  mutating func payUntilAsked(_ amount: UInt64 = 1_500_000) {
    asked(.pay(PaymentRequest(amount: rial(amount), currency: .irr), PaymentOptions()))
    hears(.answered(.accepted))
    put(.card(testCard))
    hears(.answered(.accepted))
    hears(.answered(.accepted))
  }

  /// A whole payment.
  mutating func pay(_ amount: UInt64 = 1_500_000) {
    payUntilReported(amount)
    hears(.answered(.accepted))
    hears(.answered(.accepted))
    hears(.ended)
  }

  var lastTrace: TraceNumber { flash.last?.trace ?? trace(0) }

  static func request(
    lines: Bool = false, prints: Bool = true, password: UInt32 = 123_456, currency: Currency? = .irr
  ) -> RegistrationRequest {
    RegistrationRequest(
      password: password, currency: currency, printsPaymentReceipts: prints, wantsProgress: true,
      wantsPrintLines: lines, takesPrintBlocks: lines)
  }
}

func rial(_ units: UInt64) -> Amount { Amount(minorUnits: units)! }
func trace(_ value: UInt32) -> TraceNumber { TraceNumber(value)! }
func receipt(_ value: UInt32) -> ReceiptNumber { ReceiptNumber(value)! }

/// Made for tests; its check digit is right.
let testCard = Card(digits: "6037990000000006".utf8.map { $0 - 0x30 })!
