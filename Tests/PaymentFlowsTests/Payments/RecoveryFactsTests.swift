import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

private let start = Date(timeIntervalSince1970: 1_795_262_400)
private let noon = ClockReading(month: 11, day: 21, hour: 12, minute: 0, second: 0)
private let later = ClockReading(month: 11, day: 21, hour: 12, minute: 0, second: 1)

private func made(
  _ receipt: UInt32? = 42, _ trace: UInt32? = 701, amount: UInt64? = 5, original: UInt32? = nil,
  isApproval: Bool = true, clock: ClockReading? = nil, terminal: UInt32? = 12_345_678
) -> TransactionRecord {
  .made(
    receipt: receipt, trace: trace, amount: amount, original: original, isApproval: isApproval, clock: clock,
    terminal: terminal)
}

private func facts(
  _ newest: TransactionRecord?, noted: Noted = .record(made(41, 700)), received: TransactionRecord? = nil,
  kind: AttemptKind = .payment, target: TransactionRecord? = nil, isClaimed: Bool = false,
  saysPaid: Bool = false
) -> RecoveryFacts {
  var input = RecoveryInput(
    kind: kind, request: PaymentRequest(amount: Amount(minorUnits: 5)!, currency: .irr), noted: noted,
    received: received, target: target, started: start, newest: newest)
  (input.isClaimed, input.saysPaid) = (isClaimed, saysPaid)
  return input.facts
}

/// What the records come to, before the table is asked.
@Suite struct RecoveryFactsTests {
  @Test func withoutARecordThereIsNothingToTell() {
    let nothing = facts(nil)
    #expect(nothing.newest == .nothing && nothing.place == .unreadable)
    #expect(nothing.names == .cannotTell && nothing.context == .fits)
  }

  @Test func aNumberThatIsNotThereIsNotRead() {
    #expect(facts(made(nil)).place == .unreadable)
    #expect(facts(made(), noted: .unknown).place == .unreadable)
    #expect(facts(made(), noted: .record(made(nil))).place == .unreadable)
    #expect(facts(made(1, 1), noted: .none).place == .next)
  }

  @Test func numbersBeginAgainWhereTheirWireEnds() {
    var (record, noted) = (made(1, 701), made(999_999, 700))
    (record.result, noted.result) = (ResultCode(.sadad, 0), ResultCode(.sadad, 0))
    #expect(facts(record, noted: .record(noted)).place == .next)
    record.receiptNumber = ReceiptNumber(2)
    #expect(facts(record, noted: .record(noted)).place == .nextButOne)
    #expect(facts(made(1, 701), noted: .record(made(9_999, 700))).place == .next)
    let refusal = made(42, 1, isApproval: false)
    #expect(facts(refusal, noted: .record(made(41, 999_999))).place == .next)
    #expect(facts(refusal, noted: .record(made(41, 999_998))).place == .elsewhere)
  }

  @Test func amountAndCurrencyNameAPayment() {
    #expect(facts(made()).names == .ours)
    #expect(facts(made(amount: 6)).names == .another)
    #expect(facts(made(amount: nil)).names == .cannotTell)
  }

  /// The order was paid before, the terminal says; not by the payment of another attempt.
  @Test func whatAnotherAttemptHasIsNotWhatWasPaidBefore() {
    let noted = made(41, 700)
    #expect(facts(noted, saysPaid: true).names == .ours)
    #expect(facts(noted, isClaimed: true, saysPaid: true).names == .another)
    #expect(facts(noted, isClaimed: true).names == .ours)
  }

