public import PosProtocol
public import PosTransport

/// A card reader at the end of a line.
///
/// It lives on its line's event loop, holds one line, and runs one command at a time: a second one is refused
/// with `.busy`. The line is opened, and the terminal registered, when the first command needs it, and again
/// before a command if the line has gone in the meantime.
public actor Reader: CardReader {
  public nonisolated let address: LineAddress
  /// What the terminal tells while it works, of all commands; for one listener. Bounded: the oldest are
  /// dropped.
  public nonisolated let events: AsyncStream<ReaderEvent>
  /// What the terminal said of itself when it was last registered.
  public private(set) var capabilities: Capabilities?

  public nonisolated var name: String { address.description }
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private let loop: LineLoop
  private let openLine: @Sendable (LineLoop) async throws(TransportError) -> any Line
  private let makeMachine: @Sendable () -> any RegisterSide
  private let eventSink: AsyncStream<ReaderEvent>.Continuation
  /// Nil while there is no line. It goes, on its own, when its line goes.
  private var conversation: Conversation?
  private var isRegistered = false
  /// From a command's start to its end, connecting included. What is read before an `await` and written after
  /// it is read and written by the one command that set this.
  private var isOccupied = false
  private var isStopRequested = false
  private var running: Running?
  private var commandCount = 0

  typealias Keep = @Sendable (TransactionRecord) async throws -> Void

  /// The command whose end somebody awaits.
  private struct Running {
    let number: Int
    let canBeStopped: Bool
    let keep: Keep
    let continuation: CheckedContinuation<(CommandEnd, Task<Void, Never>?), Never>
    var keeping: Task<Void, Never>?
  }

  /// A reader at `address`. Nothing is opened yet.
  ///
  /// - Parameter trace: gets every frame of every line, card numbers masked.
  public init(
    address: LineAddress, configuration: ReaderConfiguration = ReaderConfiguration(), trace: TraceSink? = nil
  ) {
    let opener = LineOpener(address, connectTimeout: configuration.connectTimeout)
    self.init(
      address: address, eventLimit: configuration.eventLimit,
      machine: { configuration.machine(opener.framing) },
      open: { loop throws(TransportError) in
        let line = try await opener.open(on: loop)
        return trace?.tracing(line, address, opener.framing) ?? line
      })
  }

  /// A reader at an address as people type it.
  public init(
    _ address: String, configuration: ReaderConfiguration = ReaderConfiguration(), trace: TraceSink? = nil
  ) throws(TransportError) {
    self.init(address: try LineAddress.parse(address), configuration: configuration, trace: trace)
  }

  /// For tests: any machine on any line.
  init(
    address: LineAddress, eventLimit: Int = 256, on loop: LineLoop = .next(),
    machine: @escaping @Sendable () -> any RegisterSide,
    open: @escaping @Sendable (LineLoop) async throws(TransportError) -> any Line
  ) {
    (self.address, self.loop, makeMachine, openLine) = (address, loop, machine, open)
    (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(eventLimit))
  }

  deinit {
    eventSink.finish()
    if let conversation { loop.execute { conversation.close() } }
  }

  public func connect() async throws(ReaderError) {
    do throws(Fault) {
      try await occupied { () throws(Fault) in _ = try await ready() }
    } catch {
      throw error.error
    }
  }

  public func status() async throws(ReaderError) -> TerminalStatus {
    guard case .status(let status) = try await answer(to: .status) else {
      throw .failure(.contradiction)
    }
    return status
  }

  public func lastTransaction() async throws(ReaderError) -> TransactionRecord? {
    guard case .lastTransaction(let record) = try await answer(to: .lastTransaction) else {
      throw .failure(.contradiction)
    }
    return record
  }

  public func pay(
    _ request: PaymentRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    await outcome(of: .pay(request), beforeAcknowledging)
  }

  public func reverse(
    _ request: ReversalRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    await outcome(of: .reverse(request), beforeAcknowledging)
  }

  public func cancel() {
    isStopRequested = true
    stop(commandCount)
  }

  /// Closes the line. A command that runs ends with `lineLost`; the next command opens the line again.
  public func disconnect() {
    isStopRequested = true
    conversation?.close()
  }

  /// Tells the terminal that its register leaves (ZVT 06 02), then closes the line.
  public func logOff() async throws(ReaderError) {
    guard conversation != nil else { return }
    defer { disconnect() }
    _ = try await answer(to: .logOff)
  }
}

// MARK: one command

extension Reader {
  private func outcome(of command: ReaderCommand, _ keep: @escaping Keep) async -> PaymentOutcome {
    do throws(Fault) {
      return PaymentOutcome(try await perform(command, keep))
    } catch {
      return PaymentOutcome(error)
    }
  }

