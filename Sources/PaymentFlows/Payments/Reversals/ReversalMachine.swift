public import Foundation

/// A payment that must be undone, as a machine: when that is tried, and when a person must see to it.
///
/// Each try is an attempt of its own in the journal. What did not end well is tried again with back-off;
/// after six failures it lies in the queue that a person sees, who may have it tried again or give it up.
public struct ReversalMachine: Hashable, Sendable {
  /// Where it stands.
  public enum Status: String, CaseIterable, Hashable, Sendable {
    /// Tried when its time comes.
    case pending
    /// In the hands of a person.
    case person
    /// Undone, by us or by the terminal itself.
    case done
    /// Given up by a person, with name and reason.
    case givenUp
  }

  /// What happened.
  public enum Event: CaseIterable, Hashable, Sendable {
    /// Somebody looked whether there is anything to do.
    case due
    /// A person wants it tried now.
    case asked
    /// The payment is undone.
    case undone
    /// A try ended in any other way, unknown included.
    case failed
    case gaveUp
  }

  /// What is to be done next.
  public enum Action: Hashable, Sendable {
    case attempt
    /// Come back at `next`.
    case wait
    case handOver, finish, giveUp, nothing
  }

  /// What decides.
  public struct Facts: Hashable, Sendable {
    public let status: Status, event: Event
    /// `next` has come.
    public let isDue: Bool
    /// One more failure is too many.
    public let isLast: Bool
  }

  /// One row; nil matches anything.
  public struct Row: Sendable {
    let status: [Status], event: [Event]
    var isDue: Bool?
    var isLast: Bool?
    public let action: Action

    /// Whether this row speaks of these facts.
    public func matches(_ facts: Facts) -> Bool {
      status.contains(facts.status) && event.contains(facts.event) && (isDue ?? facts.isDue) == facts.isDue
        && (isLast ?? facts.isLast) == facts.isLast
    }
  }

  /// Every combination of facts matches exactly one row.
  public static let rows: [Row] = [
    Row(status: [.pending], event: [.due], isDue: true, action: .attempt),
    Row(status: [.pending], event: [.due], isDue: false, action: .wait),
    Row(status: [.pending, .person], event: [.asked], action: .attempt),
    Row(status: [.pending, .person, .givenUp], event: [.undone], action: .finish),
    Row(status: [.pending], event: [.failed], isLast: false, action: .wait),
    Row(status: [.pending], event: [.failed], isLast: true, action: .handOver),
    Row(status: [.pending, .person], event: [.gaveUp], action: .giveUp),
    Row(status: [.person], event: [.due, .failed], action: .nothing),
    Row(status: [.givenUp], event: [.due, .asked, .failed, .gaveUp], action: .nothing),
    Row(status: [.done], event: Event.allCases, action: .nothing),
  ]

  /// Seconds from each failure to the next try. One failure more, and a person sees it.
  public static let delays: [TimeInterval] = [10, 30, 60, 300, 900]

  public private(set) var status: Status
  /// Tries that did not end well.
  public private(set) var failures: Int
  /// Not before this is it tried again.
  public private(set) var next: Date

  /// As it was stored, or anew.
  public init(_ status: Status = .pending, failures: Int = 0, next: Date) {
    (self.status, self.failures, self.next) = (status, max(0, failures), next)
  }

  /// Takes what happened and says what is to be done.
  public mutating func handle(_ event: Event, at now: Date) -> Action {
    let action = Self.rows.first { $0.matches(facts(event, at: now)) }?.action ?? .nothing
    if event == .failed, status == .pending || status == .person { failures += 1 }
    switch action {
    case .wait where event == .failed: next = now + Self.delays[min(failures, Self.delays.count) - 1]
    case .handOver: status = .person
    case .finish: status = .done
    case .giveUp: status = .givenUp
    case .attempt, .wait, .nothing: break
    }
    return action
  }

  /// A clock that was set back since does not keep it waiting for longer than the longest delay.
  func facts(_ event: Event, at now: Date) -> Facts {
    let wait = next.timeIntervalSince(now)
    return Facts(
      status: status, event: event, isDue: wait <= 0 || wait > (Self.delays.max() ?? 0),
      isLast: failures >= Self.delays.count)
  }
}
