import PaymentFlows
import PosDriver
import PosProtocol

/// A reader with a memory and no line. It does what its plan says and keeps what it was asked.
actor FakeReader: CardReader {
  enum Call: Hashable { case connect, status, last, pay, acknowledged, refused, reverse, cancel }

  enum Plan {
    case approve
    case decline
    /// Not a byte leaves.
    case refuseToSend
    /// The terminal says that the order was paid before.
    case refuseAsPaid
    /// The line goes before the terminal asked its acquirer.
    case silentBeforeHost
    /// It goes after the approval arrived here, before the terminal heard so: it reverses.
    case silentBeforeAcknowledgement
    /// It goes after the terminal heard that its approval arrived.
    case silentAfterAcknowledgement
    /// An approval over another amount.
    case approveAnother(Amount)
    /// Works until it is let go.
    case wait
  }

  nonisolated let name: String
  private(set) var calls: [Call] = []
  private(set) var orderNumbers: [OrderNumber?] = []
  /// What the terminal really booked, by receipt number.
  private(set) var booked: Set<UInt32> = []
  private(set) var newest: TransactionRecord?
  private var plan: Plan
  private var connectError: ReaderError?
  private var lastError: ReaderError?
  private var statuses: [UInt16] = []
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isReleased = false
  private let clock: ClockReading?
  private var dayOutcome = DayCloseOutcome.declined(ResultCode(.zvt, 0x77))
  private var dayTurnover: [DayTotals]? = []
  private(set) var dayCloses = 0

  static let silence = ReaderError.failure(.lineLost(commandLeft: true))

  init(
    _ plan: Plan = .approve, name: String = "fake:1", newest: TransactionRecord? = .earlier,
    clock: ClockReading? = nil
  ) {
    (self.plan, self.name, self.newest, self.clock) = (plan, name, newest, clock)
  }

  func set(_ plan: Plan) { self.plan = plan }
  func set(newest: TransactionRecord?) { self.newest = newest }
  func set(connectError: ReaderError?) { self.connectError = connectError }
  func set(lastError: ReaderError?) { self.lastError = lastError }
  func set(statuses: [UInt16]) { self.statuses = statuses }
  func forgetCalls() { calls = [] }

  func release() {
    isReleased = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  func connect() async throws(ReaderError) {
    calls.append(.connect)
    if let connectError { throw connectError }
  }

  func status() async throws(ReaderError) -> TerminalStatus {
    calls.append(.status)
    return TerminalStatus(code: statuses.isEmpty ? 0 : statuses.removeFirst())
  }

  func lastTransaction() async throws(ReaderError) -> TransactionRecord? {
    calls.append(.last)
    if let lastError { throw lastError }
    return newest
  }

  func pay(
    _ request: PaymentRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    calls.append(.pay)
    orderNumbers.append(request.orderNumber)
    return await work(request, original: nil, beforeAcknowledging)
  }

  func reverse(
    _ request: ReversalRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    calls.append(.reverse)
    guard let newest, newest.receiptNumber == request.receiptNumber, let amount = newest.amount else {
      return .declined(ResultCode(.zvt, 0xB5), nil)
    }
    let payment = PaymentRequest(amount: amount, currency: newest.currency ?? .irr)
    let outcome = await work(payment, original: newest.traceNumber, beforeAcknowledging)
    if case .approved = outcome { booked.remove(request.receiptNumber.value) }
    return outcome
  }

  func closeDay(
    beforeAcknowledging: @escaping @Sendable (DayTotals) async throws -> Void
  ) async -> DayCloseOutcome {
    dayCloses += 1
    if case .closed(let totals) = dayOutcome {
      for one in totals { try? await beforeAcknowledging(one) }
    }
    return dayOutcome
  }

  func turnover() async throws(ReaderError) -> [DayTotals] {
    guard let dayTurnover else { throw Self.silence }
    return dayTurnover
  }

  /// How the day ends, and what its turnover is then; nil: silence.
  func set(day: DayCloseOutcome, turnover: [DayTotals]? = []) { (dayOutcome, dayTurnover) = (day, turnover) }

  func cancel() async { calls.append(.cancel) }

  private func work(
    _ request: PaymentRequest, original: TraceNumber?,
    _ beforeAcknowledging: @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    if case .wait = plan, !isReleased { await withCheckedContinuation { waiting.append($0) } }
    var record = next(request, original: original)
    switch plan {
    case .approve, .wait, .silentBeforeAcknowledgement, .silentAfterAcknowledgement: break
    case .approveAnother(let amount): record.amount = amount
    case .decline:
      record.isApproval = false
      record.result = ResultCode(.zvt, 51)
      newest = record
      return .declined(ResultCode(.zvt, 51), record)
    case .refuseToSend: return .notSent(.failure(.send(.notSent)))
    case .refuseAsPaid: return .unknown(.failure(.alreadyPaid), nil)
    case .silentBeforeHost: return .unknown(Self.silence, nil)
    }
    newest = record
    do {
      try await beforeAcknowledging(record)
    } catch {
      calls.append(.refused)
      newest = reversal(of: record)
      return .declined(ResultCode(.zvt, 0x6C), nil)
    }
    if case .silentBeforeAcknowledgement = plan {
      newest = reversal(of: record)
      return .unknown(Self.silence, record)
    }
    calls.append(.acknowledged)
    if let number = record.receiptNumber, original == nil { booked.insert(number.value) }
    if case .silentAfterAcknowledgement = plan { return .unknown(Self.silence, record) }
    return .approved(record)
  }

  private func next(_ request: PaymentRequest, original: TraceNumber?) -> TransactionRecord {
    let before = newest ?? TransactionRecord()
    return .made(
      receipt: (before.receiptNumber?.value ?? 0) % 9999 + 1, trace: (before.traceNumber?.value ?? 0) + 1,
      amount: request.amount.minorUnits, currency: request.currency, original: original?.value, clock: clock)
  }

  private func reversal(of record: TransactionRecord) -> TransactionRecord {
    .made(
      receipt: (record.receiptNumber?.value ?? 0) % 9999 + 1, trace: (record.traceNumber?.value ?? 0) + 1,
      amount: record.amount?.minorUnits ?? 0, original: record.traceNumber?.value, clock: clock)
  }
}

extension TransactionRecord {
  /// What the terminal did before the test began.
  static let earlier = made(receipt: 41, trace: 700, amount: 175_000)

  static func made(
    receipt: UInt32?, trace: UInt32?, amount: UInt64?, currency: Currency? = .irr, original: UInt32? = nil,
    isApproval: Bool = true, clock: ClockReading? = nil, terminal: UInt32? = 12_345_678
  ) -> TransactionRecord {
    var record = TransactionRecord()
    record.result = ResultCode(.zvt, isApproval ? 0 : 51)
    record.isApproval = isApproval
    record.amount = amount.flatMap { Amount(minorUnits: $0) }
    record.currency = currency
    record.receiptNumber = receipt.flatMap { ReceiptNumber($0) }
    record.traceNumber = trace.flatMap { TraceNumber($0) }
    record.originalTrace = original.flatMap { TraceNumber($0) }
    record.terminalID = terminal.flatMap { TerminalID($0) }
    record.clock = clock
    record.card = MaskedCardNumber(masking: [6, 0, 3, 7, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6])
    return record
  }
}
