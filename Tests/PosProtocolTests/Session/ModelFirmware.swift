import PosProtocol

/// A small firmware with its acquirer: authorizes, asks the register, books or reverses. Its bookings are the
/// oracle of the session's mirror tests.
struct ModelFirmware {
  struct Booking {
    enum State { case authorized, final, reversed }

    let amount: Amount
    var state = State.authorized
  }

  private(set) var bookings: [Booking] = []
  /// How often the day was closed.
  private(set) var closures = 0
  /// What is still to be said in this dialogue.
  private var script: [TerminalMessage] = []
  /// Said, not answered.
  private var out: TerminalMessage?
  private var command: TerminalCommand?
  /// When the next thing is said.
  private(set) var due: Int?
  /// Of 16 payments, how many are declined, booked with another amount, and slow.
  private let declines: UInt64, mistakes: UInt64, longestThought: UInt64

  init(random: inout SplitMix64) {
    (declines, mistakes) = ([0, 4, 8][Int(random.next() % 3)], [0, 0, 2][Int(random.next() % 3)])
    longestThought = [1, 300, 9000][Int(random.next() % 3)]
  }

  /// Takes one action of the terminal's machine; returns what is to be said at once.
  mutating func take(_ action: TerminalAction, at now: Int, random: inout SplitMix64) -> TerminalMessage? {
    switch action {
    case .command(.abort) where command != nil:
      let isStoppable = command != .closeDay(password: 0) && bookings.last?.state != .authorized
      let mayStop = isStoppable && !script.isEmpty && random.next() % 4 != 0
      if mayStop { script = [.abort(Self.stopped)] }
      return mayStop ? .accept : .refuse(Self.notPossible)
    case .command(let command):
      self.command = command
      plan(command, random: &random)
      // Now and then the answer comes after the register's patience.
      due = now + Int(random.next() % (random.next() % 16 == 0 ? 9000 : 900))
    case .answered(let reply):
      settle(reply)
      think(at: now, random: &random)
    case .ended:
      reverse()
      (script, out, command, due) = ([], nil, nil, nil)
    case .write, .noise, .close: break
    }
    return nil
  }

  /// Says the next thing, if it is time.
  mutating func speak(at now: Int, random: inout SplitMix64) -> TerminalMessage? {
    guard let due, now >= due, !script.isEmpty else { return nil }
    let message = script.removeFirst()
    self.due = nil
    switch message {
    case .accept, .refuse: think(at: now, random: &random)
    case .record(let record) where record.isApproval:
      if let amount = record.amount { bookings.append(Booking(amount: amount)) }
      out = mistaken(message, record, random: &random)
      return out
    case .totals:
      closures += 1
      out = message
    case .progress, .record, .print, .clock, .complete, .abort, .openPreauthorizations: out = message
    }
    return message
  }

  static let totals = {
    var totals = DayTotals()
    (totals.amount, totals.currency) = (Amount(minorUnits: 3_000), .irr)
    return totals
  }()

  private static let cannotBeClosed = ResultCode(.zvt, 0x77)
  private static let stopped = ResultCode(.zvt, 0x6C), notPossible = ResultCode(.zvt, 0x83)

  private mutating func think(at now: Int, random: inout SplitMix64) {
    due = script.isEmpty || out != nil ? nil : now + Int(random.next() % longestThought)
  }

  private mutating func plan(_ command: TerminalCommand, random: inout SplitMix64) {
    script = [.accept]
    switch command {
    case .register:
      var capabilities = Capabilities()
      capabilities.safeguards = [.messageNumbers, .receiptSync]
      script.append(.complete(.registered(capabilities)))
    case .status: script.append(.complete(.status(TerminalStatus(code: 0))))
    case .lastTransaction: script.append(.abort(Self.notPossible))
    case .logOff, .abort: break
    case .openPreauthorizations, .diagnose, .setClock: script.append(.complete(.plain))
    case .reverse: script = [.refuse(Self.notPossible)]
    case .turnover: script += [.totals(DayTotals()), .complete(.plain)]
    case .closeDay:
      script.append(.progress(code: 0x04, texts: [], minutes: nil))
      let isClosed = random.next() % 16 >= declines
      script += isClosed ? [.totals(Self.totals), .complete(.plain)] : [.abort(Self.cannotBeClosed)]
    case .pay(let request, _):
      let notice = TerminalMessage.progress(code: 0x0A, texts: [], minutes: nil)
      script += [TerminalMessage](repeating: notice, count: Int(random.next() % 3))
      var record = TransactionRecord()
      (record.amount, record.currency) = (request.amount, request.currency)
      record.isApproval = random.next() % 16 >= declines
      record.result = ResultCode(.zvt, record.isApproval ? 0 : 5)
      script.append(.record(record))
      script.append(record.isApproval ? .complete(.plain) : .abort(ResultCode(.zvt, 5)))
    }
  }

  /// Now and then the record names another amount than was booked.
  private func mistaken(
    _ message: TerminalMessage, _ record: TransactionRecord, random: inout SplitMix64
  ) -> TerminalMessage {
    guard random.next() % 16 < mistakes else { return message }
    var wrong = record
    wrong.amount = Amount(minorUnits: 7)
    return .record(wrong)
  }

  /// The acknowledgement of an approval makes it final; anything else reverses it.
  private mutating func settle(_ reply: RegisterReply) {
    let said = out
    out = nil
    guard case .record(let record)? = said, record.isApproval, !bookings.isEmpty else { return }
    if reply == .accepted {
      bookings[bookings.count - 1].state = .final
    } else {
      reverse()
      script = [.abort(Self.stopped)]
    }
  }

  private mutating func reverse() {
    guard let last = bookings.indices.last, bookings[last].state == .authorized else { return }
    bookings[last].state = .reversed
  }
}
