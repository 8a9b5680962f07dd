import CBaseline
import PosFirmware
import PosProtocol
import PosTransport

/// Whole payments between a register's machine and a terminal's firmware, in one thread and virtual time.
func benchPayment(samples: Int) {
  let payments = 50
  var table = Table("A payment over memory", "µs", "payments/s")
  for (name, framing) in [("serial frames", ZVT.Framing.serial), ("bare APDUs, as on TCP", .tcp)] {
    var counter = MemoryCounter(framing)
    precondition(counter.run(.register))
    let amount = Amount(minorUnits: 1_500_000)!
    let times = alternate(
      samples: samples,
      [
        {
          for _ in 0..<payments {
            let isPaid = counter.run(.pay(PaymentRequest(amount: amount, currency: .irr)))
            precondition(isPaid, "every payment is approved")
          }
        }
      ])
    table.row(name, short(times[0] / Double(payments) / 1_000), short(Double(payments) * 1e9 / times[0]))
  }
  table.show("Payment")
}

/// Whole payments over a pseudo-terminal, register's machine and terminal's firmware on a loop each, beside C
/// that moves the same bytes.
func benchPaymentLine(blocks: Int, rounds: Int) async throws {
  let (ready, readied) = AsyncStream.makeStream(of: TerminalEnd.self)
  let (loop, other) = twoThreads()
  let terminal = try await PseudoTerminal.open(on: other) { line in
    let end = TerminalEnd(line)
    line.start(end)
    readied.yield(end)
  }
  let line = try await terminal.address.open(on: loop)
  let register = RegisterEnd(line)
  loop.execute { line.start(register) }
  _ = await register.run(.register, times: 1)
  var duel = Duel(pieces: await register.pieces())
  for _ in 0..<blocks { await duel.play(rounds) { await register.run(pay, times: rounds) } }
  loop.execute { line.close() }
  await terminal.close()
  withExtendedLifetime(ready) {}
  let name = "register and terminal"
  duel.show(
    "Payment over a line", "A payment over a PTY, \(duel.pieces.count) pieces, \(blocks * rounds) each", name)
  Plot.write("payment", "A whole payment over a pseudo-terminal", duel.curves(name))
}

private let pay = ReaderCommand.pay(PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr))

/// The register's machine on a line. Lives on the line's loop.
private final class RegisterEnd: LineClient, @unchecked Sendable {
  private let line: any Line
  private var machine = ZVT.RegisterMachine(
    configuration: ZVT.RegisterConfiguration(framing: .serial, password: 123_456, currency: .irr))
  private var command = ReaderCommand.register
  private var times: [UInt64] = []
  private var wanted = 0
  private var began: UInt64 = 0
  private var done: CheckedContinuation<[UInt64], Never>?
  /// What passed in the last command, as the C baseline takes it.
  private var passed: [Int32] = []

  init(_ line: any Line) { self.line = line }

  func run(_ command: ReaderCommand, times: Int) async -> [UInt64] {
    await withCheckedContinuation { continuation in
      line.loop.execute {
        (self.command, self.wanted, self.times, self.done) = (command, times, [], continuation)
        self.begin()
      }
    }
  }

  /// The pieces of a payment: one that is taken, and looked at.
  func pieces() async -> [Int32] {
    _ = await run(pay, times: 2)
    return await withCheckedContinuation { continuation in
      line.loop.execute { continuation.resume(returning: self.passed) }
    }
  }

  private func begin() {
    began = baseline_nanoseconds()
    passed = []
    drive(.command(command))
  }

  func lineReceived(_ bytes: [UInt8]) {
    passed.append(-Int32(bytes.count))
    drive(.bytes(bytes))
  }

  func lineClosed(_ reason: LineClosure) {}