  @Test func receiptAndTraceNameWhatWasReceived() {
    let rows: [(TransactionRecord, TransactionRecord, RecoveryFacts.Names)] = [
      (made(), made(), .ours), (made(43), made(), .another), (made(42, 702), made(), .another),
      (made(nil), made(), .cannotTell), (made(), made(nil), .cannotTell),
      (made(42, nil), made(), .cannotTell),
      (made(amount: 6), made(), .cannotTell), (made(43, 702, original: 701), made(), .ours),
      (made(43, 702, original: 655), made(), .another),
      (made(43, 702, original: 701), made(42, nil), .cannotTell),
    ]
    for (newest, received, names) in rows {
      #expect(facts(newest, received: received).names == names, "\(newest)")
    }
    #expect(facts(made(amount: 6), received: made(), kind: .reversal).names == .ours)
    #expect(facts(made(42, 702), received: made(), kind: .reversal).names == .another)
    let (wrong, target) = (made(original: 655), made(40, 654))
    #expect(facts(wrong, received: wrong, kind: .reversal, target: target).names == .another)
    #expect(facts(wrong, received: wrong, kind: .reversal, target: made(40, 655)).names == .ours)
  }

  /// The trace number that a reversal undoes comes after the noted one, half the circle at most.
  @Test func aReversalNamesWhatCameAfterTheNote() {
    let rows: [(UInt32, UInt32, RecoveryFacts.Names)] = [
      (700, 701, .ours), (700, 700, .another), (700, 699, .another), (700, 500_699, .ours),
      (700, 500_700, .another), (999_999, 1, .ours), (999_999, 999_998, .another),
    ]
    for (before, original, names) in rows {
      let noted = Noted.record(made(41, before))
      #expect(facts(made(43, 702, original: original), noted: noted).names == names, "\(before) \(original)")
    }
    let reversal = made(43, 702, original: 701)
    #expect(facts(reversal, noted: .none).names == .ours)
    #expect(facts(reversal, noted: .unknown).names == .cannotTell)
    #expect(facts(reversal, noted: .record(made(41, nil))).names == .cannotTell)
    #expect(facts(made(43, 702, amount: nil, original: 701)).names == .ours)
    #expect(facts(made(43, 702, amount: 6, original: 701)).names == .another)
  }

  @Test func aReversalIsNamedByItsPayment() {
    let reversal = made(43, 702, original: 701)
    #expect(facts(reversal, kind: .reversal, target: made()).names == .ours)
    #expect(facts(reversal, kind: .reversal, target: made(42, 655)).names == .another)
    #expect(facts(reversal, kind: .reversal, target: made(42, nil)).names == .cannotTell)
    #expect(facts(made(43, 702), kind: .reversal, target: made()).names == .cannotTell)
    #expect(facts(reversal, kind: .reversal).names == .cannotTell)
  }

  @Test func anotherTerminalOrTimeContradicts() {
    #expect(facts(made(terminal: 1)).context == .contradicts)
    #expect(facts(made(terminal: nil)).context == .fits)
    #expect(facts(made(terminal: 1), noted: .none, received: made()).context == .contradicts)
    #expect(facts(made(terminal: 1), noted: .none).context == .fits)
    let received = made(clock: noon)
    #expect(facts(made(clock: noon), received: received).context == .fits)
    #expect(facts(made(clock: later), received: received).context == .contradicts)
    #expect(facts(made(43, 702, clock: later), received: received).context == .fits)
    #expect(facts(made(43, 702, clock: noon), received: received).context == .fits)
  }

  @Test func verdictsBecomeOutcomes() {
    let record = made()
    let rows: [(RecoveryTable.Verdict, Outcome, TransactionRecord?)] = [
      (.approved(.recordMatches), .approved, record), (.declined(.recordMatches), .declined, record),
      (.notCharged(.recordMatches), .declined, nil), (.unknown(.recordMatches), .unknown, nil),
    ]
    for (verdict, outcome, kept) in rows {
      #expect(verdict.result(record) == (outcome, .recordMatches, kept))
    }
  }

  @Test func whatCanBeNamedIsUndoneWithoutAPerson() {
    for reason in ReversalReason.allCases {
      let isSure = [.asked, .lateApproval, .decisionContradicted].contains(reason)
      #expect(reason.isAutomatic == isSure)
      #expect(ReversalOpening(reason, record: made()).isAutomatic == isSure)
      #expect(!ReversalOpening(reason, record: made(nil)).isAutomatic)
      #expect(!ReversalOpening(reason, record: nil).isAutomatic)
    }
  }
}
