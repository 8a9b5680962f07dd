import PosProtocol
import Testing

/// What a register may say of a payment whose line is lost, at every byte of it in both directions.
@Suite struct LineLossTests {
  @Test(arguments: [ZVT.Framing.tcp, .serial])
  func everyByte(_ framing: ZVT.Framing) throws {
    var (cuts, approved, booked) = (0, 0, 0)
    while true {
      var world = ByteWorld(framing)
      let isLost = world.pay(losingLineAfter: cuts)
      try #require(world.ends.count == 1, "cut \(cuts)")
      switch world.ends[0] {
      case .answered(.approved):
        #expect(world.isBooked, "cut \(cuts)")
        approved += 1
      case .failed(let failure, _): #expect(failure == .lineLost(commandLeft: true), "cut \(cuts)")
      case .answered: Issue.record("cut \(cuts): \(world.ends[0])")
      }
      booked += world.isBooked ? 1 : 0
      if !isLost { break }
      cuts += 1
    }
    // Over TCP, command, notice, record, end and their answers are 48 bytes.
    #expect(cuts >= 47)
    #expect(approved > 0 && booked > approved)
  }

  /// The command waits behind a refusal whose acknowledgement is due: nothing of it has left.
  @Test func commandThatHasNotLeftIsNotSent() {
    var register = RegisterBench(.serial)
    #expect(register.hears("10 02 04 FF 01 0A 10 03 F5 7D").count == 3)
    #expect(register.put(.command(.status)) == [])
    let end = CommandEnd.failed(.lineLost(commandLeft: false), nil)
    #expect(register.put(.lineLost) == [.end(end)])
    #expect(!ReaderFailure.lineLost(commandLeft: false).mayHaveActed)
  }

  @Test func refusedWriteIsNotSent() {
    var register = RegisterBench.registered()
    // Before the link is told that the bytes went out, which `.proceed` says.
    let first = register.machine.handle(.command(.pay(twelveFifty)), at: register.now)
    #expect(first == write("06 01 0A 04 00 00 00 00 12 50 49 09 78"))
    let end = CommandEnd.failed(.send(.notSent), nil)
    #expect(register.put(.writeRefused) == [.end(end)])
    #expect(register.put(.lineLost) == [])
  }

  /// A copy of the frame left before.
  @Test func refusedRepeatMayHaveActed() {
    var register = RegisterBench(.serial)
    _ = register.put(.command(.status))
    _ = register.machine.handle(.bytes([0x15]), at: register.now)
    let repeated = register.machine.handle(.proceed, at: register.now)
    guard case .write? = repeated else {
      Issue.record("\(String(describing: repeated))")
      return
    }
    #expect(register.put(.writeRefused) == [.end(.failed(.send(.unconfirmed), nil))])
  }

  /// Three copies, none acknowledged: a NAK may be a damaged ACK, silence says nothing either.
  @Test(arguments: [([0x15, 0x15, 0x15] as [UInt8], SendFailure.rejected), ([], .unconfirmed)])
  func unacknowledgedCommandMayHaveActed(_ answers: [UInt8], _ failure: SendFailure) {
    var register = RegisterBench(.serial)
    var actions = register.put(.command(.status))
    for answer in answers { actions += register.put(.bytes([answer])) }
    if answers.isEmpty { for _ in 0..<3 { actions += register.waits(.seconds(5)) } }
    #expect(actions.last == .end(.failed(.send(failure), nil)))
    #expect(ReaderFailure.send(failure).mayHaveActed)
  }

  /// A terminal that refuses every copy of an answer, or acknowledges none, does not hold the command to T4.
  @Test(arguments: [([0x15, 0x15, 0x15] as [UInt8], SendFailure.rejected), ([], .unconfirmed)])
  func unacknowledgedAnswerEndsTheCommandInDoubt(_ answers: [UInt8], _ failure: SendFailure) {
    var register = RegisterBench.payingOnSerial()
    let began = register.now
    #expect(register.hears("10 02 04 FF 01 0A 10 03 F5 7D").last == write("10 02 80 00 00 10 03 F5 1F"))
    var actions: [RegisterAction] = []
    for answer in answers { actions += register.put(.bytes([answer])) }
    if answers.isEmpty { for _ in 0..<3 { actions += register.waits(.seconds(5)) } }
    #expect(actions.last == .end(.failed(.send(failure), nil)))
    #expect(register.now <= began + .seconds(15))
    #expect(register.machine.isIdle)
  }

