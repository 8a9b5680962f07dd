import PosProtocol
import PosTransport

/// Asks an open line once for a terminal's status, and listens. Nothing but ZVT 05 01, the link's repeats of
/// it, and the answers to what the terminal says meanwhile leaves this machine.
///
/// Unchecked: all state is touched on the line's loop only.
final class Enquiry: LineObserver, @unchecked Sendable {
  private let line: any Line
  private let manner: EnquiryManner
  private var hearing: LineHearing
  private var conversation: Conversation?
  private var timers: [LineTimer] = []
  private var hasEnded = false, isClosed = false
  private var finish: ((LineHearing) -> Void)?

  private init(_ line: any Line, _ manner: EnquiryManner, _ finish: @escaping (LineHearing) -> Void) {
    (self.line, self.manner, self.finish) = (line, manner, finish)
    hearing = LineHearing(manner.framing)
  }

  /// Asks, and closes the line. A dialogue that has begun is brought to its end, within the limit.
  static func ask(
    _ line: any Line, _ manner: EnquiryManner, trace: @Sendable (any Line) -> any Line = { $0 }
  ) async -> LineHearing {
    let traced = trace(line)
    return await withCheckedContinuation { continuation in
      line.loop.execute { Enquiry(traced, manner) { continuation.resume(returning: $0) }.start() }
    }
  }

  func lineSent(_ bytes: [UInt8], at time: Duration) {
    hearing.sent += bytes.count
    hearing.sentHead += bytes.prefix(LineHearing.headLimit - hearing.sentHead.count)
  }

  func lineReceived(_ bytes: [UInt8], at time: Duration) {
    hearing.received += bytes.count
    hearing.receivedHead += bytes.prefix(LineHearing.headLimit - hearing.receivedHead.count)
  }

  func lineClosed(_ reason: LineClosure, at time: Duration) {
    if reason != .closedHere { hearing.wasClosed = true }
  }

  func lineEnded() {
    isClosed = true
    if finish != nil, hasEnded { line.loop.execute { self.leave() } }
  }

  private func start() {
    hearing.settings = line.control?.actualSettings()
    hearing.wires = line.control?.modemLines()
    let machine = ZVT.RegisterMachine(configuration: manner.register)
    let conversation = Conversation(TracingLine(line, observer: self), machine) { self.hear($0) }
    self.conversation = conversation
    conversation.start()
    let now = line.loop.now
    timers = [
      line.loop.schedule(at: now + manner.patience) { [weak self] in self?.endIfSilent() },
      line.loop.schedule(at: now + manner.limit) { [weak self] in self?.conversation?.close() },
    ]
    conversation.handle(.command(.status))
  }

  private func endIfSilent() {
    if hearing.received == 0 { conversation?.close() }
  }

  private func hear(_ news: Conversation.News) {
    switch news {
    case .event(.noise(.damaged(.checksum))): hearing.damagedFrames += 1
    case .event, .keep: break
    case .end(let end): report(end)
    case .gone: report(.failed(.lineLost(commandLeft: hearing.sent > 0), nil))
    }
  }

  /// Reported when the line has ended, so that its port can be opened again at once: a USB device is given
  /// back on another thread.
  private func report(_ end: CommandEnd) {
    guard !hasEnded else { return }
    hasEnded = true
    hearing.end = end
    for timer in timers { timer.cancel() }
    let conversation = conversation
    self.conversation = nil
    timers = [line.loop.schedule(at: line.loop.now + .seconds(5)) { self.leave() }]
    conversation?.close()
    if isClosed { line.loop.execute { self.leave() } }
  }

  private func leave() {
    guard let finish else { return }
    self.finish = nil
    for timer in timers { timer.cancel() }
    timers = []
    finish(hearing)
  }
}
