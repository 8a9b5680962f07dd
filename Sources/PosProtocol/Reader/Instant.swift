/// A point in time as the machines know it: how long ago their host's monotonic clock started.
///
/// Machines never read a clock. Whoever drives one passes the time with each input.
public struct Instant: Hashable, Comparable, Sendable {
  public let sinceStart: Duration

  public init(sinceStart: Duration) { self.sinceStart = sinceStart }

  public static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }

  /// The earlier of two that may not be there.
  static func earlier(_ one: Instant?, _ other: Instant?) -> Instant? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }

  public static func + (instant: Instant, duration: Duration) -> Instant {
    Instant(sinceStart: instant.sinceStart + duration)
  }

  public static func - (later: Instant, earlier: Instant) -> Duration {
    later.sinceStart - earlier.sinceStart
  }
}
