import PosProtocol

/// A register's machine on a bench: what goes in, and every action until it rests. Time stands still unless
/// told.
struct RegisterBench {
  var machine: ZVT.RegisterMachine
  var now = Instant(sinceStart: .seconds(1000))

  init(_ framing: ZVT.Framing = .tcp, _ change: (inout ZVT.RegisterConfiguration) -> Void = { _ in }) {
    var configuration = ZVT.RegisterConfiguration(framing: framing, currency: .eur)
    configuration.config = ZVT.RegisterConfiguration.composing
    change(&configuration)
    machine = ZVT.RegisterMachine(configuration: configuration)
  }

  mutating func put(_ input: RegisterInput) -> [RegisterAction] {
    var (actions, next) = ([RegisterAction](), machine.handle(input, at: now))
    while let action = next {
      actions.append(action)
      next = machine.handle(.proceed, at: now)
    }
    return actions
  }

  mutating func hears(_ text: String) -> [RegisterAction] { put(.bytes(hex(text))) }

  mutating func waits(_ duration: Duration) -> [RegisterAction] {
    now = now + duration
    return put(.proceed)
  }

  /// Registered on TCP, as a terminal that knows nothing of itself answers.
  static func registered(_ change: (inout ZVT.RegisterConfiguration) -> Void = { _ in }) -> RegisterBench {
    var bench = RegisterBench(.tcp, change)
    _ = bench.put(.command(.register))
    _ = bench.hears("80 00 00")
    _ = bench.hears("06 0F 00")
    return bench
  }

  /// The same on a serial line.
  static func registeredOnSerial() -> RegisterBench {
    var bench = RegisterBench(.serial)
    _ = bench.put(.command(.register))
    _ = bench.hears("06 10 02 80 00 00 10 03 F5 1F")
    _ = bench.hears("10 02 06 0F 00 10 03 C6 33")
    _ = bench.hears("06")
    return bench
  }

  static func payingOnSerial() -> RegisterBench {
    var bench = registeredOnSerial()
    _ = bench.put(.command(.pay(twelveFifty)))
    // The old response repeated proves nothing: it is one only after the acknowledgement.
    _ = bench.hears("06 10 02 80 00 00 10 03 F5 1F")
    return bench
  }

  /// Registered, and a payment of 12.50 euro accepted by the terminal.
  static func paying(_ change: (inout ZVT.RegisterConfiguration) -> Void = { _ in }) -> RegisterBench {
    var bench = registered(change)
    _ = bench.put(.command(.pay(twelveFifty)))
    _ = bench.hears("80 00 00")
    return bench
  }
}

/// A terminal's machine on a bench.
struct TerminalBench {
  var machine: ZVT.TerminalMachine
  var now = Instant(sinceStart: .seconds(1000))

  init(_ framing: ZVT.Framing = .tcp, _ change: (inout ZVT.TerminalConfiguration) -> Void = { _ in }) {
    var configuration = ZVT.TerminalConfiguration(framing: framing)
    change(&configuration)
    machine = ZVT.TerminalMachine(configuration: configuration)
  }

  mutating func put(_ input: TerminalInput) -> [TerminalAction] {
    var (actions, next) = ([TerminalAction](), machine.handle(input, at: now))
    while let action = next {
      actions.append(action)
      next = machine.handle(.proceed, at: now)
    }
    return actions
  }

  mutating func hears(_ text: String) -> [TerminalAction] { put(.bytes(hex(text))) }

  mutating func says(_ message: TerminalMessage) -> [TerminalAction] { put(.say(message)) }

  mutating func waits(_ duration: Duration) -> [TerminalAction] {
    now = now + duration
    return put(.proceed)
  }

  /// Has accepted a payment of 12.50 euro.
  static func paying(_ change: (inout ZVT.TerminalConfiguration) -> Void = { _ in }) -> TerminalBench {
    var bench = TerminalBench(.tcp, change)
    _ = bench.hears("06 01 0A 04 00 00 00 00 12 50 49 09 78")
    _ = bench.says(.accept)
    return bench
  }
}

let twelveFifty = PaymentRequest(amount: Amount(minorUnits: 1250)!, currency: .eur)

func write(_ text: String) -> RegisterAction { .write(hex(text)) }
func writes(_ text: String) -> TerminalAction { .write(hex(text)) }

func zvt(_ code: UInt16) -> ResultCode { ResultCode(.zvt, code) }
