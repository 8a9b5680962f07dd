public import PosTransport

/// Where a till finds a tap.
public enum TapPlace: Hashable, Sendable {
  /// A pseudo-terminal by a name of its own; an empty one: in the folder for temporary files.
  case pseudoTerminal(link: String)
  /// Port 0: the system chooses.
  case tcp(host: String, port: Int)
  /// A real port of this machine, at whose other end the till is.
  case serial(path: String, settings: SerialSettings)

  /// Reads `pty:LINK`, `tcp:HOST:PORT` or `serial:PATH[?…]`.
  public static func parse(_ text: String) throws(TransportError) -> TapPlace {
    if text.hasPrefix("pty:") {
      guard !text.utf8.contains(0) else { throw .badAddress("the link's name has a zero byte") }
      return .pseudoTerminal(link: String(text.dropFirst("pty:".count)))
    }
    // A listener may leave the choice of its port to the system, which nobody can connect to.
    if text.hasPrefix("tcp:"), text.hasSuffix(":0") {
      guard case .tcp(let host, _) = try LineAddress.parse(text.dropLast() + "1") else {
        throw .badAddress("'\(text)': expected tcp:HOST:PORT")
      }
      return .tcp(host: host, port: 0)
    }
    switch try LineAddress.parse(text) {
    case .tcp(let host, let port): return .tcp(host: host, port: port)
    case .serial(let path, let settings): return .serial(path: path, settings: settings)
    case .usb, .replay: throw .badAddress("'\(text)': a till comes by pty:LINK, tcp:HOST:PORT or serial:PATH")
    }
  }

  /// Whether till and reader seem to speak differently: over a serial line ZVT has frames and checksums, over
  /// TCP bare messages, and a tap changes no byte. They understand each other only where a network carries a
  /// serial line's bytes, as device servers do.
  public func mixesFramings(with reader: LineAddress) -> Bool {
    switch (self, reader) {
    case (.tcp, .serial), (.tcp, .usb), (.serial, .tcp), (.pseudoTerminal, .tcp): true
    default: false
    }
  }

  /// Whether a till notices it when the connection ends; over wires it does not.
  var canHangUp: Bool { if case .serial = self { false } else { true } }
}
