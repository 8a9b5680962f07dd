import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

@Suite(.timeLimit(.minutes(1))) struct ReaderTests {
  @Test(arguments: [ZVT.Framing.serial, .tcp])
  func anApprovalIsKeptAndThenBooked(framing: ZVT.Framing) async throws {
    let (bench, kept) = (Bench(framing), Kept())
    let outcome = await bench.pay(kept)
    guard case .approved(let record) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(record.receiptNumber == ReceiptNumber(17))
    #expect(kept.records == [record])
    #expect(await bench.terminal.read(\.booked) == 1)
    #expect(try await bench.reader.lastTransaction()?.traceNumber == TraceNumber(42))
    #expect(try await bench.reader.status().isReady)
    #expect(bench.openingCount == 1)
  }

  @Test func theTerminalIsToldOnlyWhenTheRecordIsKept() async {
    let bench = Bench()
    let outcome = await bench.reader.pay(Bench.request) { _ in
      await bench.settle()
      #expect(await bench.terminal.read(\.booked) == 0)
    }
    guard case .approved = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(await bench.terminal.read(\.booked) == 1)
  }

  @Test func aRecordThatCannotBeKeptIsReversed() async {
    struct DiskFull: Error {}
    let bench = Bench()
    let outcome = await bench.reader.pay(Bench.request) { _ in throw DiskFull() }
    guard case .declined = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(await bench.terminal.read(\.booked) == 0)
  }

  @Test func aDeclineIsTheTerminalsWord() async {
    let (bench, kept) = (Bench(), Kept())
    await bench.set(.declines)
    guard case .declined(let code, _) = await bench.pay(kept) else { return #expect(Bool(false)) }
    #expect(code == ResultCode(.zvt, 0x33))
    #expect(kept.records.isEmpty)
  }

  @Test func aRefusedCommandIsADecline() async {
    let bench = Bench()
    await bench.set(.refuses)
    #expect(await bench.pay() == .declined(ResultCode(.zvt, 0x83), nil))
  }

  @Test func anotherAmountIsNeverAnApproval() async {
    let (bench, kept) = (Bench(), Kept())
    await bench.set(.wrongAmount)
    let outcome = await bench.pay(kept)
    if case .approved = outcome { #expect(Bool(false), "\(outcome)") }
    #expect(await bench.terminal.read(\.booked) == 0)
  }

  @Test func aLineThatCannotBeOpenedIsNotSent() async {
    let bench = Bench()
    let error = TransportError.refused("memory")
    bench.failToOpen(error)
    #expect(await bench.pay() == .notSent(.transport(error)))
    await #expect(throws: ReaderError.transport(error)) { try await bench.reader.status() }
    bench.failToOpen(nil)
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
  }

  @Test func aRefusedRegistrationIsNotSentAndTriedAnew() async {
    let bench = Bench()
    let refusal = ResultCode(.zvt, 0x37)
    await bench.terminal.read { $0.registrationRefusal = refusal }
    let error = ReaderError.registration(.refused(refusal))
    #expect(await bench.pay() == .notSent(error))
    await #expect(throws: error) { try await bench.reader.connect() }
    #expect(!error.mayHaveActed)
    #expect(await !bench.terminal.read(\.sawPayment))
    await bench.terminal.read { $0.registrationRefusal = nil }
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    #expect(bench.openingCount == 3)
  }

  @Test func aSecondCommandIsRefusedAndNotSent() async throws {
    let (bench, gate) = (Bench(), Gate())
    let outcome = await bench.reader.pay(Bench.request) { _ in
      await #expect(throws: ReaderError.failure(.busy)) { try await bench.reader.status() }
      #expect(await bench.pay() == .notSent(.failure(.busy)))
      await gate.open()
    }
    await gate.pass()
    guard case .approved = outcome else { return #expect(Bool(false), "\(outcome)") }
  }

  @Test func aHangUpEndsThePaymentAtOnceAsUnknown() async {
    let bench = Bench()
    let outcome = Mutex<PaymentOutcome?>(nil)
    await bench.set(.waitsForCard)
    Task {
      let end = await bench.pay()
      outcome.withLock { $0 = end }
    }
    await reached(bench) { $0.sawPayment }
    await bench.settle()
    await bench.terminal.read { $0.hangUp() }
    for _ in 0..<50 where outcome.withLock({ $0 }) == nil { await bench.settle() }
    #expect(outcome.withLock { $0 } == .unknown(.failure(.lineLost(commandLeft: true)), nil))
  }

  @Test func aLineThatDroppedWhileIdleIsOpenedAgain() async throws {
    let bench = Bench()
    try await bench.reader.connect()
    await bench.terminal.read { $0.hangUp() }
    await bench.settle()
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    #expect(bench.openingCount == 2)
    await bench.reader.disconnect()
    #expect(try await bench.reader.status().isReady)
    #expect(bench.openingCount == 3)
    try await bench.reader.logOff()
    await bench.settle()
    #expect(await bench.terminal.read { $0.commands.last } == .logOff)
  }

  @Test func eventsComeInOrder() async {
    let bench = Bench()
    _ = await bench.pay()
    var events = bench.reader.events.makeAsyncIterator()
    var (kinds, isPrinted) = ([String](), false)
    while !isPrinted, let event = await events.next() {
      switch event {
      case .accepted: kinds.append("accepted")
      case .progress(let code, _): kinds.append("progress \(code)")
      case .printed(let line):
        kinds.append("printed \(line.text.shown)")
        isPrinted = line.isLast
      case .noise: kinds.append("noise")
      }
    }
    #expect(Array(kinds.suffix(3)) == ["accepted", "progress 10", "printed THANK YOU"])
  }

  @Test func aSlowListenerMissesTheOldestEvents() async {
    let bench = Bench(eventLimit: 2)
    for _ in 0..<3 { _ = await bench.pay() }
    var events = bench.reader.events.makeAsyncIterator()
    #expect(await events.next() == .progress(code: 0x0A, texts: []))
  }

  /// Waits until the terminal is where the test wants it.
  func reached(_ bench: Bench, _ isMet: @escaping @Sendable (TinyTerminal) -> Bool) async {
    while await !bench.terminal.read(isMet) { await Task.yield() }
  }
}

/// Asking a reader to stop.
@Suite(.timeLimit(.minutes(1))) struct ReaderCancelTests {
  @Test func cancelEndsWithTheTerminalsLastWord() async {
    let bench = Bench()
    await bench.set(.waitsForCard)
    async let outcome = bench.pay()
    await bench.settle()
    while await !bench.terminal.read({ $0.sawPayment && !$0.replies.isEmpty }) { await bench.settle() }
    await bench.reader.cancel()
    guard case .declined(let code, _) = await outcome else { return #expect(Bool(false)) }
    #expect(code == ResultCode(.zvt, 0x6C))
  }

  @Test func aCancelledTaskAsksToStopAndStillHearsTheLastWord() async {
    let bench = Bench()
    await bench.set(.waitsForCard)
    let task = Task { await bench.pay() }
    while await !bench.terminal.read({ $0.sawPayment && $0.replies.count > 1 }) { await bench.settle() }
    task.cancel()
    guard case .declined(let code, _) = await task.value else { return #expect(Bool(false)) }
    #expect(code == ResultCode(.zvt, 0x6C))
    #expect(await bench.terminal.read { $0.commands.last } == .abort)
  }

  /// The journal's commit must not be rolled back because its caller went away.
  @Test func keepingIsNeverCancelledWithItsCaller() async {
    let (bench, begun, gate) = (Bench(), Gate(), Gate())
    let task = Task {
      await bench.reader.pay(Bench.request) { _ in
        await begun.open()
        await gate.pass()
        #expect(!Task.isCancelled)
        try Task.checkCancellation()
      }
    }
    await begun.pass()
    task.cancel()
    await bench.settle()
    await gate.open()
    let outcome = await task.value
    guard case .approved = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(await bench.terminal.read(\.booked) == 1)
  }

  /// A payment that is over is not over for its caller before its record is kept or refused.
  @Test func aLostLineIsToldOnlyWhenKeepingIsDone() async {
    let (bench, begun, gate) = (Bench(), Gate(), Gate())
    let order = Mutex<[String]>([])
    let task = Task {
      let outcome = await bench.reader.pay(Bench.request) { record in
        await begun.open()
        await gate.pass()
        order.withLock { $0.append("kept \(record.receiptNumber?.value ?? 0)") }
      }
      order.withLock { $0.append("told") }
      return outcome
    }
    await begun.pass()
    await bench.terminal.read { $0.hangUp() }
    await bench.settle()
    await gate.open()
    guard case .unknown(let error, let record) = await task.value else { return #expect(Bool(false)) }
    #expect(error.mayHaveActed)
    #expect(record?.receiptNumber?.value == 17)
    #expect(order.withLock { $0 } == ["kept 17", "told"])
  }

  @Test func aTaskCancelledBeforeSendsNothing() async {
    let bench = Bench()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await bench.pay()
    }
    #expect(await task.value == .notSent(.failure(.send(.notSent))))
    #expect(await !bench.terminal.read(\.sawPayment))
  }
}
