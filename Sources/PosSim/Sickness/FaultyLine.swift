import PosTransport

/// A terminal's line with a fault on it.
///
/// Unchecked: touched on the loop only.
final class FaultyLine: Line, LineClient, @unchecked Sendable {
  var loop: LineLoop { line.loop }
  private let line: any Line
  private let fault: LineFault
  private var client: (any LineClient)?
  private var isDead = false
  private var count = 0

  init(_ line: any Line, _ fault: LineFault) { (self.line, self.fault) = (line, fault) }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  /// What the terminal says.
  func write(_ bytes: [UInt8]) -> Bool {
    switch fault {
    case .wrongBaud where baud == Self.itsBaud: return line.write(bytes)
    case .silent, .echo, .text, .refusing, .wrongBaud: return true
    case .noise: return line.write(bytes.map(damaged))
    case .dying:
      guard !isDead, line.write(bytes) else { return false }
      // An acknowledgement is one byte, and no message is.
      isDead = bytes.count > 1
      if isDead { loop.execute { self.line.close() } }
      return true
    }
  }

  /// What the register says.
  func lineReceived(_ bytes: [UInt8]) {
    switch fault {
    case .silent: break
    case .echo: _ = line.write(bytes)
    case .text: _ = line.write(Array("\r\nERROR\r\n".utf8))
    case .refusing: _ = line.write([0x15])
    case .wrongBaud where baud == Self.itsBaud: client?.lineReceived(bytes)
    // The terminal hears noise, and what it refuses that with is noise on the other side.
    case .wrongBaud:
      let (its, ours) = baud.map { (Self.itsBaud, $0) } ?? (800, 9600)
      _ = line.write(OtherBaud.heard([0x15, 0x15], sentAt: its, readAt: ours))
    case .noise, .dying: client?.lineReceived(bytes)
    }
  }

  func lineClosed(_ reason: LineClosure) {
    let client = client
    self.client = nil
    client?.lineClosed(reason)
  }

  func dropInput() { line.dropInput() }
  func close() { line.close() }

  /// The only baud at which a terminal with ``LineFault/wrongBaud`` is understood.
  private static let itsBaud = 19_200
  /// The register's; nil where a line has none.
  private var baud: Int? { line.registerBaud }

  private func damaged(_ byte: UInt8) -> UInt8 {
    count += 1
    return count % 8 == 0 ? byte ^ 0x20 : byte
  }
}
