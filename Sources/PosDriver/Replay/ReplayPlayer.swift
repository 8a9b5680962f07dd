public import PosTransport

/// Plays one side of a recorded connection over a line, to whoever is at its other end.
///
/// Unchecked: all state is touched on the line's loop only.
public final class ReplayPlayer: LineClient, @unchecked Sendable {
  /// What a player tells, on the loop. `departed` or `ended` is the last.
  public enum News: Sendable {
    case said(TraceEntry)
    case heard(TraceEntry)
    /// The other side said something else; nothing more is played.
    case departed(ReplayDeparture)
    /// The record was played to its end, and the other side said what it says.
    case ended
  }

  private let line: any Line
  private var machine: ReplayMachine
  private let tell: @Sendable (News) -> Void
  private var timer: LineTimer?
  private var isOver = false
  private var isWorking = false

  /// What may come after the record's end, and would be more than it has.
  private static let patience = Duration.milliseconds(200)

  /// - Parameters:
  ///   - line: must not have been started.
  ///   - isExact: every byte is compared that is not masked, also of what is another each time.
  ///   - isStepped: a message is said only after a call of ``step()``.
  public init(
    _ recording: Recording, _ settings: ReplaySettings, on line: any Line, isExact: Bool = false,
    isStepped: Bool = false, tell: @escaping @Sendable (News) -> Void
  ) {
    machine = ReplayMachine(
      recording, settings, isExact: isExact, isStepped: isStepped, at: line.loop.now)
    (self.line, self.tell) = (line, tell)
  }

  /// Begins to play. Called on the loop.
  public func start() {
    line.start(self)
    work()
  }

  /// The next message may be said. Called on the loop.
  public func step() {
    machine.step()
    work()
  }

  /// Ends the line without news. Called on the loop.
  public func stop() {
    isOver = true
    timer?.cancel()
    line.close()
  }

  public func lineReceived(_ bytes: [UInt8]) {
    machine.hear(bytes)
    work()
  }

  public func lineClosed(_ reason: LineClosure) {
    timer?.cancel()
    guard !isOver else { return }
    work()
    guard !isOver, let action = machine.lineClosed() else { return }
    perform(action)
  }

  private func work() {
    guard !isWorking, !isOver else { return }
    isWorking = true
    while !isOver, let action = machine.next(at: line.loop.now) { perform(action) }
    isWorking = false
    timer?.cancel()
    timer = nil
    guard !isOver, let deadline = machine.deadline else { return }
    timer = line.loop.schedule(at: deadline) { [weak self] in self?.work() }
  }

  private func perform(_ action: ReplayMachine.Action) {
    switch action {
    case .say(let entry):
      if line.write(entry.bytes) { tell(.said(entry)) }
    case .heard(let entry): tell(.heard(entry))
    case .depart(let departure):
      isOver = true
      tell(.departed(departure))
      line.close()
    case .finish(let closes): finish(closes: closes)
    }
  }

  /// The other side may have more to say than the record has.
  private func finish(closes: Bool) {
    line.loop.schedule(at: line.loop.now + (closes ? .zero : Self.patience)) { [self] in
      guard !isOver else { return }
      isOver = true
      tell(machine.surplus().map(News.departed) ?? .ended)
      line.close()
    }
  }
}
