internal import PosDriver
internal import PosProtocol

/// What an act brought besides its event.
struct FlowDetail: Sendable {
  var key: AttemptKey?
  var tracking: String?, hostReference: String?
  var note: String?
  var result: InquiryResult?
  var trouble: FlowView.Trouble?

  init() {}

  /// What stopped a command or left it in doubt.
  init(trouble name: String, _ message: String) {
    note = name
    trouble = FlowView.Trouble(name: name, message: message)
  }

  /// An attempt as the journal has it.
  init(_ attempt: Attempt) {
    self.init(attempt.key, attempt.outcome, attempt.record)
    note = note ?? attempt.note
  }

  init(_ key: AttemptKey, _ outcome: Outcome, _ record: TransactionRecord?) {
    self.key = key
    switch outcome {
    case .approved:
      // As receipts show it.
      tracking = record?.traceNumber.map { number in
        let digits = String(number.value)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      }
      hostReference = record?.hostReference?.string
    case .declined: note = record?.result.map { "result:\($0.number)" }
    case .notSent, .unknown: break
    }
  }
}

extension FlowEvent {
  init(_ outcome: Outcome) {
    switch outcome {
    case .approved: self = .approved
    case .declined, .notSent: self = .declined
    case .unknown: self = .unknown
    }
  }
}
