extension ZVT {
  /// What the records and the last word of a payment or reversal add up to.
  ///
  /// - Rule: approved is an approval that was accepted, then 06 0F. The last record counts. A completion
  ///   without a record, with one that says nothing, or with an approval that was not accepted, and an abort
  ///   after an accepted approval, do not add up: nobody here knows.
  /// - Spec: PA00P015 §2.2.5 to §2.2.9.
  struct Verdict: Hashable, Sendable {
    /// How the register answered the last record.
    enum Answer: Hashable, Sendable { case none, accepted, refused }

    private(set) var record: TransactionRecord?
    private(set) var answer = Answer.none

    mutating func note(_ record: TransactionRecord, _ answer: Answer) {
      (self.record, self.answer) = (record, answer)
    }

    /// The terminal said 06 0F.
    var completed: CommandEnd {
      guard let record else { return .failed(.contradiction, nil) }
      if record.isApproval, answer == .accepted { return .answered(.approved(record)) }
      guard !record.isApproval, let result = record.result, result.number != 0 else {
        return .failed(.contradiction, record)
      }
      return .answered(.declined(result, record))
    }

    /// The terminal said 06 1E with this code.
    func aborted(_ code: ResultCode) -> CommandEnd {
      if let record, record.isApproval, answer == .accepted { return .failed(.contradiction, record) }
      guard code.number != 0 else { return .failed(.contradiction, record) }
      return .answered(.declined(code, record))
    }
  }
}

extension ReaderCommand {
  /// Whether a record is what was asked for. Anything else is never a plain approval: an amount that is
  /// missing or differs (partial approval, tip), or another currency. Nil means euro on this wire.
  func matches(_ record: TransactionRecord) -> Bool {
    switch self {
    case .pay(let request):
      record.amount == request.amount && record.currency ?? .eur == request.currency
    case .reverse(let request):
      (request.amount == nil || record.amount == request.amount)
        && (request.currency == nil || record.currency ?? .eur == request.currency)
    case .register, .logOff, .status, .lastTransaction, .closeDay, .turnover: false
    case .openPreauthorizations, .diagnose, .setClock: false
    }
  }

  /// It changes what the citizen has paid, or what the terminal holds: never to be repeated blindly.
  var hasEffect: Bool {
    switch self {
    case .pay, .reverse, .closeDay: true
    case .register, .logOff, .status, .lastTransaction, .turnover: false
    case .openPreauthorizations, .diagnose, .setClock: false
    }
  }
}
