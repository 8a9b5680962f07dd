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
    // The terminal hears noise, and its refusal arrives stretched: one slow NAK fills many fast bytes.
    case .wrongBaud: _ = line.write(SlowBits.heard([0x15, 0x15], slowness: 12))
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

  private func damaged(_ byte: UInt8) -> UInt8 {
    count += 1
    return count % 8 == 0 ? byte ^ 0x20 : byte
  }
}
