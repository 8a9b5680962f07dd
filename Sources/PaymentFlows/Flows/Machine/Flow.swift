public import Foundation

/// One flow as the store has it.
public struct Flow: Hashable, Sendable {
  public let id: FlowID
  public let subject: FlowSubject
  /// Oldest first; the first is `registered`.
  public internal(set) var steps: [FlowStep]

  init(_ id: FlowID, _ subject: FlowSubject, _ steps: [FlowStep]) {
    (self.id, self.subject, self.steps) = (id, subject, steps)
  }

  public var stage: FlowStage { steps.last?.stage ?? .registered }
  public var registered: Date { steps.first?.time ?? .distantPast }
  /// When the present stage was recorded.
  public var time: Date { steps.last?.time ?? .distantPast }
  /// The attempt to pay that matters now: the last that was named.
  public var key: AttemptKey? { steps.lazy.reversed().compactMap(\.key).first }
  /// What the fee paid for.
  public var result: InquiryResult? { steps.lazy.reversed().compactMap(\.result).first }
  /// How often the reader was asked for the money.
  public var charges: Int { steps.count { $0.stage == .charging } }
  /// The key of the next attempt.
  var nextKey: AttemptKey? { id.key(charges + 1) }
}

/// One recorded step; steps are only ever added.
public struct FlowStep: Hashable, Sendable {
  public let stage: FlowStage
  public let time: Date
  /// The attempt that the step is about.
  public var key: AttemptKey?
  /// Of an approval: the terminal's trace number (شماره پیگیری) and the host's reference number (شماره مرجع).
  public var tracking: String?, hostReference: String?
  /// Why, in a stable word; nil for the plain course.
  public var note: String?
  /// Of `answered`.
  public var result: InquiryResult?

  init(_ stage: FlowStage, at time: Date) { (self.stage, self.time) = (stage, time) }
}
