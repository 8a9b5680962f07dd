/// When a reader that is kept connected (`Reader.keepConnected()`) tries again, and when it asks whether its
/// line still lives.
///
/// The first attempt after a line has ended begins at once. If it fails, the reason decides: where an attempt
/// costs next to nothing and is answered at once (no such device, connection refused) the reader looks every
/// `poll`; otherwise the wait grows from `shortest` by `factor` up to `longest`.
public struct ReconnectPolicy: Hashable, Sendable {
  /// How often a device that is not there is looked for, and a connection that is refused tried again.
  public var poll = Duration.milliseconds(100)
  /// How long a refused connection is tried at that pace; after that the wait grows.
  public var eagerness = Duration.seconds(120)
  /// The first wait where the wait grows.
  public var shortest = Duration.milliseconds(200)
  /// 1 or more: each wait is so many times the one before.
  public var factor = 2.0
  public var longest = Duration.seconds(15)
  /// 0...1: each wait is shortened by a random part of it, at most this, so that many registers that lost one
  /// network do not come back in one moment.
  public var jitter = 0.25
  /// A line on which nothing was heard for so long is asked for the terminal's status; nil: never. Terminals
  /// with time-controlled tasks are to be asked at least once a minute (ZVT 05 01).
  public var probeInterval: Duration? = .seconds(45)
  /// Before a payment or a reversal, a line on which nothing was heard for so long is asked first, with a
  /// status enquiry, so that money is never asked for on a dead line; nil: never.
  public var staleAfter: Duration? = .seconds(15)

  public init() {}

  /// The wait before an attempt.
  ///
  /// - Parameters:
  ///   - failures: how many attempts have failed since the line ended; 0: the first one begins at once.
  ///   - elapsed: since the line ended.
  ///   - random: 0..<1.
  public func wait(
    after failures: Int, _ reason: DisconnectReason, elapsed: Duration, random: Double
  ) -> Duration {
    guard failures > 0 else { return .zero }
    switch reason {
    case .notFound, .unplugged: return poll
    case .refused where elapsed < eagerness: return poll
    default: break
    }
    var wait = shortest
    for _ in 1..<min(max(failures, 1), 64) where wait < longest { wait = min(wait * max(factor, 1), longest) }
    return min(wait, longest) * (1 - min(max(jitter, 0), 1) * random)
  }
}
