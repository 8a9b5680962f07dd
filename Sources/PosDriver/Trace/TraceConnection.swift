public import PosProtocol

/// A headline of a trace file.
public struct TraceConnection: Hashable, Sendable {
  /// The address as it was written; trace files may come from other machines.
  public let address: String
  public let framing: ZVT.Framing
  /// The same connection as before, in the next file after a rotation.
  public let isContinued: Bool

  public init(address: String, framing: ZVT.Framing, isContinued: Bool = false) {
    (self.address, self.framing, self.isContinued) = (address, framing, isContinued)
  }

  /// As it stands in the file; two lines for a connection that is continued.
  public var line: String {
    let line = "# pos-trace 1 \(address) \(framing == .serial ? "serial" : "tcp")"
    return isContinued ? "\(line)\n\(Self.continued)" : line
  }

  static let continued = "# continued"
}
