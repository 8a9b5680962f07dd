import PosProtocol
import PosTransport

/// A terminal of a few lines: its machine, and a list of what to say to each command.
///
/// Unchecked: touched on the loop only; `read` gets there.
final class TinyTerminal: LineClient, @unchecked Sendable {
  /// What it does with a payment.
  enum Manner: Sendable { case approves, declines, waitsForCard, refuses, wrongAmount }

  let loop: LineLoop
  private let framing: ZVT.Framing
  private let scale: Double
  private var line: (any Line)?
  private var machine: ZVT.TerminalMachine
  private var script: [TerminalMessage] = []
  private var timer: LineTimer?

  var manner = Manner.approves
  var registrationRefusal: ResultCode?
  /// What its status shows, if that is asked for.
  var clock: ClockReading?
  var openPreauthorizations: [ReceiptNumber]? = []
  /// It has restarted and knows no register.
  var hasForgotten = false
  private(set) var commands: [TerminalCommand] = []
  private(set) var replies: [RegisterReply] = []
  /// Records that the register took, so that they are final.
  private(set) var booked = 0
  private var last: TransactionRecord?
  /// What the day comes to.
  var totals: [DayTotals] = []

  private let onBooked: @Sendable () -> Void

  init(
    _ framing: ZVT.Framing, on loop: LineLoop, scale: Double = 1,
    onBooked: @escaping @Sendable () -> Void = {}
  ) {
    (self.framing, self.loop, self.scale, self.onBooked) = (framing, loop, scale, onBooked)
    machine = Self.machine(framing, scale)
  }

  private static func machine(_ framing: ZVT.Framing, _ scale: Double) -> ZVT.TerminalMachine {
    ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing).scaled(by: scale))
  }

  /// A register has come.
  func serve(_ line: any Line) {
    (self.line, machine, script, said) = (line, Self.machine(framing, scale), [], nil)
    line.start(self)
  }

  func hangUp() { line?.close() }

  func read<Value: Sendable>(_ body: @escaping @Sendable (TinyTerminal) -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      loop.execute { continuation.resume(returning: body(self)) }
    }
  }

  var sawPayment: Bool {
    commands.contains { if case .pay = $0 { true } else { false } }
  }

  var payments: Int { commands.count { $0.word == "pay" } }

  func lineReceived(_ bytes: [UInt8]) { handle(.bytes(bytes)) }

  func lineClosed(_ reason: LineClosure) {
    handle(.lineLost)
    line = nil
  }

  private func handle(_ first: TerminalInput) {
    var next: TerminalInput? = first
    let now = Instant(sinceStart: loop.now)
    while let input = next, let action = machine.handle(input, at: now) { next = perform(action) }
    timer?.cancel()
    timer = machine.deadline.map { deadline in
      loop.schedule(at: deadline.sinceStart) { [weak self] in self?.handle(.proceed) }
    }
  }

  private func perform(_ action: TerminalAction) -> TerminalInput {
    switch action {
    case .write(let bytes): return line?.write(bytes) == true ? .proceed : .writeRefused
    case .command(let command):
      commands.append(command)
      if command == .abort {
        (script, said) = ([.abort(ResultCode(.zvt, 0x6C))], nil)
        // The answer to the abort, then the end of what it aborts.
        loop.execute { self.sayNext() }
        return .say(.accept)
      }
      script = answer(to: command)
      loop.execute { self.sayNext() }
      return .say(script.removeFirst())
    case .answered(let reply):
      replies.append(reply)
      if case .record(let record)? = said, record.isApproval {
        if reply == .accepted { book() } else { script = [.abort(ResultCode(.zvt, 0x05))] }
      }
      said = nil
      loop.execute { self.sayNext() }
    case .ended: (script, said) = ([], nil)
    case .noise, .close: break
    }
    return .proceed
  }

  private func book() {
    booked += 1
    onBooked()
  }

  /// Out, and not answered yet.
  private var said: TerminalMessage?

  private func sayNext() {
    guard !script.isEmpty, line != nil, said == nil else { return }
    said = script.removeFirst()
    if let said { handle(.say(said)) }
  }

  private func answer(to command: TerminalCommand) -> [TerminalMessage] {
    switch command {
    case .register:
      if let registrationRefusal { return [.refuse(registrationRefusal)] }
      hasForgotten = false
      return [.accept, .complete(.registered(Capabilities()))]
    case .status(_, let wantsClock):
      return [.accept, .complete(.status(TerminalStatus(code: 0, clock: wantsClock ? clock : nil)))]
    case .lastTransaction where hasForgotten: return [.refuse(ResultCode(.zvt, 0x6B))]
    case .lastTransaction: return [.accept] + (last.map { [.record($0)] } ?? []) + [.complete(.plain)]
    case .logOff, .abort: return [.accept]
    case .openPreauthorizations:
      guard let openPreauthorizations else { return [.refuse(ResultCode(.zvt, 0x83))] }
      return [.accept, .openPreauthorizations(openPreauthorizations)]
    case .setClock(let reading, _):
      clock = reading
      return [.accept, .complete(.plain)]
    case .diagnose: return [.accept, .complete(.plain)]
    case .reverse: return [.accept, .record(record(nil, nil, 0)), .complete(.plain)]
    case .pay(let request, _): return answer(to: request)
    case .closeDay, .turnover: return [.accept] + totals.map { .totals($0) } + [.complete(.plain)]
    }
  }

  private func answer(to request: PaymentRequest) -> [TerminalMessage] {
    let insert = TerminalMessage.progress(code: 0x0A, texts: [], minutes: nil)
    switch manner {
    case .approves:
      let record = record(request.amount, request.currency, 0)
      last = record
      var line = PrintedLine(text: WireText("THANK YOU"))
      line.isLast = true
      return [.accept, insert, .record(record), .print([line]), .complete(.plain)]
    case .declines:
      return [
        .accept, .record(record(request.amount, request.currency, 0x33)), .abort(ResultCode(.zvt, 0x33)),
      ]
    case .waitsForCard: return [.accept, insert]
    case .refuses: return [.refuse(ResultCode(.zvt, 0x83))]
    case .wrongAmount:
      return [.accept, .record(record(Amount(minorUnits: 1), request.currency, 0)), .complete(.plain)]
    }
  }

  private func record(_ amount: Amount?, _ currency: Currency?, _ result: UInt16) -> TransactionRecord {
    var record = TransactionRecord()
    record.result = ResultCode(.zvt, result)
    record.isApproval = result == 0
    (record.amount, record.currency) = (amount, currency)
    (record.receiptNumber, record.traceNumber) = (ReceiptNumber(17), TraceNumber(42))
    record.terminalID = TerminalID(12_345_678)
    record.card = MaskedCardNumber(masking: [6, 0, 3, 7, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6])
    return record
  }
}

extension TerminalCommand {
  var word: String {
    switch self {
    case .register: "register"
    case .status: "status"
    case .pay: "pay"
    case .lastTransaction: "last"
    case .reverse: "reverse"
    case .openPreauthorizations: "open pre-authorizations"
    case .diagnose: "diagnose"
    case .setClock: "set clock"
    case .logOff: "log off"
    case .abort: "abort"
    case .closeDay: "close day"
    case .turnover: "turnover"
    }
  }
}
