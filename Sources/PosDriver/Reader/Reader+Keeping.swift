import PosTransport

/// Since when there is no registered terminal, and what was tried since.
struct Outage {
  let since: Duration
  var failures = 0
  /// Not before then; the loop's time.
  var next: Duration

  init(since: Duration) { (self.since, next) = (since, since) }
}

/// Whoever keeps a reader connected, asleep or awake.
struct Keeper {
  var isThere = false
  var sleeper: CheckedContinuation<Void, Never>?
  var timer: LineTimer?
  /// Something happened while it was awake: it looks again before it sleeps.
  var isCalled = false
  /// Something was plugged in since the last attempt began.
  var hasNews = false
}

extension Reader {
  /// Keeps the reader connected until the task that runs this is cancelled; then the line stays as it is.
  ///
  /// Connects and registers at once, and again whenever the line has ended, as `ReconnectPolicy` says, or as
  /// soon as the device's file appears (Linux); asks
  /// an idle terminal for its status, so that a line that died in silence is found before a command needs it.
  /// It never sends a payment and never repeats a command. After `disconnect()` it rests until the next
  /// command. A second call returns at once.
  public func keepConnected() async {
    guard !keeper.isThere else { return }
    keeper.isThere = true
    defer { keeper.isThere = false }
    let plugs = PlugWatch(address, on: loop) { [weak self] in self?.assumeIsolated { $0.mayHaveCome() } }
    while !Task.isCancelled { await sleep(for: await keepOnce()) }
    withExtendedLifetime(plugs) {}
  }

  /// Something that may allow a connection has happened (a device was plugged in, the network is back): a
  /// reader that is kept connected tries again at once.
  public func retryNow() {
    outage.next = loop.now
    wakeKeeper()
  }

  /// The device's file has appeared, or this user may open it now.
  private func mayHaveCome() {
    guard conversation == nil else { return }
    keeper.hasNews = true
    if case .waiting = life.state { retryNow() }
  }

  /// Whether the device is looked for so often that the attempts are not worth telling.
  var isPolling: Bool {
    if case .waiting(policy.poll, _) = life.state { return occupant == .keeper }
    return false
  }

  func wakeKeeper() {
    keeper.timer?.cancel()
    let sleeper = keeper.sleeper
    (keeper.timer, keeper.sleeper, keeper.isCalled) = (nil, nil, true)
    sleeper?.resume()
  }

  /// Does what is due. Returns for how long nothing more is; nil: until something happens.
  private func keepOnce() async -> Duration? {
    keeper.isCalled = false
    guard occupant == nil, running == nil else { return nil }
    if let conversation, isRegistered { return await probeWhenDue(conversation) }
    guard life.state != .disconnected(.closedHere) else { return nil }
    let now = loop.now
    guard now >= outage.next else { return outage.next - now }
    keeper.hasNews = false
    do throws(Fault) {
      try await occupied(by: .keeper) { () throws(Fault) in _ = try await ready() }
      return .zero
    } catch {
      guard life.reason != .closedHere else { return nil }
      var wait = policy.wait(
        after: outage.failures, life.reason, elapsed: loop.now - outage.since,
        random: Double.random(in: 0..<1))
      // What came while this attempt failed may be all that it lacked.
      if keeper.hasNews { wait = min(wait, Self.afterNews) }
      outage.next = loop.now + wait
      life.waits(wait)
      return wait
    }
  }

  private func probeWhenDue(_ conversation: Conversation) async -> Duration? {
    guard let interval = policy.probeInterval else { return nil }
    let due = conversation.heardAt + max(interval, .milliseconds(10))
    guard loop.now >= due else { return due - loop.now }
    try? await occupied(by: .keeper) { await probe(conversation) }
    return .zero
  }

  private static let afterNews = Duration.milliseconds(10)

  private func sleep(for time: Duration?) async {
    guard time != .zero, !keeper.isCalled else { return await Task.yield() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        keeper.sleeper = continuation
        keeper.timer = time.map { time in
          loop.schedule(at: loop.now + time) { [weak self] in self?.assumeIsolated { $0.wakeKeeper() } }
        }
        if Task.isCancelled { wakeKeeper() }
      }
    } onCancel: {
      loop.execute { [weak self] in self?.assumeIsolated { $0.wakeKeeper() } }
    }
  }
}
