import PosProtocol
import PosTransport
import Synchronization

/// Opens lines to an address, a recorded conversation among them, and knows what the last one carries.
final class LineOpener: Sendable {
  private let address: LineAddress
  private let connectTimeout: Duration
  private let opened: Mutex<ZVT.Framing>

  init(_ address: LineAddress, connectTimeout: Duration) {
    (self.address, self.connectTimeout) = (address, connectTimeout)
    opened = Mutex(ZVT.Framing(address))
  }

  /// What the line carries; of a record only known once it was opened.
  var framing: ZVT.Framing { opened.withLock { $0 } }

  func open(on loop: LineLoop) async throws(TransportError) -> any Line {
    guard case .replay(let path, let settings) = address else {
      return try await address.open(on: loop, connectTimeout: connectTimeout)
    }
    let (line, framing) = try await ReplayLine.open(path, settings, on: loop)
    opened.withLock { $0 = framing }
    return line
  }
}
