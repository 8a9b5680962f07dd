public import PosTransport

/// What a probe looks at: one port, or one host.
public enum ProbeTarget: Hashable, Sendable {
  /// A port of this machine, or one port of a host. The settings in it are tried first.
  case line(LineAddress)
  /// A host of which the usual ports are tried. Only hosts that somebody named: no network is searched.
  case host(String)

  /// The TCP ports readers listen at, the most usual one first.
  public static let usualPorts = [20_007, 20_002, 22_000, 20_008, 5577]

  /// An address as people type it, or `tcp:HOST` for the usual ports of a host.
  public static func parse(_ text: String) throws(TransportError) -> ProbeTarget {
    if text.hasPrefix("tcp:") {
      let host = text.dropFirst(4)
      if host.hasPrefix("["), host.hasSuffix("]") { return .host(String(host.dropFirst().dropLast())) }
      if !host.isEmpty, !host.contains(":"), !host.contains("?") { return .host(String(host)) }
    }
    return .line(try LineAddress.parse(text))
  }

  /// All serial ports of this machine that could have a reader, and the readers on USB that have no port:
  /// those that the device table knows as a line, and those of the CDC-ACM class. Blocks while it looks.
  ///
  /// Without the package trait `USB` such a reader is a target too, and trying it says what is missing.
  public static func allPorts(root: String = "/") -> [ProbeTarget] {
    PortList.find(root: root).filter { $0.isLine && $0.access != .noFile }.map { .line($0.address) }
  }
}
