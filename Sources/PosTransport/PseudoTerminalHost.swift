/// What a pseudo-terminal does on its loop: it joins the register on the other side with a line in memory,
/// whose far end is handed out.
///
/// Unchecked: all state is touched on the loop only.
final class PseudoTerminalHost: LineClient, @unchecked Sendable {
  let loop: LineLoop
  private let link: String
  private let onLine: @Sendable (any Line) -> Void
  private var pair: PseudoTerminalPair?
  private var watcher: PseudoTerminalWatcher?
  /// The near end, while a register is there, and the one handed out.
  private var line: (near: MemoryLine, far: MemoryLine)?
  /// What the system had no room for yet.
  private var unwritten: [UInt8] = []
  private var isClosed = false

  /// Of what a register wrote no more than this waits to be read.
  private static let memory = 262_144

  init(
    _ pair: PseudoTerminalPair, _ link: String, _ loop: LineLoop,
    _ onLine: @escaping @Sendable (any Line) -> Void
  ) {
    (self.pair, self.link, self.loop, self.onLine) = (pair, link, loop, onLine)
  }

  deinit { watcher?.stop() }

  func watch() {
    guard !isClosed, watcher == nil else { return }
    if pair == nil { pair = try? PseudoTerminalPair(link: link) }
    guard let pair else {
      loop.schedule(at: loop.now + .milliseconds(100)) { [weak self] in self?.watch() }
      return
    }
    let watcher = PseudoTerminalWatcher(pair, loop)
    self.watcher = watcher
    // News of a watcher that was stopped meanwhile are not ours any more.
    watcher.start { [weak self, weak watcher] news in
      guard let self, let watcher, self.watcher === watcher else { return }
      self.hear(news)
    }
  }

  func close() {
    isClosed = true
    pair?.unpublish()
    leave()
  }

  /// A register that reads nothing holds up whoever writes to it.
  func lineReceived(_ bytes: [UInt8]) {
    unwritten += bytes
    flush()
    if !unwritten.isEmpty { line?.near.setReading(false) }
  }

  /// Closed at the far end: hang up on the register. Only closing the master does that, so another one takes
  /// its place; it stands before the old one goes, and the link never leads nowhere.
  func lineClosed(_ reason: LineClosure) {
    guard reason == .disconnected, line != nil, !isClosed else { return }
    let successor = try? PseudoTerminalPair(link: link)
    leave()
    pair = successor
    watch()
  }

  private func leave() {
    watcher?.stop()
    (watcher, pair) = (nil, nil)
    hangUp()
  }

  private func hear(_ news: PseudoTerminalWatcher.News) {
    switch news {
    case .came:
      let (near, far) = MemoryLine.pair(on: loop)
      line = (near, far)
      near.start(self)
      onLine(far)
    case .bytes(let bytes):
      _ = line?.near.write(bytes)
      holdUp()
    case .went:
      hangUp()
      pair?.dropOutput()
    }
  }

  private func hangUp() {
    let line = line
    (self.line, unwritten) = (nil, [])
    line?.near.close()
  }

  /// Reads no more of the register until the line has room again.
  private func holdUp() {
    let isFull = (line?.near.backlog ?? 0) > Self.memory
    watcher?.hold(isFull)
    if isFull { loop.schedule(at: loop.now + .milliseconds(5)) { [weak self] in self?.holdUp() } }
  }

  private func flush() {
    guard let pair, line != nil else { return }
    while !unwritten.isEmpty {
      let count = pair.write(unwritten[...])
      guard count > 0 else {
        loop.schedule(at: loop.now + .milliseconds(5)) { [weak self] in self?.flush() }
        return
      }
      unwritten.removeFirst(count)
    }
    line?.near.setReading(true)
  }
}
