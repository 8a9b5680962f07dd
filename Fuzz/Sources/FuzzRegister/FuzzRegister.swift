import FuzzSupport
import PosProtocol

/// The register's machine against a hostile terminal, a hasty caller and any clock.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRegister(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  var caller = RegisterCaller(&input)
  let endsBySilence = input.byte() & 1 == 0
  while !input.isEmpty { caller.step(&input) }
  if endsBySilence { caller.waitOut() } else { caller.loseLine() }
  caller.startAgain()
  return 0
}

private struct RegisterCaller {
  let framing: ZVT.Framing
  var machine: ZVT.RegisterMachine
  var now = Instant(sinceStart: .seconds(1))
  var endsDue = 0
  var isAsked = false

  init(_ input: inout FuzzInput) {
    let choice = input.byte()
    framing = choice & 1 == 0 ? .serial : .tcp
    var configuration = ZVT.RegisterConfiguration(framing: framing, currency: .eur)
    if choice & 2 == 0 { configuration.config = ZVT.RegisterConfiguration.composing }
    configuration.takesPrintBlocks = choice & 4 == 0
    machine = ZVT.RegisterMachine(configuration: configuration)
    // Most ways lead through a registration.
    if choice & 8 == 0 {
      put(.command(.register))
      for apdu in [[0x80, 0x00, 0x00], [0x06, 0x0F, 0x00]] as [[UInt8]] {
        if framing == .serial { put(.bytes([0x06])) }
        put(.bytes(framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu))
      }
      if framing == .serial { put(.bytes([0x06])) }
    }
  }

  mutating func step(_ input: inout FuzzInput) {
    switch input.byte(below: 10) {
    case 0, 1, 2, 3: put(.bytes(input.line(framing)))
    case 4:
      now = now + input.duration()
      put(.proceed)
    case 5: put(.command(command(&input)))
    case 6: put(.cancel)
    case 7 where isAsked:
      isAsked = false
      put(.commit(input.byte() & 1 == 0 ? .accept : .refuse))
    case 8: put(.writeRefused)
    case 9 where input.byte() & 7 == 0: put(.lineLost)
    default: put(.proceed)
    }
  }

  private func command(_ input: inout FuzzInput) -> ReaderCommand {
    switch input.byte(below: 13) {
    case 0: .register
    case 1: .logOff
    case 2: .status
    case 3: .lastTransaction
    case 4: .reverse(ReversalRequest(receiptNumber: ReceiptNumber(42)!))
    case 5: .openPreauthorizations
    case 6: .diagnose
    case 7: .setClock(ClockReading(year: 2026, month: 11, day: 27, hour: 0, minute: 0, second: 0)!)
    case 8: .closeDay
    case 9: .turnover
    default: .pay(PaymentRequest(amount: Amount(minorUnits: 1_250)!, currency: .eur))
    }
  }

  mutating func put(_ input: RegisterInput) {
    if case .command = input { endsDue += 1 }
    var (next, count) = (machine.handle(input, at: now), 0)
    while let action = next {
      count += 1
      require(count < 1_000, "a bounded number of actions")
      switch action {
      case .end:
        endsDue -= 1
        isAsked = false
      case .record, .totals: isAsked = true
      case .write(let bytes): require(!bytes.isEmpty, "something to write")
      case .event, .close: break
      }
      next = machine.handle(.proceed, at: now)
    }
    require(endsDue == (machine.isIdle ? 0 : 1), "exactly one end a command")
  }

  /// Nobody says anything any more.
  mutating func waitOut() {
    for _ in 0..<2_000 {
      guard let deadline = machine.deadline else { break }
      require(deadline >= now || !machine.isIdle || framing == .serial, "no deadline in the past")
      now = max(now, deadline)
      put(.proceed)
    }
    require(machine.deadline == nil, "silence ends everything")
    require(machine.isIdle, "and brings it home")
    put(.lineLost)
  }

  mutating func loseLine() {
    put(.lineLost)
    require(machine.isIdle && machine.deadline == nil, "a lost line brings it home")
  }

  /// A new line: registering works.
  mutating func startAgain() {
    put(.command(.register))
    require(!machine.isIdle, "it takes a new command")
    put(.lineLost)
    require(machine.isIdle, "and comes home again")
  }
}
