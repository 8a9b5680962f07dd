public import Foundation

/// How often a sign-in has failed, and until when the next one waits. Durable with the office.
///
/// The wait is counted from the last failure. A clock that was set back begins it anew, so that it neither
/// opens the door nor closes it for longer than the wait itself.
public struct Lockout: Hashable, Sendable {
  /// Failures since the last success.
  public var failures: Int
  /// When the last one was, or when the clock was seen to have gone back; nil without a failure.
  public var since: Date?

  public init(failures: Int = 0, since: Date? = nil) { (self.failures, self.since) = (failures, since) }

  /// How long the next try waits after so many failures, in seconds; the last row stands for all above.
  public static let waits: [TimeInterval] = [0, 0, 0, 30, 60, 300, 900, 3600]

  /// After this many failures only a person unlocks.
  public static let limit = 20

  var wait: TimeInterval { Self.waits[min(max(failures, 0), Self.waits.count - 1)] }

  /// What the door is at that time.
  func door(at now: Date) -> SignInFacts.Door {
    guard failures < Self.limit else { return .barred }
    guard let since, wait > 0 else { return .open }
    if now < since { return .clockWentBack }
    return now < since + wait ? .waiting : .open
  }

  /// When the next try may be made; nil: at once, or only after a person has unlocked it.
  public func opens(at now: Date) -> Date? {
    switch door(at: now) {
    case .waiting: since.map { $0 + wait }
    case .clockWentBack: now + wait
    case .open, .barred: nil
    }
  }

  /// One failure more.
  func failing(at now: Date) -> Lockout { Lockout(failures: failures + 1, since: now) }

  /// The wait from the beginning, by a clock that was set back.
  func anew(at now: Date) -> Lockout { Lockout(failures: failures, since: now) }
}
