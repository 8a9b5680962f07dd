/// One end of a line inside the process: what one end writes, the other receives, in order, on the loop.
///
/// Unchecked: all state is touched on the loop only.
public final class MemoryLine: PausableLine, @unchecked Sendable {
  public let loop: LineLoop
  private weak var peer: MemoryLine?
  private var client: (any LineClient)?
  private var inbox: [[UInt8]] = []
  /// Why no more will come; told after the inbox.
  private var ending: LineClosure?
  private var isScheduled = false
  private var isStarted = false
  private var isHeld = false

  private init(on loop: LineLoop) { self.loop = loop }

  /// Two ends of one line. Closing one is a hang-up for the other, after the bytes that were written before.
  public static func pair(on loop: LineLoop) -> (MemoryLine, MemoryLine) {
    let (left, right) = (MemoryLine(on: loop), MemoryLine(on: loop))
    (left.peer, right.peer) = (right, left)
    return (left, right)
  }

  // An end that nobody holds any more has hung up.
  deinit {
    guard let peer, ending == nil else { return }
    peer.loop.execute { peer.hangUp() }
  }

  public func start(_ client: any LineClient) {
    loop.checkIsolated()
    precondition(!isStarted, "a line is started once")
    (self.client, isStarted) = (client, true)
    schedule()
  }

  public func write(_ bytes: [UInt8]) -> Bool {
    loop.checkIsolated()
    guard ending == nil, let peer else { return false }
    peer.inbox.append(bytes)
    peer.schedule()
    return true
  }

  public func dropInput() {
    loop.checkIsolated()
    inbox.removeAll()
  }

  /// What the other end has not been given yet; never 0 while that end does not read.
  var backlog: Int {
    guard let peer else { return 0 }
    return peer.inbox.reduce(peer.isHeld ? 1 : 0) { $0 + $1.count }
  }

  func setReading(_ isOn: Bool) {
    loop.checkIsolated()
    isHeld = !isOn
    schedule()
  }

  public func close() {
    loop.checkIsolated()
    guard ending == nil else { return }
    ending = .closedHere
    inbox.removeAll()
    peer?.hangUp()
    schedule()
  }

  private func hangUp() {
    guard ending == nil else { return }
    ending = .disconnected
    schedule()
  }

  private func schedule() {
    guard isStarted, !isScheduled, client != nil, ending != nil || !inbox.isEmpty else { return }
    guard !isHeld || ending != nil else { return }
    isScheduled = true
    loop.execute { self.deliver() }
  }

  /// One piece a turn of the loop, as a channel would.
  private func deliver() {
    isScheduled = false
    guard !isHeld || ending != nil else { return }
    if !inbox.isEmpty {
      client?.lineReceived(inbox.removeFirst())
      schedule()
    } else if let ending, let client {
      self.client = nil
      client.lineClosed(ending)
    }
  }
}
