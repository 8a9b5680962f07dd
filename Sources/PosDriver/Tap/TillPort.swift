public import PosTransport

/// A place where a till comes, open.
public struct TillPort: Sendable {
  /// Where it is, with the port that the system chose.
  public let address: LineAddress
  private let end: @Sendable () async -> Void

  /// Opens the place.
  ///
  /// - Parameter onLine: called on the loop for each till that comes, for a serial port once; start the line
  ///   there.
  public static func open(
    _ place: TapPlace, on loop: LineLoop, onLine: @escaping @Sendable (any Line) -> Void
  ) async throws(TransportError) -> TillPort {
    switch place {
    case .tcp(let host, let port):
      let listener = try await TCPListener.open(host: host, port: port, on: loop, onLine: onLine)
      return TillPort(address: listener.address) { await listener.close() }
    case .pseudoTerminal(let link):
      let pair = try await PseudoTerminal.open(link: link.isEmpty ? nil : link, on: loop, onLine: onLine)
      return TillPort(address: pair.address) { await pair.close() }
    case .serial(let path, let settings):
      let address = LineAddress.serial(path: path, settings: settings)
      let line = try await address.open(on: loop)
      loop.execute { onLine(line) }
      return TillPort(address: address) {}
    }
  }

  private init(address: LineAddress, end: @escaping @Sendable () async -> Void) {
    (self.address, self.end) = (address, end)
  }

  /// Listens no more.
  public func close() async { await end() }
}
