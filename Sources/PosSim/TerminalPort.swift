public import PosTransport

/// The port of a simulated terminal, open for registers.
public struct TerminalPort: Sendable {
  /// Where the terminal is to be found.
  public enum Place: Hashable, Sendable {
    /// Port 0: the system chooses.
    case tcp(host: String, port: Int)
    /// A pseudo-terminal; nil: the system chooses its name.
    case pseudoTerminal(link: String?)
    /// A serial device that is there: `/dev/ttyGS0` where this computer is a USB gadget.
    case serialDevice(path: String, settings: SerialSettings)
  }

  /// What a register opens.
  public let address: LineAddress
  let end: @Sendable () async -> Void

  /// Opens the port on the terminal's loop and hands it every register that comes.
  public static func open(
    _ place: Place, for terminal: SimulatedTerminal
  ) async throws(TransportError) -> TerminalPort {
    switch place {
    case .tcp(let host, let port):
      let listener = try await TCPListener.open(host: host, port: port, on: terminal.loop) {
        terminal.attach($0)
      }
      return TerminalPort(address: listener.address) { await listener.close() }
    case .pseudoTerminal(let link):
      let pair = try await PseudoTerminal.open(link: link, on: terminal.loop) { terminal.attach($0) }
      return TerminalPort(address: pair.address) { await pair.close() }
    case .serialDevice(let path, let settings):
      let address = LineAddress.serial(path: path, settings: settings)
      let device = try await SerialDevicePort.open(address, for: terminal)
      return TerminalPort(address: address) { await device.close() }
    }
  }

  /// Closes the port; removes the link of a pseudo-terminal.
  public func close() async { await end() }
}
