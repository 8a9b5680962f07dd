/// A pseudo-terminal's line to the register that has its other side open.
///
/// Unchecked: all state is touched on the loop only.
final class PseudoTerminalLine: PausableLine, @unchecked Sendable {
  let loop: LineLoop
  private let host: PseudoTerminalHost
  private var client: (any LineClient)?
  /// Received before `start`.
  private var early: [UInt8] = []
  private var ending: LineClosure?
  private var isStarted = false

  /// A line nobody has started holds about this much; then the register is held up.
  private static let earlyLimit = 65_536

  init(_ host: PseudoTerminalHost) { (self.host, loop) = (host, host.loop) }

  func start(_ client: any LineClient) {
    loop.checkIsolated()
    precondition(!isStarted, "a line is started once")
    (self.client, isStarted) = (client, true)
    setReading(true)
    guard !early.isEmpty || ending != nil else { return }
    loop.execute { self.report() }
  }

  func write(_ bytes: [UInt8]) -> Bool {
    loop.checkIsolated()
    guard ending == nil else { return false }
    host.send(bytes, of: self)
    return true
  }

  func dropInput() {
    loop.checkIsolated()
    early.removeAll()
  }

  func close() {
    loop.checkIsolated()
    guard ending == nil else { return }
    early.removeAll()
    ending = .closedHere
    host.hangUp(self)
    loop.execute { self.report() }
  }

  var backlog: Int { host.backlog(of: self) }

  /// What the register has set its side to.
  var baud: Int? {
    loop.checkIsolated()
    return host.baud(of: self)
  }

  func setReading(_ isOn: Bool) {
    loop.checkIsolated()
    host.hold(!isOn, self)
  }

  func receive(_ bytes: [UInt8]) {
    guard ending == nil else { return }
    guard !isStarted || !early.isEmpty else { return client?.lineReceived(bytes) ?? () }
    early += bytes
    if isStarted { deliverEarly() } else if early.count > Self.earlyLimit { setReading(false) }
  }

  func end(_ reason: LineClosure) {
    guard ending == nil else { return }
    ending = reason
    loop.execute { self.report() }
  }

  /// Bytes that came before the end are delivered before it.
  private func report() {
    deliverEarly()
    guard let ending, let client else { return }
    self.client = nil
    client.lineClosed(ending)
  }

  private func deliverEarly() {
    guard isStarted, !early.isEmpty else { return }
    let bytes = early
    early.removeAll()
    client?.lineReceived(bytes)
  }
}

extension Line {
  /// The baud that the register on the other side of a pseudo-terminal has set; nil for a line of another
  /// kind. On its loop.
  public var registerBaud: Int? { (self as? PseudoTerminalLine)?.baud }
}
