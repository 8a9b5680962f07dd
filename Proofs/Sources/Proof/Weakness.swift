import PaymentFlows
import PosProtocol

/// A safeguard that is taken out, to see that the simulation notices.
enum Weakness: String, CaseIterable {
  /// The terminal hears that its approval arrived before that is on disk.
  case acknowledgesFirst
  /// The command leaves before its intent is on disk.
  case authorizesFirst
  /// The caller hears an outcome before it is on disk.
  case reportsFirst
  /// An amount alone is a match.
  case matchesAmountAlone
  /// "No such transaction" is believed, wherever the receipt counter stands.
  case believesOtherRecords
  /// An unknown attempt does not keep its order, its key and its reader from the next one.
  case retriesUnknown
  /// What the terminal's approval said is not used.
  case forgetsReceived
  /// Silence counts as a refusal.
  case timeoutIsDecline
  /// A record that another attempt has already may be this one's too.
  case claimsTwice
  /// That the terminal refused because the order was paid before does not matter.
  case forgetsPaid
  /// The terminal asks the acquirer before the intent is in its flash.
  case flashesLate
  /// The reader is not asked about what a person has settled.
  case believesWords
  /// A try to undo a payment that ends unknown is taken for done.
  case undoesUnknown

  /// Its own decision on an open attempt, if it makes one.
  func decide(
    _ input: RecoveryInput, _ request: PaymentRequest, _ newest: TransactionRecord?
  ) -> RecoveryTable.Verdict? {
    switch self {
    case .matchesAmountAlone:
      let isSame = newest?.amount == request.amount && newest?.isApproval == true
      return isSame ? .approved(.recordMatches) : .notCharged(.otherRecordOnly)
    case .believesOtherRecords:
      let verdict = RecoveryTable.decide(input.facts)
      if case .unknown = verdict { return .notCharged(.otherRecordOnly) }
      return verdict
    case .acknowledgesFirst, .authorizesFirst, .reportsFirst, .retriesUnknown, .forgetsReceived,
      .timeoutIsDecline, .claimsTwice, .forgetsPaid, .flashesLate, .believesWords, .undoesUnknown:
      return nil
    }
  }

  /// Whether the program goes on before this is on disk.
  func overtakes(_ entry: Disk.Entry) -> Bool {
    switch (self, entry) {
    case (.authorizesFirst, .begin): true
    case (.acknowledgesFirst, .add(let step)): step.state == .received
    case (.reportsFirst, .add(let step)):
      step.reason == nil && step.word == nil && step.finding == nil && step.state != .received
        && step.state != .intent
    default: false
    }
  }
}
