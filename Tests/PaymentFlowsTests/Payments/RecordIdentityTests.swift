import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

private let clock = ClockReading(month: 11, day: 21, hour: 12, minute: 1, second: 2)
private let later = ClockReading(month: 11, day: 21, hour: 12, minute: 1, second: 3)

private func made(
  _ receipt: UInt32? = 42, _ trace: UInt32? = 701, amount: UInt64? = 5, original: UInt32? = nil,
  isApproval: Bool = true, clock: ClockReading? = clock, terminal: UInt32? = 12_345_678
) -> TransactionRecord {
  .made(
    receipt: receipt, trace: trace, amount: amount, original: original, isApproval: isApproval, clock: clock,
    terminal: terminal)
}

private func unfinished(
  _ receipt: UInt32? = 43, _ trace: UInt32? = 702, amount: UInt64? = 5, original: UInt32? = 701,
  terminal: UInt32? = 12_345_678
) -> TransactionRecord {
  var record = made(receipt, trace, amount: amount, original: original, isApproval: false, terminal: terminal)
  record.result = nil
  return record
}

/// When two records are one.
@Suite struct RecordIdentityTests {
  @Test func aRecordShownAgainIsTheSameInAllThatMatters() {
    #expect(made().isShownAgain(from: made()))
    #expect(made(42, nil).isShownAgain(from: made(42, nil)))
    #expect(made(clock: nil).isShownAgain(from: made(clock: nil)))
    #expect(!made(42, nil, clock: nil).isShownAgain(from: made(42, nil, clock: nil)))
    let others = [
      made(43), made(42, 702), made(amount: 6), made(original: 655), made(isApproval: false),
      made(clock: later), made(clock: nil), made(terminal: 1), made(nil), made(42, nil),
    ]
    for other in others {
      #expect(!other.isShownAgain(from: made()) && !made().isShownAgain(from: other), "\(other)")
    }
  }

  @Test func anotherApprovalWithTheNumberReusesIt() {
    #expect(made(42, 702).reuses(made()))
    for other in [made(), made(43, 702), made(42, 702, isApproval: false), made(nil, 702)] {
      #expect(!other.reuses(made()), "\(other)")
    }
    #expect(!made(nil, 702).reuses(made(nil)))
  }

  @Test func aReversalThatWasUnderWayEndsAsItself() {
    let end = made(43, 702, original: 701)
    #expect(end.isEnd(of: unfinished()))
    #expect(made(43, 702, original: 701, isApproval: false).isEnd(of: unfinished()))
    for other in [
      end, unfinished(44), unfinished(43, 703), unfinished(original: 655), unfinished(amount: 6),
      unfinished(terminal: 1), made(43, 702, original: 701, isApproval: false),
    ] { #expect(!end.isEnd(of: other), "\(other)") }
    var approved = unfinished()
    approved.isApproval = true
    #expect(!end.isEnd(of: approved))
    #expect(!made(43, nil, original: 701).isEnd(of: unfinished(43, nil)))
    #expect(!made(43, 702).isEnd(of: unfinished(original: nil)))
  }

  @Test func aRecordWithoutCurrencyMeansItsWires() {
    var record = made()
    record.currency = nil
    #expect(record.tellsCurrency == .eur)
    record.result = ResultCode(.sadad, 0)
    #expect(record.tellsCurrency == .irr)
    record.result = nil
    #expect(record.tellsCurrency == nil)
    #expect(made().tellsCurrency == .irr)
  }

  /// A reversal's record may leave out amount, currency and what it undoes, and must not contradict them.
  @Test func aReversalsRecordDoesNotContradict() {
    let request = PaymentRequest(amount: Amount(minorUnits: 5)!, currency: .irr)
    var other = made(43, 702, original: 701)
    other.currency = .eur
    let rows: [(TransactionRecord, TransactionRecord?, Bool)] = [
      (made(43, 702, original: 701), made(), true), (made(43, 702, amount: nil, original: 701), made(), true),
      (made(43, 702, amount: 6, original: 701), made(), false), (other, made(), false),
      (made(43, 702), made(), true), (made(43, 702, original: 655), made(), false),
      (made(43, 702, original: 655), made(42, nil), true), (made(43, 702, original: 655), nil, true),
    ]
    for (record, target, fits) in rows {
      var machine = PaymentMachine(.reversal, request, target: target)
      _ = machine.handle(.start)
      _ = machine.handle(.synced)
      #expect((machine.handle(.received(record)) != .refuse) == fits, "\(record)")
    }
  }

  @Test func whatWentWrongBeforeIsKeptWithTheOutcome() {
    let request = PaymentRequest(amount: Amount(minorUnits: 5)!, currency: .irr)
    let silence = ReaderError.failure(.noCompletion)
    let declined = made(isApproval: false)
    let rows: [(PaymentOutcome, AttemptState, TransactionRecord?)] = [
      (.notSent(silence), .notSent, nil), (.unknown(silence, nil), .unknown, nil),
      (.declined(ResultCode(.zvt, 51), declined), .declined, declined),
    ]
    for (outcome, state, record) in rows {
      var machine = PaymentMachine(.payment, request)
      for input in [PaymentMachine.Input.start, .synced] { _ = machine.handle(input) }
      var plain = machine
      _ = machine.handle(.received(made()))
      #expect(machine.handle(.notSynced(.journal(.full))) == .refuse)
      #expect(
        machine.handle(.ended(outcome))
          == .journal(PaymentMachine.Step(state: state, record: record, note: "journalFull")))
      guard case .journal(let step)? = plain.handle(.ended(outcome)) else {
        Issue.record("no step")
        continue
      }
      #expect(step.record == record && step.note == (state == .declined ? nil : "reader"))
    }
  }
}
