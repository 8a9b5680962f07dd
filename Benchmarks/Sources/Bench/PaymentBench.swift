import CBaseline
import PosFirmware
import PosProtocol

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
      case .record: input = .commit(.accept)
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
      case .reader(isOn: true): toTerminal.append(.card(Self.card))
      case .ask(let request):
        let answer = AcquirerAnswer.approved(amount: request.question.amount, reference: nil)
        toTerminal.append(.answered(answer, request.question.trace))
      case .store: input = .stored
      case .show, .reader, .print, .noise, .close: break
      }
    }
  }

  /// A synthetic number of a test range.
  private static let card = Card(digits: "6037990000000006".utf8.map { $0 - 0x30 })!
}
