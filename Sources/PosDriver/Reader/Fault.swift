public import PosProtocol

/// Why a command did not come to an answer, with the terminal's last record before that.
struct Fault: Error {
  let error: ReaderError
  let record: TransactionRecord?
  /// Nothing of the command was given to the machine.
  let isBefore: Bool

  /// The command was not begun.
  static func before(_ error: ReaderError) -> Fault { Fault(error: error, record: nil, isBefore: true) }

  static func during(_ failure: ReaderFailure, _ record: TransactionRecord?) -> Fault {
    Fault(error: .failure(failure), record: record, isBefore: false)
  }
}

extension PaymentOutcome {
  /// What the end of a payment's or a reversal's command means.
  public init(_ end: CommandEnd) {
    switch end {
    case .answered(let answer): self.init(answer)
    case .failed(let failure, let record): self.init(Fault.during(failure, record))
    }
  }

  /// What a payment's answer means.
  init(_ answer: ReaderAnswer) {
    switch answer {
    case .approved(let record): self = .approved(record)
    case .declined(let code, let record): self = .declined(code, record)
    case .registered, .loggedOff, .status, .lastTransaction, .openPreauthorizations, .diagnosed, .clockSet,
      .dayClosed, .turnover:
      self = .unknown(.failure(.contradiction), nil)
    }
  }

  /// What a payment's failure means. A refusal of the command is the terminal's last word; everything else is
  /// unknown unless it is proven that nothing was sent.
  init(_ fault: Fault) {
    switch fault.error {
    case .failure(.refused(let code)) where !fault.isBefore: self = .declined(code, fault.record)
    case _ where fault.error.mayHaveActed: self = .unknown(fault.error, fault.record)
    case _: self = .notSent(fault.error)
    }
  }
}
