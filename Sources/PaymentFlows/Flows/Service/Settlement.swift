public import Foundation
public import PosProtocol

/// A paid debt that the service is to be told of: a row of the outbox.
public struct Settlement: Hashable, Sendable {
  /// Where it stands.
  public enum State: String, CaseIterable, Hashable, Sendable {
    /// To be reported, again and again until the service has it.
    case due
    case reported
    /// The service will not have it; a person has to see to it.
    case refused
  }

  /// The key of the payment; the service knows the report by it.
  public let reference: AttemptKey
  public let flow: FlowID
  /// The service's name of the debt.
  public let debt: String
  /// In rial.
  public let amount: Amount
  /// The terminal's trace number and the host's reference number (RRN).
  public let tracking: String?, hostReference: String?
  /// When the payment was recorded.
  public let paid: Date
  public internal(set) var state = State.due
  /// How often it was tried.
  public internal(set) var tries = 0
  /// Not before.
  public internal(set) var next: Date
  /// What the last try came to.
  public internal(set) var note: String?

  /// What follows from the service's answer. Only a word of the service's own ends it; everything else is
  /// tried again, after twice the time.
  public func after(_ answer: Result<SettlementAnswer, ServiceError>, at now: Date) -> Settlement {
    var later = self
    later.tries += 1
    switch answer {
    case .success(.accepted), .success(.known):
      (later.state, later.note) = (.reported, nil)
    case .success(.refused):
      (later.state, later.note) = (.refused, SettlementAnswer.refused.rawValue)
    case .failure(let error):
      (later.next, later.note) = (now.addingTimeInterval(Self.pause(after: later.tries)), error.name)
    }
    return later
  }

  /// Not to be reported, since the payment was undone before.
  func withdrawn() -> Settlement {
    var later = self
    (later.state, later.note) = (.refused, "reversed")
    return later
  }

  /// The service has it, and the payment was undone since.
  func undone() -> Settlement {
    var later = self
    later.note = Self.undoneNote
    return later
  }

  private static let undoneNote = "undone"

  /// Whether only a person can go on with it.
  public var needsPerson: Bool { state == .refused || note == Self.undoneNote }

  /// Seconds until the next try: 5, 10, 20, … at most an hour.
  static func pause(after tries: Int) -> TimeInterval {
    min(3600, 5 * TimeInterval(1 << min(max(0, tries - 1), 20)))
  }
}
