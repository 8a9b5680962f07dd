import FuzzSupport
import PosProtocol

/// The terminal's machine against a hostile register, with a firmware that keeps the rules of speaking, or
/// does not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTerminal(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  var firmware = Firmware(&input)
  let endsBySilence = input.byte() & 1 == 0
  while !input.isEmpty { firmware.step(&input) }
  if endsBySilence { firmware.waitOut() } else { firmware.loseLine() }
  firmware.startAgain()
  return 0
}

private struct Firmware {
  let framing: ZVT.Framing
  /// Speaks only when it may.
  let isObedient: Bool
  var machine: ZVT.TerminalMachine
  var now = Instant(sinceStart: .seconds(1))
  /// Commands that were not accepted or refused yet.
  var unanswered = 0
  var isServing = false
  var isHeard = true
  var heard: [TerminalCommand] = []

  init(_ input: inout FuzzInput) {
    let choice = input.byte()
    framing = choice & 1 == 0 ? .serial : .tcp
    isObedient = choice & 2 == 0
    machine = ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing))
  }

  mutating func step(_ input: inout FuzzInput) {
    switch input.byte(below: 10) {
    case 0, 1: put(.bytes(input.line(framing)))
    case 2: put(.bytes(command(&input)))
    case 3:
      now = now + input.duration()
      put(.proceed)
    case 4, 5, 6: say(&input)
    case 7: put(.writeRefused)
    case 8 where input.byte() & 7 == 0: put(.lineLost)
    default: put(.proceed)
    }
  }

  private func command(_ input: inout FuzzInput) -> [UInt8] {
    let amount: [UInt8] = [0x04, 0, 0, 0, 0, 0x12, 0x50, 0x49, 0x09, 0x78]
    let apdu: [UInt8] =
      switch input.byte(below: 8) {
      case 0: [0x06, 0x00, 0x06, 0, 0, 0, input.byte(), 0x09, 0x78]
      case 1: [0x06, 0x02, 0x00]
      case 2: [0x05, 0x01, 0x00]
      case 3: [0x06, 0x20, 0x05, 0, 0, 0, 0x03, 0x03]
      case 4: [0x06, 0x30, 0x06, 0, 0, 0, 0x87, 0x00, 0x42]
      case 5: [0x06, 0xB0, 0x00]
      case 6: [0x06, input.byte() & 1 == 0 ? 0x50 : 0x10, 0x03, 0, 0, 0]
      default: [0x06, 0x01, 0x0A] + amount
      }
    return framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu
  }

  private mutating func say(_ input: inout FuzzInput) {
    let choice = input.byte(below: 8)
    if isObedient {
      if unanswered > 0 {
        unanswered -= 1
        put(.say(choice == 0 ? .refuse(ResultCode(.zvt, 0x6C)) : .accept))
        return
      }
      guard isServing, isHeard else { return put(.proceed) }
    }
    isHeard = false
    put(.say(message(choice, &input)))
  }

  private func message(_ choice: UInt8, _ input: inout FuzzInput) -> TerminalMessage {
    switch choice {
    case 0: return .complete(.plain)
    case 1: return .abort(ResultCode(.zvt, UInt16(input.byte())))
    case 2: return .progress(code: input.byte(), texts: [], minutes: input.byte() & 1 == 0 ? nil : 0x03)
    case 3:
      let line = PrintedLine(text: WireText("A line of a receipt"))
      return .print([PrintedLine](repeating: line, count: Int(input.byte(below: 90))))
    case 4 where !isObedient: return .accept
    case 5 where !isObedient: return .refuse(ResultCode(.zvt, 0x83))
    default:
      var record = TransactionRecord()
      record.result = ResultCode(.zvt, UInt16(input.byte() & 0x6F))
      record.isApproval = record.result == ResultCode(.zvt, 0)
      record.amount = Amount(minorUnits: 1_250)
      return .record(record)
    }
  }

  mutating func put(_ input: TerminalInput) {
    var (next, count) = (machine.handle(input, at: now), 0)
    while let action = next {
      count += 1
      require(count < 1_000, "a bounded number of actions")
      switch action {
      case .command(let command):
        heard.append(command)
        unanswered += 1
        if !isServing { (isServing, isHeard) = (true, true) }
      case .answered: isHeard = true
      case .ended: (isServing, unanswered) = (false, 0)
      case .write(let bytes): require(!bytes.isEmpty, "something to write")
      case .noise, .close: break
      }
      next = machine.handle(.proceed, at: now)
    }
    if heard.count > 100 { heard.removeFirst(50) }
  }

  /// Nobody says anything any more; then the hang-up that a silent register ends with.
  mutating func waitOut() {
    for _ in 0..<2_000 {
      guard let deadline = machine.deadline else { break }
      now = max(now, deadline)
      put(.proceed)
    }
    require(machine.deadline == nil, "silence ends every wait")
    put(.lineLost)
    require(!isServing, "a lost line ends the dialogue")
  }

  mutating func loseLine() {
    put(.lineLost)
    require(!isServing && machine.deadline == nil, "a lost line ends the dialogue")
  }

  /// A new register on a new line is heard.
  mutating func startAgain() {
    now = now + .seconds(20)
    heard = []
    let apdu: [UInt8] = [0x06, 0x00, 0x06, 0, 0, 0, 0x3E, 0x09, 0x78]
    put(.bytes(framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu))
    require(heard.count == 1, "a new register is heard")
  }
}
