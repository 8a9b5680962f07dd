import PosProtocol
import PosTransport

/// A line with the register's machine on it: performs what the machine wants, and tells what came of it.
///
/// Unchecked: all state is touched on the line's loop only.
final class Conversation: LineClient, @unchecked Sendable {
  /// What a conversation tells, on the loop. `gone` is the last, with how the line ended if it did by itself.
  enum News: Sendable {
    case event(ReaderEvent)
    case keep(Keepsake)
    case end(CommandEnd)
    case gone(LineClosure?)
  }

  /// When the terminal was last heard; at first, when the line was opened. The loop's time.
  private(set) var heardAt: Duration

  private let line: any Line
  private var machine: any RegisterSide
  private let tell: @Sendable (News) -> Void
  private var timer: (deadline: Instant, timer: LineTimer)?
  /// Inputs that came while another one was being worked on.
  private var waiting: [RegisterInput] = []
  private var isWorking = false
  private var state = State.open
  private var closure: LineClosure?

  /// `lost`: the machine is still to be told what is in `waiting`.
  private enum State { case open, lost, gone }

  init(_ line: any Line, _ machine: any RegisterSide, tell: @escaping @Sendable (News) -> Void) {
    (self.line, self.machine, self.tell) = (line, machine, tell)
    heardAt = line.loop.now
  }

  func start() { line.start(self) }

  /// Puts one input in and does all that follows from it.
  func handle(_ input: RegisterInput) {
    line.loop.checkIsolated()
    guard state != .gone else { return }
    waiting.append(input)
    guard !isWorking else { return }
    isWorking = true
    while !waiting.isEmpty {
      var next: RegisterInput? = waiting.removeFirst()
      while let input = next, let action = machine.handle(input, at: now) { next = perform(action) }
    }
    isWorking = false
    if state == .lost { leave() } else { wake() }
  }

  /// Gives up the line; a command that runs ends with `lineLost`.
  func close() {
    guard state == .open else { return }
    state = .lost
    handle(.lineLost)
  }

  func lineReceived(_ bytes: [UInt8]) {
    heardAt = line.loop.now
    handle(.bytes(bytes))
  }

  /// A hang-up ends a dialogue at once.
  func lineClosed(_ reason: LineClosure) {
    guard state == .open else { return }
    closure = reason
    close()
  }

  private var now: Instant { Instant(sinceStart: line.loop.now) }

  /// Returns what the machine must hear next.
  private func perform(_ action: RegisterAction) -> RegisterInput {
    switch action {
    case .write(let bytes): return line.write(bytes) ? .proceed : .writeRefused
    case .event(let event): tell(.event(event))
    case .record(let record): tell(.keep(.record(record)))
    case .totals(let totals): tell(.keep(.totals(totals)))
    case .end(let end): tell(.end(end))
    case .close: state = .lost
    }
    return .proceed
  }

  private func leave() {
    state = .gone
    timer?.timer.cancel()
    timer = nil
    line.close()
    tell(.gone(closure))
  }

  /// Keeps one timer at the machine's deadline.
  private func wake() {
    guard machine.deadline != timer?.deadline else { return }
    timer?.timer.cancel()
    timer = machine.deadline.map { deadline in
      let timer = line.loop.schedule(at: deadline.sinceStart) { [weak self] in
        self?.timer = nil
        self?.handle(.proceed)
      }
      return (deadline, timer)
    }
  }
}
