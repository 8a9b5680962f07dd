import PosTransport

@testable import PosSim

/// A line that something happens to after so many bytes in one direction.
///
/// Unchecked: touched on the loop only, but for `wasPulled`, which is read when its reader is done.
final class PulledLine: Line, LineClient, @unchecked Sendable {
  enum Direction: CaseIterable, Sendable { case toTerminal, toRegister }

  enum Pull: CaseIterable, Sendable {
    /// Both ends hear of it.
    case hangUp
    /// Nobody hears of anything any more.
    case silence
    /// The terminal starts again.
    case powerCut
  }

  var loop: LineLoop { line.loop }
  private(set) var wasPulled = false
  private let line: any Line
  private let direction: Direction
  private let pull: Pull
  private let terminal: SimulatedTerminal
  private var left: Int
  private var client: (any LineClient)?

  init(
    _ line: any Line, _ pull: Pull, after count: Int, _ direction: Direction, of terminal: SimulatedTerminal
  ) {
    (self.line, self.pull, left, self.direction) = (line, pull, count, direction)
    self.terminal = terminal
  }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  func write(_ bytes: [UInt8]) -> Bool {
    guard direction == .toTerminal else { return isDead ? pull == .silence : line.write(bytes) }
    guard !isDead else { return pull == .silence }
    let part = counted(bytes)
    let hasLeft = part.isEmpty ? pull == .silence : line.write(part)
    happen()
    return hasLeft
  }

  func lineReceived(_ bytes: [UInt8]) {
    guard !isDead else { return }
    guard direction == .toRegister else {
      client?.lineReceived(bytes)
      return
    }
    let part = counted(bytes)
    if !part.isEmpty { client?.lineReceived(part) }
    happen()
  }

  func lineClosed(_ reason: LineClosure) {
    // A terminal that gives up is not heard either.
    guard !isSilent || reason == .closedHere else { return }
    let client = client
    self.client = nil
    client?.lineClosed(reason)
  }

  func dropInput() { line.dropInput() }

  func close() {
    line.close()
    // Silent to the other end too; here it is over.
    lineClosed(.closedHere)
  }

  private var isSilent: Bool { wasPulled && pull == .silence }
  private var isDead: Bool { wasPulled && pull != .powerCut }

  private func counted(_ bytes: [UInt8]) -> [UInt8] {
    guard pull != .powerCut else {
      left -= bytes.count
      return bytes
    }
    let part = Array(bytes.prefix(max(0, left)))
    left -= bytes.count
    return part
  }

  private func happen() {
    guard left < 0 || left == 0, !wasPulled else { return }
    wasPulled = true
    switch pull {
    case .hangUp:
      loop.execute {
        self.line.close()
        self.lineClosed(.disconnected)
      }
    case .silence: break
    case .powerCut:
      let terminal = terminal
      terminal.loop.execute { terminal.assumeIsolated { $0.cutPower() } }
    }
  }
}
