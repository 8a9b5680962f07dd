/// What a pseudo-terminal does on its loop: it hands out a line for each register on the other side.
///
/// Unchecked: all state is touched on the loop only.
final class PseudoTerminalHost: @unchecked Sendable {
  let loop: LineLoop
  private let link: String
  private let onLine: @Sendable (any Line) -> Void
  private let makeWatch: MakeWatch
  private var station: Station?
  private var line: PseudoTerminalLine?
  /// What the system had no room for yet.
  private var unwritten: [UInt8] = []
  private var isClosed = false

  typealias MakeWatch = @Sendable (PseudoTerminalPair, LineLoop) -> any PseudoTerminalWatch

  /// A pair and who watches it.
  private struct Station {
    let pair: PseudoTerminalPair
    let watch: any PseudoTerminalWatch
  }

  /// A register that reads nothing, for which more than this waits, is hung up on: nothing is lost silently.
  private static let memory = 1_048_576

  /// The best watch this system has.
  static let anyWatch: MakeWatch = { pair, loop in
    #if canImport(Glibc)
      if let ear = PseudoTerminalEar(pair, loop) { return ear }
    #endif
    return PseudoTerminalWatcher(pair, loop)
  }

  init(
    link: String, on loop: LineLoop, watch: @escaping MakeWatch,
    _ onLine: @escaping @Sendable (any Line) -> Void
  ) throws(TransportError) {
    (self.link, self.loop, makeWatch, self.onLine) = (link, loop, watch, onLine)
    station = try makeStation()
  }

  deinit {
    if let watch = station?.watch { loop.execute { watch.stop() } }
  }

  func start() {
    guard !isClosed else { return }
    if station == nil { station = try? makeStation() }
    guard let station else {
      loop.schedule(at: loop.now + .milliseconds(100)) { [weak self] in self?.start() }
      return
    }
    let watch = station.watch
    // News of a watch that was stopped meanwhile are not ours any more.
    watch.start { [weak self, weak watch] news in
      guard let self, let watch, self.station?.watch === watch else { return }
      self.hear(news)
    }
  }

  func close() {
    isClosed = true
    station?.pair.unpublish()
    leave()
  }

  func send(_ bytes: [UInt8], of line: PseudoTerminalLine) {
    guard self.line === line else { return }
    guard unwritten.count + bytes.count <= Self.memory else { return renew() }
    unwritten += bytes
    flush()
  }

  /// What the register has not taken of `line` yet.
  func backlog(of line: PseudoTerminalLine) -> Int { self.line === line ? unwritten.count : 0 }

  func baud(of line: PseudoTerminalLine) -> Int? { self.line === line ? station?.pair.baud : nil }

  func hold(_ isHeld: Bool, _ line: PseudoTerminalLine) {
    guard self.line === line else { return }
    station?.watch.hold(isHeld)
  }

  /// Closed here: hang up on the register. Only closing the master does that, so another one takes its place;
  /// it stands before the old one goes, and the link never leads nowhere.
  func hangUp(_ line: PseudoTerminalLine) {
    guard self.line === line, !isClosed else { return }
    renew()
  }

  private func renew() {
    let successor = try? makeStation()
    leave()
    station = successor
    start()
  }

  /// Watched before it is published, so that nobody comes unseen.
  private func makeStation() throws(TransportError) -> Station {
    let pair = try PseudoTerminalPair(link: link)
    let station = Station(pair: pair, watch: makeWatch(pair, loop))
    try pair.publish()
    return station
  }

  private func leave() {
    station?.watch.stop()
    station = nil
    endLine()
  }

  private func hear(_ news: PseudoTerminalNews) {
    switch news {
    case .came:
      let line = PseudoTerminalLine(self)
      self.line = line
      onLine(line)
    case .bytes(let bytes): line?.receive(bytes)
    case .went:
      endLine()
      station?.pair.dropOutput()
    case .lost: renew()
    }
  }

  private func endLine() {
    let line = line
    (self.line, unwritten) = (nil, [])
    station?.watch.hold(false)
    line?.end(.disconnected)
  }

  private func flush() {
    guard let pair = station?.pair, line != nil else { return }
    while !unwritten.isEmpty {
      let count = pair.write(unwritten[...])
      guard count > 0 else {
        loop.schedule(at: loop.now + .milliseconds(5)) { [weak self] in self?.flush() }
        return
      }
      unwritten.removeFirst(count)
    }
  }
}
