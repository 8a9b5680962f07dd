import PosProtocol
public import PosTransport

/// Stands between a till and a reader: passes every byte both ways, and lets a trace see it.
///
/// A till that comes gets the reader; one at a time is served, and one more may wait a second for its turn.
/// While the reader is away a till sees what a dead reader is: over TCP its connection is closed, over a
/// serial line nobody answers.
public actor Tap {
  /// Where the till finds it.
  public nonisolated var address: LineAddress { port.address }
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private nonisolated let loop: LineLoop
  private let place: TapPlace
  private let reader: LineAddress
  private let opener: LineOpener
  private let trace: TraceSink?
  private let report: @Sendable (TapEvent) -> Void
  private let port: TillPort
  private var relay: LineRelay?
  private var waiting: (any Line)?
  private var isClosed = false

  static let firstPause = Duration.milliseconds(250), longestPause = Duration.seconds(2)
  private static let patience = Duration.seconds(1)

  /// Opens the place where the till comes. The reader is opened when a till is there.
  ///
  /// - Parameters:
  ///   - trace: gets what passed, masked. The bytes themselves are never changed.
  ///   - report: what happens, on the tap's loop.
  public static func open(
    _ place: TapPlace, reader: LineAddress, trace: TraceSink? = nil,
    report: @escaping @Sendable (TapEvent) -> Void = { _ in }
  ) async throws(TransportError) -> Tap {
    let (loop, door) = (LineLoop.next(), TapDoor())
    let port = try await TillPort.open(place, on: loop) { door.come($0) }
    let tap = Tap(place, port, reader, trace, loop, report)
    loop.execute { door.open(for: tap) }
    return tap
  }

  private init(
    _ place: TapPlace, _ port: TillPort, _ reader: LineAddress, _ trace: TraceSink?, _ loop: LineLoop,
    _ report: @escaping @Sendable (TapEvent) -> Void
  ) {
    (self.place, self.port, self.reader, self.trace) = (place, port, reader, trace)
    (self.loop, self.report) = (loop, report)
    opener = LineOpener(reader, connectTimeout: .seconds(5))
  }

  /// Ends both lines, and listens no more.
  public func close() async {
    isClosed = true
    waiting?.close()
    relay?.close()
    waiting = nil
    await port.close()
  }

  // MARK: the till

  fileprivate func welcome(_ line: any Line) {
    guard !isClosed else { return line.close() }
    guard relay != nil else { return serve(line) }
    guard waiting == nil else { return turnAway(line) }
    waiting = line
    // A till that comes back at once may be seen before it was seen to leave.
    loop.schedule(at: loop.now + Self.patience) { [weak self] in
      self?.assumeIsolated { tap in
        guard let left = tap.waiting, left === line else { return }
        tap.waiting = nil
        tap.turnAway(left)
      }
    }
  }

  private func turnAway(_ line: any Line) {
    report(.turnedAway)
    line.close()
  }

  private func serve(_ line: any Line) {
    let relay = LineRelay(line, keepsNear: !place.canHangUp) { [weak self] news in
      self?.assumeIsolated { $0.hear(news) }
    }
    self.relay = relay
    report(.tillCame)
    relay.start()
    Task { await self.findReader(for: relay) }
  }

  private func hear(_ news: LineRelay.News) {
    switch news {
    case .farLeft(let reason, let undelivered):
      report(.readerLeft(reason))
      tellLoss(undelivered)
      if let relay { Task { await self.findReader(for: relay) } }
    case .ended(let side, let reason, let undelivered):
      relay = nil
      report(side == .near ? .tillLeft(reason) : .readerLeft(reason))
      tellLoss(undelivered)
      guard !isClosed else { return }
      if !place.canHangUp { return findTillSoon() }
      guard let next = waiting else { return }
      waiting = nil
      serve(next)
    }
  }

  private func tellLoss(_ count: Int) { if count > 0 { report(.undelivered(count)) } }

  private func findTillSoon() { Task { await self.findTill() } }

  /// Opens the port at whose other end the till is, as often as it takes.
  private func findTill() async {
    var (pause, isTold) = (Self.firstPause, false)
    while !isClosed, relay == nil {
      do throws(TransportError) {
        return welcome(try await address.open(on: loop))
      } catch {
        if !isTold { report(.tillAway(error)) }
        isTold = true
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, Self.longestPause)
    }
  }

  // MARK: the reader

  /// A till on a serial line speaks as over a serial line, also where a network carries the bytes on.
  private var framing: ZVT.Framing {
    if case .replay = reader { return opener.framing }
    if case .tcp = place, case .tcp = reader { return .tcp }
    return .serial
  }

  private func findReader(for relay: LineRelay) async {
    var (pause, isTold) = (Self.firstPause, false)
    while !isClosed, self.relay === relay, !relay.hasFar {
      do throws(TransportError) {
        let line = try await opener.open(on: loop)
        guard self.relay === relay, !isClosed else { return line.close() }
        report(.readerCame)
        return relay.join(trace?.tracing(line, reader, framing) ?? line)
      } catch {
        guard self.relay === relay, !isClosed else { return }
        if !isTold { report(.readerAway(error)) }
        isTold = true
        if case .tcp = place { return relay.close() }
        tellLoss(relay.deafen())
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, Self.longestPause)
    }
  }
}

/// Holds tills back until the tap that they come to is made.
///
/// Unchecked: touched on the loop only.
private final class TapDoor: @unchecked Sendable {
  private var early: [any Line] = []
  private weak var tap: Tap?
  private var isOpen = false

  func come(_ line: any Line) {
    guard isOpen else { return early.append(line) }
    guard let tap else { return line.close() }
    tap.assumeIsolated { $0.welcome(line) }
  }

  func open(for tap: Tap) {
    (self.tap, isOpen) = (tap, true)
    let lines = early
    early = []
    for line in lines { come(line) }
  }
}