  private func drive(_ first: RegisterInput) {
    var (input, isOver) = (first, false)
    while let action = machine.handle(input, at: Instant(sinceStart: line.loop.now)) {
      input = .proceed
      switch action {
      case .write(let bytes):
        passed.append(Int32(bytes.count))
        _ = line.write(bytes)
      case .record, .totals: input = .commit(.accept)
      case .end(let end):
        isOver = true
        switch end {
        case .answered(.approved), .answered(.registered): break
        default: fatalError("every payment is approved: \(end)")
        }
      case .event, .close: break
      }
    }
    guard isOver else { return }
    times.append(baseline_nanoseconds() - began)
    if times.count < wanted { return begin() }
    done?.resume(returning: times)
    done = nil
  }
}

/// The terminal's firmware on a line, its card always at hand and its acquirer always content.
private final class TerminalEnd: LineClient, @unchecked Sendable {
  private let line: any Line
  private var terminal = Terminal(
    wire: ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: .serial)))
  private var waiting: [FirmwareInput] = []

  init(_ line: any Line) {
    self.line = line
    drive(.powerOn([]))
  }

  func lineReceived(_ bytes: [UInt8]) {
    drive(.bytes(bytes))
    while !waiting.isEmpty { drive(waiting.removeFirst()) }
  }

  func lineClosed(_ reason: LineClosure) {}

  private func drive(_ first: FirmwareInput) {
    var input = first
    while let output = terminal.handle(input, at: Instant(sinceStart: line.loop.now)) {
      input = .proceed
      switch output {
      case .write(let bytes): _ = line.write(bytes)
      case .store: input = .stored
      default: if let answer = helpers(output) { waiting.append(answer) }
      }
    }
  }
}

/// What the world around a terminal does at once: a card that is there, an acquirer that approves.
private func helpers(_ output: FirmwareOutput) -> FirmwareInput? {
  switch output {
  case .reader(isOn: true):  // A synthetic number of a test range.
    .card(Card(digits: "6037990000000006".utf8.map { $0 - 0x30 })!)
  case .ask(let request):
    .answered(.approved(amount: request.question.amount, reference: nil), request.question.trace)
  default: nil
  }
}

/// A till, a line that loses nothing, a terminal with a card always at hand and an acquirer that always
/// approves.
private struct MemoryCounter {
  private var register: ZVT.RegisterMachine
  private var terminal: Terminal<ZVT.TerminalMachine>
  private var now = Instant(sinceStart: .zero)
  private var toRegister: [[UInt8]] = []
  private var toTerminal: [FirmwareInput] = []
  private var end: CommandEnd?

  init(_ framing: ZVT.Framing) {
    let configuration = ZVT.RegisterConfiguration(framing: framing, password: 123_456, currency: .irr)
    register = ZVT.RegisterMachine(configuration: configuration)
    terminal = Terminal(wire: ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing)))
    drive(.powerOn([]))
  }

  /// Returns whether the terminal's answer was good.
  mutating func run(_ command: ReaderCommand) -> Bool {
    end = nil
    drive(.command(command))
    while end == nil || !toRegister.isEmpty || !toTerminal.isEmpty {
      if !toTerminal.isEmpty {
        drive(toTerminal.removeFirst())
      } else if !toRegister.isEmpty {
        drive(RegisterInput.bytes(toRegister.removeFirst()))
      } else {
        guard let due = [register.deadline, terminal.deadline].compactMap({ $0 }).min() else { return false }
        now = max(now, due)
        drive(RegisterInput.proceed)
        drive(FirmwareInput.proceed)
      }
    }
    switch end {
    case .answered(.approved), .answered(.registered): return true
    default: return false
    }
  }

  private mutating func drive(_ first: RegisterInput) {
    var input = first
    while let action = register.handle(input, at: now) {
      input = .proceed
      switch action {
      case .write(let bytes): toTerminal.append(.bytes(bytes))
      case .record, .totals: input = .commit(.accept)
      case .end(let end): self.end = end
      case .event, .close: break
      }
    }
  }

  private mutating func drive(_ first: FirmwareInput) {
    var input = first
    while let output = terminal.handle(input, at: now) {
      input = .proceed
      switch output {
      case .write(let bytes): toRegister.append(bytes)
      case .store: input = .stored
      default: if let answer = helpers(output) { toTerminal.append(answer) }
      }
    }
  }
}
