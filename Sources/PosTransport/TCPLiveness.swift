import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// When a TCP peer that says nothing counts as gone. A host that lost its power says nothing.
///
/// Whole seconds, 1 or more; the system knows no finer time.
public struct TCPLiveness: Hashable, Sendable {
  /// How long a silent connection is left alone before the peer is asked for a sign of life.
  public var idle: Int
  /// Between two such questions.
  public var interval: Int
  /// How many may go unanswered; then the connection ends.
  public var count: Int
  /// How long bytes that were written may go unacknowledged; then the connection ends. On Linux only:
  /// elsewhere the system repeats them for its own time, which is minutes.
  public var unacknowledged: Int

  /// As it stands a dead peer is found out within a minute, written to or not.
  public init(idle: Int = 20, interval: Int = 10, count: Int = 3, unacknowledged: Int = 30) {
    (self.idle, self.interval, self.count) = (idle, interval, count)
    self.unacknowledged = unacknowledged
  }

  /// Sets it, and that small messages go out at once.
  func apply(to channel: any Channel) throws {
    guard let options = channel.syncOptions else { return }
    try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
    try options.setOption(.socketOption(.so_keepalive), value: 1)
    try options.setOption(.tcpOption(.keepaliveIdle), value: Self.seconds(idle))
    try options.setOption(.tcpOption(.keepaliveInterval), value: Self.seconds(interval))
    try options.setOption(.tcpOption(.keepaliveCount), value: Self.seconds(count))
    #if canImport(Glibc)
      try options.setOption(.tcpOption(.userTimeout), value: 1000 * Self.seconds(unacknowledged))
    #endif
  }

  private static func seconds(_ number: Int) -> Int { min(max(1, number), 32_767) }
}

extension NIOBSDSocket.Option {
  #if canImport(Glibc)
    static let keepaliveIdle = NIOBSDSocket.Option(rawValue: TCP_KEEPIDLE)
    static let userTimeout = NIOBSDSocket.Option(rawValue: TCP_USER_TIMEOUT)
  #else
    static let keepaliveIdle = NIOBSDSocket.Option(rawValue: TCP_KEEPALIVE)
  #endif
  static let keepaliveInterval = NIOBSDSocket.Option(rawValue: TCP_KEEPINTVL)
  static let keepaliveCount = NIOBSDSocket.Option(rawValue: TCP_KEEPCNT)
}