  private func answer(to command: ReaderCommand) async throws(ReaderError) -> ReaderAnswer {
    do throws(Fault) {
      let answer = try await perform(command) { _ in throw NothingIsKept() }
      if case .declined(let code, _) = answer { throw .during(.refused(code), nil) }
      return answer
    } catch {
      throw error.error
    }
  }

  /// An approval that nobody asked for is never acknowledged.
  private struct NothingIsKept: Error {}

  private func perform(_ command: ReaderCommand, _ keep: @escaping Keep) async throws(Fault) -> ReaderAnswer {
    try await occupied { () throws(Fault) in
      let conversation = try await ready()
      guard !isStopRequested, !Task.isCancelled else { throw .before(.failure(.send(.notSent))) }
      switch await execute(command, on: conversation, keep) {
      case .answered(let answer): return answer
      case .failed(let failure, let record): throw .during(failure, record)
      }
    }
  }

  /// Runs `body` unless something runs already.
  private func occupied<Value>(_ body: () async throws(Fault) -> Value) async throws(Fault) -> Value {
    guard !isOccupied else { throw .before(.failure(.busy)) }
    (isOccupied, isStopRequested) = (true, false)
    defer { isOccupied = false }
    return try await body()
  }

  /// An open line to a registered terminal.
  private func ready() async throws(Fault) -> Conversation {
    let conversation = try await connected()
    guard !isRegistered else { return conversation }
    switch await execute(.register, on: conversation, canBeStopped: false, { _ in throw NothingIsKept() }) {
    case .answered(.registered(let said)):
      (capabilities, isRegistered) = (said, self.conversation != nil)
      return conversation
    case .answered(.declined(let code, _)): throw refused(.refused(code), conversation)
    case .answered: throw refused(.contradiction, conversation)
    case .failed(let failure, _): throw refused(failure, conversation)
    }
  }

  private func connected() async throws(Fault) -> Conversation {
    if let conversation { return conversation }
    let line: any Line
    do throws(TransportError) {
      line = try await openLine(loop)
    } catch {
      throw .before(.transport(error))
    }
    let conversation = Conversation(line, makeMachine()) { [weak self] news in
      self?.assumeIsolated { $0.hear(news) }
    }
    (self.conversation, isRegistered) = (conversation, false)
    conversation.start()
    return conversation
  }

  /// Whoever cannot register begins anew the next time.
  private func refused(_ failure: ReaderFailure, _ conversation: Conversation) -> Fault {
    conversation.close()
    return .before(.registration(failure))
  }

  /// Gives the command to the machine and awaits its end, and that of whatever keeps its record: it is never
  /// left behind, and never cancelled with its caller.
  private func execute(
    _ command: ReaderCommand, on conversation: Conversation, canBeStopped: Bool = true, _ keep: @escaping Keep
  ) async -> CommandEnd {
    commandCount += 1
    let number = commandCount
    let (end, keeping) = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        running = Running(number: number, canBeStopped: canBeStopped, keep: keep, continuation: continuation)
        conversation.handle(.command(command))
        // A line that went before it began.
        if self.conversation == nil { finish(.failed(.lineLost(commandLeft: false), nil)) }
      }
    } onCancel: {
      loop.execute { [weak self] in self?.assumeIsolated { $0.stop(number) } }
    }
    await keeping?.value
    return end
  }

  private func stop(_ number: Int) {
    guard let running, running.number == number, running.canBeStopped else { return }
    conversation?.handle(.cancel)
  }

  private func finish(_ end: CommandEnd) {
    guard let running else { return }
    self.running = nil
    running.continuation.resume(returning: (end, running.keeping))
  }

  private func hear(_ news: Conversation.News) {
    switch news {
    case .event(let event): eventSink.yield(event)
    case .record(let record): keep(record)
    case .end(let end): finish(end)
    case .gone:
      (conversation, isRegistered) = (nil, false)
      finish(.failed(.lineLost(commandLeft: true), nil))
    }
  }

  /// Hands the record to the caller, off the loop, and its decision to the machine.
  private func keep(_ record: TransactionRecord) {
    guard let running else { return }
    let (keep, number, earlier) = (running.keep, running.number, running.keeping)
    self.running?.keeping = Task.detached {
      await earlier?.value
      do {
        try await keep(record)
        await self.decide(.accept, number)
      } catch {
        await self.decide(.refuse, number)
      }
    }
  }

  private func decide(_ decision: CommitDecision, _ number: Int) {
    guard running?.number == number else { return }
    conversation?.handle(.commit(decision))
  }
}