  /// What has been written cannot be said not to have been sent, whatever becomes of an answer.
  @Test func answerThatCannotBeWrittenLeavesItToTheLine() {
    var register = RegisterBench.payingOnSerial()
    let first = register.machine.handle(.bytes(hex("10 02 04 FF 01 0A 10 03 F5 7D")), at: register.now)
    #expect(first == write("06"))
    while let action = register.machine.handle(.proceed, at: register.now) {
      if action == write("10 02 80 00 00 10 03 F5 1F") { break }
    }
    #expect(register.put(.writeRefused) == [])
    #expect(register.put(.lineLost) == [.end(.failed(.lineLost(commandLeft: true), nil))])
  }

  /// An end that is known stays known, though its last answer was on its way.
  @Test func lastWordOutlivesTheLine() {
    var register = RegisterBench(.serial)
    _ = register.put(.command(.status))
    _ = register.hears("06 10 02 80 00 00 10 03 F5 1F")
    let actions = register.hears("10 02 06 1E 01 6C 10 03 C9 F2")
    #expect(actions == [write("06"), write("10 02 80 00 00 10 03 F5 1F")])
    #expect(register.put(.lineLost) == [.end(.answered(.declined(zvt(0x6C), nil)))])
  }

  @Test func newLineNeedsARegistration() {
    var register = RegisterBench.registered()
    #expect(register.put(.lineLost) == [])
    #expect(register.put(.command(.pay(twelveFifty))) == [.end(.failed(.notRegistered, nil))])
  }
}

/// Both machines and a firmware that approves, joined byte by byte; time stands still.
private struct ByteWorld {
  private var register: ZVT.RegisterMachine
  private var terminal: ZVT.TerminalMachine
  private var toTerminal: [UInt8] = [], toRegister: [UInt8] = []
  private var script: [TerminalMessage] = []
  private var said: TerminalMessage?
  private let now = Instant(sinceStart: .seconds(1))
  private(set) var ends: [CommandEnd] = []
  private(set) var isBooked = false

  init(_ framing: ZVT.Framing) {
    register = ZVT.RegisterMachine(
      configuration: ZVT.RegisterConfiguration(framing: framing, currency: .eur))
    terminal = ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing))
  }

  /// Registers, pays, and loses the line after so many bytes of the payment. False: the payment had no more.
  mutating func pay(losingLineAfter cut: Int) -> Bool {
    put(register.handle(.command(.register), at: now))
    _ = carry(.max)
    ends = []
    put(register.handle(.command(.pay(twelveFifty)), at: now))
    guard carry(cut) == cut, !(toTerminal.isEmpty && toRegister.isEmpty) else { return false }
    (toTerminal, toRegister) = ([], [])
    put(terminal.handle(.lineLost, at: now))
    put(register.handle(.lineLost, at: now))
    return true
  }

  /// Carries bytes, one from each side in turn; returns how many there were.
  private mutating func carry(_ limit: Int) -> Int {
    var count = 0
    while count < limit, !(toTerminal.isEmpty && toRegister.isEmpty) {
      if !toTerminal.isEmpty, count.isMultiple(of: 2) || toRegister.isEmpty {
        put(terminal.handle(.bytes([toTerminal.removeFirst()]), at: now))
      } else {
        put(register.handle(.bytes([toRegister.removeFirst()]), at: now))
      }
      count += 1
    }
    return count
  }

  private mutating func put(_ first: RegisterAction?) {
    var next = first
    while let action = next {
      switch action {
      case .write(let bytes): toTerminal += bytes
      case .record, .totals: put(register.handle(.commit(.accept), at: now))
      case .end(let end): ends.append(end)
      case .event, .close: break
      }
      next = register.handle(.proceed, at: now)
    }
  }

  private mutating func put(_ first: TerminalAction?) {
    var next = first
    while let action = next {
      switch action {
      case .write(let bytes): toRegister += bytes
      case .command(let command):
        script = ByteWorld.script(of: command)
        put(terminal.handle(.say(.accept), at: now))
        speak()
      case .answered(let reply):
        if case .record? = said { isBooked = reply == .accepted }
        speak()
      case .ended: script = []
      case .noise, .close: break
      }
      next = terminal.handle(.proceed, at: now)
    }
  }

  private mutating func speak() {
    guard !script.isEmpty else { return }
    let message = script.removeFirst()
    said = message
    put(terminal.handle(.say(message), at: now))
  }

  private static func script(of command: TerminalCommand) -> [TerminalMessage] {
    guard case .pay(let request, _) = command else { return [.complete(.registered(Capabilities()))] }
    var record = TransactionRecord()
    (record.amount, record.currency) = (request.amount, request.currency)
    (record.result, record.isApproval) = (ResultCode(.zvt, 0), true)
    return [.progress(code: 0x0A, texts: [], minutes: nil), .record(record), .complete(.plain)]
  }
}
