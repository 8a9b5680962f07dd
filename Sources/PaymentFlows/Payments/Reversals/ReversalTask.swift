public import Foundation
public import PosProtocol

/// Why something is to be undone, or looked at by a person.
public enum ReversalReason: String, CaseIterable, Hashable, Sendable {
  /// Somebody asked for it.
  case asked
  /// The terminal's approval came after the attempt had ended without one.
  case lateApproval
  /// The reader's record says that a payment was approved that a person had settled as not charged.
  case decisionContradicted
  /// The reader's record says that nothing was charged by a payment that a person had settled as charged.
  case notCharged
  /// A second approval for a payment that was approved already.
  case secondApproval
  /// An approval that fits no attempt of this journal.
  case strayApproval

  /// Whether it is tried without a person. What cannot be named surely is not touched.
  public var isAutomatic: Bool {
    switch self {
    case .asked, .lateApproval, .decisionContradicted: true
    case .notCharged, .secondApproval, .strayApproval: false
    }
  }

  /// A clause for people.
  public var message: String {
    switch self {
    case .asked: "a reversal was asked for"
    case .lateApproval: "the terminal approved it after it had ended"
    case .decisionContradicted: "settled as not charged, but the reader shows the approval"
    case .notCharged: "settled as charged, but the reader shows that nothing was charged"
    case .secondApproval: "the terminal approved it twice"
    case .strayApproval: "the terminal approved something that nobody asked for"
    }
  }
}

/// What asks for a reversal.
public struct ReversalOpening: Hashable, Sendable {
  public var reason: ReversalReason
  /// What is to be undone, as the reader recorded it.
  public var record: TransactionRecord?

  public init(_ reason: ReversalReason, record: TransactionRecord?) {
    (self.reason, self.record) = (reason, record)
  }

  /// A terminal undoes by receipt number: without one only a person can.
  public var isAutomatic: Bool { reason.isAutomatic && record?.receiptNumber != nil }
}

/// One reversal that is asked for, and how far it is.
public struct ReversalTask: Hashable, Sendable {
  /// Counts from 1.
  public let id: Int64
  /// The attempt to pay; nil if nobody asked for one.
  public let payment: AttemptKey?
  /// The name of the reader that must undo it.
  public let reader: String
  public let opening: ReversalOpening
  public let opened: Date
  public var machine: ReversalMachine
  /// Attempts to reverse that were begun for it.
  public var tries: Int
  /// Who gave it up and why, or how it was undone.
  public var note: String?

  public init(
    id: Int64, payment: AttemptKey?, reader: String, opening: ReversalOpening, opened: Date,
    machine: ReversalMachine, tries: Int = 0, note: String? = nil
  ) {
    (self.id, self.payment, self.reader, self.opening) = (id, payment, reader, opening)
    (self.opened, self.machine, self.tries, self.note) = (opened, machine, tries, note)
  }

  /// The key of its next attempt.
  var nextKey: AttemptKey? { AttemptKey("undo-\(id)-\(tries + 1)") }
}
