/// Joins two lines: every byte that one brings is written to the other, unchanged and in order, and when one
/// ends the other does.
///
/// Bounded: an end that is written to faster than it takes bytes holds up the other one. Bytes are never
/// dropped silently: what cannot be delivered is counted and told. The near end is there from the beginning;
/// the far one may come later, and until then what the near end says waits for it.
///
/// Unchecked: all state is touched on the loop only.
public final class LineRelay: @unchecked Sendable {
  /// Which of the two.
  public enum Side: String, Sendable { case near, far }

  /// What a relay tells, on the loop.
  public enum News: Hashable, Sendable {
    /// The far line has ended and the near one stays; only if it was asked for.
    case farLeft(LineClosure, undelivered: Int)
    /// Both have ended, this one first. The last news.
    case ended(Side, LineClosure, undelivered: Int)
  }

  public let loop: LineLoop
  private let keepsNear: Bool
  private let tell: @Sendable (News) -> Void
  private var near: RelayEnd?
  private var far: RelayEnd?
  /// What the near end said before there was a far end.
  private var early: [UInt8] = []
  /// Nobody is there to be told: what the near end says is counted, as a dead device would hear it.
  private var isDeaf = false
  private var lost = 0
  private var first: (side: Side, reason: LineClosure)?

  /// An end holds up the other one from this many waiting bytes on, until half of them are gone.
  static let highWater = 65_536
  /// How long a line that is about to be closed may take for what was written to it.
  static let drainLimit = Duration.seconds(5)
  private static let pause = Duration.milliseconds(2)
  /// A pseudo-terminal drops what its reader has not fetched when it is closed.
  private static let grace = Duration.milliseconds(50)

  /// Joins `near`, which must not have been started.
  ///
  /// - Parameter keepsNear: when the far end ends the near one stays, and another far end may be joined.
  public init(_ near: any Line, keepsNear: Bool = false, tell: @escaping @Sendable (News) -> Void) {
    (loop, self.keepsNear, self.tell) = (near.loop, keepsNear, tell)
    self.near = RelayEnd(near, .near, self)
  }

  /// Begins to listen to the near end.
  public func start() {
    loop.checkIsolated()
    if let near { near.line.start(near) }
  }

  /// Whether a far end is there, or one is still to be closed.
  public var hasFar: Bool { far != nil }

  /// The far end is there; it gets what waited for it. It must not have been started.
  public func join(_ line: any Line) {
    loop.checkIsolated()
    guard let near, near.isOpen, far == nil, first == nil else { return line.close() }
    let end = RelayEnd(line, .far, self)
    (far, isDeaf) = (end, false)
    line.start(end)
    if !early.isEmpty { pass(early, from: near, to: end) }
    early = []
    if near.isHeld { watch(near, for: end) }
  }

  /// The far end cannot be had: what waits for it and what will be said is lost, until one joins.
  ///
  /// - Returns: how many bytes were lost since the last call.
  public func deafen() -> Int {
    loop.checkIsolated()
    isDeaf = true
    lost += early.count
    early = []
    near?.hold(false)
    defer { lost = 0 }
    return lost
  }

  /// Ends both lines at once.
  public func close() {
    loop.checkIsolated()
    if first == nil { first = (.near, .closedHere) }
    far?.line.close()
    near?.line.close()
  }

  // MARK: the ends

  fileprivate func received(_ bytes: [UInt8], from end: RelayEnd) {
    if let other = other(end) { return pass(bytes, from: end, to: other) }
    guard end.side == .near, !isDeaf else {
      lost += bytes.count
      return
    }
    early += bytes
    if early.count > Self.highWater { end.hold(true) }
  }

  fileprivate func closed(_ end: RelayEnd, _ reason: LineClosure) {
    end.isOpen = false
    let other = other(end)
    if end.side == .near { near = nil } else { far = nil }
    if end.side == .far, keepsNear, first == nil {
      let undelivered = lost
      (isDeaf, lost) = (true, 0)
      other?.hold(false)
      return tell(.farLeft(reason, undelivered: undelivered))
    }
    if first == nil { first = (end.side, reason) }
    if let other { return drain(other, until: loop.now + Self.drainLimit) }
    lost += early.count
    early = []
    if let first { tell(.ended(first.side, first.reason, undelivered: lost)) }
  }

  private func other(_ end: RelayEnd) -> RelayEnd? { end.side == .near ? far : near }

  private func pass(_ bytes: [UInt8], from end: RelayEnd, to other: RelayEnd) {
    guard other.isOpen, other.line.write(bytes) else {
      lost += bytes.count
      return
    }
    guard other.unsent > Self.highWater, !end.isHeld else { return }
    end.hold(true)
    watch(end, for: other)
  }

  /// Lets `end` go on when `other` has room again.
  private func watch(_ end: RelayEnd, for other: RelayEnd) {
    guard end.isHeld, end.isOpen, other.isOpen else { return }
    if other.unsent <= Self.highWater / 2 { return end.hold(false) }
    loop.schedule(at: loop.now + Self.pause) { self.watch(end, for: other) }
  }

  /// Closes `end` when it has taken all that was written to it.
  private func drain(_ end: RelayEnd, until deadline: Duration) {
    guard end.isOpen else { return }
    let isOver = loop.now >= deadline
    guard end.unsent == 0 || isOver else {
      loop.schedule(at: loop.now + Self.pause) { self.drain(end, until: deadline) }
      return
    }
    lost += end.unsent
    loop.schedule(at: loop.now + Self.grace) { end.line.close() }
  }
}

/// One end of a relay. It keeps the relay alive for as long as its line lives.
///
/// Unchecked: touched on the loop only.
private final class RelayEnd: LineClient, @unchecked Sendable {
  let line: any Line
  let side: LineRelay.Side
  let relay: LineRelay
  private let flow: (any PausableLine)?
  var isOpen = true
  private(set) var isHeld = false

  init(_ line: any Line, _ side: LineRelay.Side, _ relay: LineRelay) {
    (self.line, self.side, self.relay) = (line, side, relay)
    flow = line as? any PausableLine
  }

  var unsent: Int { flow?.backlog ?? 0 }

  func hold(_ isHeld: Bool) {
    guard isHeld != self.isHeld, isOpen else { return }
    self.isHeld = isHeld
    flow?.setReading(!isHeld)
  }

  func lineReceived(_ bytes: [UInt8]) { relay.received(bytes, from: self) }

  func lineClosed(_ reason: LineClosure) { relay.closed(self, reason) }
}
