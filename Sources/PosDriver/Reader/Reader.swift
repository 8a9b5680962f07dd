public import PosProtocol
public import PosTransport

/// A card reader at the end of a line.
///
/// It lives on its line's event loop, holds one line, and runs one command at a time: a second one is refused
/// with `.busy`. The line is opened, and the terminal registered, when the first command needs it, and again
/// before a command if the line has gone in the meantime; `keepConnected()` does that without waiting for a
/// command. No command is ever sent twice.
public actor Reader: CardReader {
  public nonisolated let address: LineAddress
  /// What the terminal tells while it works, of all commands; for one listener. Bounded: the oldest are
  /// dropped.
  public nonisolated let events: AsyncStream<ReaderEvent>
  /// Each change of `state`, from the first; for one listener. Bounded: the oldest are dropped.
  public nonisolated let states: AsyncStream<ReaderState>
  /// What the terminal said of itself when it was last registered.
  public internal(set) var capabilities: Capabilities?

  public nonisolated var name: String { address.description }
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  /// Where it is in its life now.
  public var state: ReaderState { life.state }

  let loop: LineLoop
  let policy: ReconnectPolicy
  let openLine: @Sendable (LineLoop) async throws(TransportError) -> any Line
  let makeMachine: @Sendable () -> any RegisterSide
  let eventSink: AsyncStream<ReaderEvent>.Continuation
  nonisolated let stops = StopRequests()
  var life: ReaderLife
  /// Nil while there is no line. It goes, on its own, when its line goes.
  var conversation: Conversation?
  var isRegistered = false
  /// From a command's start to its end, connecting included. What is read before an `await` and written after
  /// it is read and written by the one command that set this.
  var occupant: Occupant?
  /// Callers that found the keeper at work.
  var callers: [CheckedContinuation<Void, Never>] = []
  var running: Running?
  var commandCount = 0
  /// How the last command failed, and why we close the line ourselves: what a line's end is judged by.
  var lastFailure: ReaderFailure?
  var parting: DisconnectReason?
  var outage: Outage
  var keeper = Keeper()

  typealias Keep = @Sendable (Keepsake) async throws -> Void

  /// Who uses the reader.
  enum Occupant { case caller, keeper }

  /// The command whose end somebody awaits.
  struct Running {
    let number: Int
    /// The call it belongs to; nil: nobody may stop it.
    let call: Int?
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
      address: address, configuration: configuration,
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

  /// Any machine on any line, for what tests a reader from outside.
  package init(
    address: LineAddress, configuration: ReaderConfiguration, on loop: LineLoop = .next(),
    machine: @escaping @Sendable () -> any RegisterSide,
    open: @escaping @Sendable (LineLoop) async throws(TransportError) -> any Line
  ) {
    (self.address, self.loop, makeMachine, openLine) = (address, loop, machine, open)
    (policy, outage) = (configuration.reconnect, Outage(since: loop.now))
    (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(configuration.eventLimit))
    let (states, stateSink) = AsyncStream.makeStream(
      of: ReaderState.self, bufferingPolicy: .bufferingNewest(configuration.stateLimit))
    self.states = states
    life = ReaderLife(address.description, configuration, stateSink)
  }

  deinit {
    eventSink.finish()
    life.finish()
    if let conversation { loop.execute { conversation.close() } }
  }

  public func connect() async throws(ReaderError) {
    do throws(Fault) {
      try await occupied { () throws(Fault) in _ = try await ready() }
    } catch {
      throw error.error
    }
  }

  public nonisolated func status() async throws(ReaderError) -> TerminalStatus {
    guard case .status(let status) = try await answer(to: .status, call: stops.begin()) else {
      throw .failure(.contradiction)
    }
    return status
  }

  public nonisolated func lastTransaction() async throws(ReaderError) -> TransactionRecord? {
    guard case .lastTransaction(let record) = try await answer(to: .lastTransaction, call: stops.begin())
    else {
      throw .failure(.contradiction)
    }
    return record
  }

  public nonisolated func pay(
    _ request: PaymentRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    await outcome(of: .pay(request), call: stops.begin()) { keepsake in
      if case .record(let record) = keepsake { try await beforeAcknowledging(record) }
    }
  }

  public nonisolated func reverse(
    _ request: ReversalRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    await outcome(of: .reverse(request), call: stops.begin()) { keepsake in
      if case .record(let record) = keepsake { try await beforeAcknowledging(record) }
    }
  }

  /// Asks what runs, and every call that has been made before, to stop. Calls made later are not meant.
  public nonisolated func cancel() async {
    stops.stopAll()
    await stopRunning()
  }

  /// Closes the line. A command that runs ends with `lineLost`; the next command opens the line again. A
  /// program that ends right after it first awaits `LineClosing.finish()`, if its reader is on USB.
  public func disconnect() {
    stops.stopAll()
    close(because: .closedHere)
    if life.reason != .closedHere { life.disconnected(.closedHere, wasReady: false) }
  }

  /// Tells the terminal that its register leaves (ZVT 06 02), then closes the line.
  public func logOff() async throws(ReaderError) {
    guard conversation != nil else { return }
    defer { disconnect() }
    _ = try await answer(to: .logOff, call: stops.begin())
  }
}
