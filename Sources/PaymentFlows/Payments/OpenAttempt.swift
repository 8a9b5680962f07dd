public import Foundation
public import PosProtocol

/// An attempt with what recovery must know of it.
public struct OpenAttempt: Hashable, Sendable {
  public var attempt: Attempt
  /// What two requests with its key must have in common.
  public var fingerprint: String
  /// What was known of the reader's newest record before the command.
  public var noted: Noted
  /// The terminal's approval that was journalled on the way.
  public var received: TransactionRecord?
  /// For a reversal: the payment's record.
  public var target: TransactionRecord?

  public init(
    attempt: Attempt, fingerprint: String, noted: Noted, received: TransactionRecord? = nil,
    target: TransactionRecord? = nil
  ) {
    (self.attempt, self.fingerprint, self.noted) = (attempt, fingerprint, noted)
    (self.received, self.target) = (received, target)
  }
}

/// A record that came straight from a reader, and when: what the reader's clock says about ours.
public struct HeardRecord: Hashable, Sendable {
  public var record: TransactionRecord
  public var time: Date

  public init(record: TransactionRecord, time: Date) { (self.record, self.time) = (record, time) }
}
