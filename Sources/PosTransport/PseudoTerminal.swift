import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pseudo-terminal as a terminal's serial port: each register that opens it gets a line of its own.
///
/// A register that closes its side, or dies, ends its line at once. Closing a line here hangs up on the
/// register; then another pseudo-terminal takes the link's place, since the system has no other way to do it.
public final class PseudoTerminal: Sendable {
  /// A serial line by the link's name.
  public let address: LineAddress
  private let host: PseudoTerminalHost

  private init(_ address: LineAddress, _ host: PseudoTerminalHost) {
    (self.address, self.host) = (address, host)
  }

  /// Makes one.
  ///
  /// - Parameters: - link: a stable name for it. A link that stands there is replaced; anything else is left
  ///   alone and an error. Nil: a name in the folder for temporary files. - loop: all lines live on it. -
  ///   onLine: called on the loop for each register that opens it; start the line there.
  public static func open(
    link: String? = nil, on loop: LineLoop = .next(), onLine: @escaping @Sendable (any Line) -> Void
  ) async throws(TransportError) -> PseudoTerminal {
    try await open(link: link, on: loop, watch: PseudoTerminalHost.anyWatch, onLine: onLine)
  }

  /// For tests: with another watch than the system's best.
  static func open(
    link: String? = nil, on loop: LineLoop = .next(), watch: @escaping PseudoTerminalHost.MakeWatch,
    onLine: @escaping @Sendable (any Line) -> Void
  ) async throws(TransportError) -> PseudoTerminal {
    let link = link ?? temporaryName()
    let host = try PseudoTerminalHost(link: link, on: loop, watch: watch, onLine)
    loop.execute { host.start() }
    return PseudoTerminal(.serial(path: link, settings: SerialSettings()), host)
  }

  /// Hangs up on the register, if one is there, and removes the link.
  public func close() async {
    await withCheckedContinuation { continuation in
      host.loop.execute {
        self.host.close()
        continuation.resume()
      }
    }
  }

  private static let count = Atomic(0)

  private static func temporaryName() -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let number = count.add(1, ordering: .relaxed).newValue
    return "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/pos-tty-\(getpid())-\(number)"
  }
}
