import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

private let request = PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr)
private let approval = TransactionRecord.made(receipt: 42, trace: 701, amount: 1_500_000)
private let silence = ReaderError.failure(.noCompletion)

private func machine(after inputs: PaymentMachine.Input...) -> PaymentMachine {
  var machine = PaymentMachine(.payment, request)
  for input in inputs { _ = machine.handle(input) }
  return machine
}

private func step(_ state: AttemptState, _ record: TransactionRecord? = nil, _ note: String? = nil)
  -> PaymentMachine.Action
{
  .journal(PaymentMachine.Step(state: state, record: record, note: note))
}

private func late(_ state: AttemptState, _ record: TransactionRecord, _ reason: ReversalReason?)
  -> PaymentMachine.Action
{
  .journal(
    PaymentMachine.Step(state: state, record: record, note: "lateApproval", contradiction: reason))
}

private func report(_ outcome: Outcome, _ record: TransactionRecord? = nil, _ error: PaymentError? = nil)
  -> PaymentMachine.Action
{
  .report(PaymentMachine.Verdict(outcome: outcome, record: record, error: error))
}

@Suite struct PaymentMachineTests {
  @Test func everyStepIsOnDiskBeforeTheNext() {
    var machine = PaymentMachine(.payment, request)
    #expect(machine.handle(.start) == step(.intent))
    #expect(machine.handle(.synced) == .authorize)
    #expect(machine.handle(.received(approval)) == step(.received, approval))
    #expect(machine.handle(.synced) == .acknowledge)
    #expect(machine.handle(.ended(.approved(approval))) == step(.approved, approval))
    #expect(machine.handle(.synced) == report(.approved, approval))
  }

  @Test func anApprovalThatCannotBeKeptIsRefused() {
    var machine = machine(after: .start, .synced, .received(approval))
    #expect(machine.handle(.notSynced(.journal(.full))) == .refuse)
    #expect(
      machine.handle(.ended(.declined(ResultCode(.zvt, 0x6C), nil)))
        == step(.declined, nil, "journalFull"))
    #expect(machine.handle(.synced) == report(.declined, nil, .journal(.full)))
  }

  @Test func aRefusalWithoutARecordStillSaysWhy() {
    var machine = machine(after: .start, .synced)
    var why = TransactionRecord()
    why.result = ResultCode(.zvt, 0x6B)
    #expect(machine.handle(.ended(.declined(ResultCode(.zvt, 0x6B), nil))) == step(.declined, why))
  }

  @Test func anApprovalAfterARefusalIsUnknown() {
    var machine = machine(after: .start, .synced, .received(approval), .notSynced(.journal(.full)))
    #expect(machine.handle(.ended(.approved(approval))) == step(.unknown, approval, "journalFull"))
  }

  /// A terminal that speaks before it was asked, or declines after the outcome, changes nothing.
  @Test func wordsOutOfTurnAreRefused() {
    var early = machine(after: .start)
    #expect(early.handle(.received(approval)) == .refuse)
    #expect(early.handle(.synced) == .authorize)
    var late = machine(
      after: .start, .synced, .received(approval), .synced, .ended(.approved(approval)), .synced)
    var decline = approval
    (decline.isApproval, decline.result) = (false, ResultCode(.zvt, 0x6C))
    #expect(late.handle(.received(decline)) == .refuse)
    #expect(late.handle(.synced) == nil)
  }

  @Test func withoutAnIntentNothingIsSent() {
    var machine = machine(after: .start)
    #expect(machine.handle(.notSynced(.journal(.locked))) == report(.notSent, nil, .journal(.locked)))
    #expect(machine.handle(.synced) == nil)
  }

  @Test func anotherAmountOrCurrencyIsRefusedBeforeItIsFinal() {
    for record in [
      TransactionRecord.made(receipt: 42, trace: 701, amount: 1_500_001),
      .made(receipt: 42, trace: 701, amount: nil),
      .made(receipt: 42, trace: 701, amount: 1_500_000, currency: .eur),
      .made(receipt: 42, trace: 701, amount: 1_500_000, currency: nil),
      .made(receipt: 42, trace: 701, amount: 1_500_000, isApproval: false),
    ] {
      var machine = machine(after: .start, .synced)
      #expect(machine.handle(.received(record)) == .refuse)
      let end = machine.handle(.ended(.approved(record)))
      if record.isApproval { #expect(end == step(.intent, record, "approvalRefused")) }
      let outcome = record.isApproval ? machine.handle(.synced) : end
      #expect(outcome == step(.unknown, record, "contradiction"))
    }
  }

  @Test func theRecordOfAnEarlierPaymentIsNoApproval() {
    var machine = PaymentMachine(.payment, request, noted: approval)
    _ = machine.handle(.start)
    _ = machine.handle(.synced)
    #expect(machine.handle(.received(approval)) == .refuse)
    #expect(machine.handle(.ended(.approved(approval))) == step(.unknown, approval, "contradiction"))
  }

  @Test func theSecondOfTwoRecordsCounts() {
    let second = TransactionRecord.made(receipt: 43, trace: 702, amount: 1_500_000)
    var machine = machine(after: .start, .synced, .received(approval), .synced)
    #expect(machine.handle(.received(second)) == step(.received, second))
    #expect(machine.handle(.synced) == .acknowledge)
    #expect(machine.handle(.ended(.approved(second))) == step(.approved, second))
  }

  @Test func afterAnAcknowledgementOnlyTheSameApprovalEndsWell() {
    let other = TransactionRecord.made(receipt: 43, trace: 702, amount: 1_500_000)
    for outcome in [
      PaymentOutcome.approved(other), .declined(ResultCode(.zvt, 0x6C), nil), .notSent(silence),
    ] {
      var machine = machine(after: .start, .synced, .received(approval), .synced)
      #expect(machine.handle(.ended(outcome)) == step(.unknown, approval, "contradiction"))
    }
    var machine = machine(after: .start, .synced, .received(approval), .synced)
    #expect(machine.handle(.ended(.unknown(silence, nil))) == step(.unknown, approval, "reader"))
  }

  @Test func whatIsNotOnDiskIsNotShown() {
    for outcome in [
      PaymentOutcome.approved(approval), .declined(ResultCode(.zvt, 51), nil), .notSent(silence),
    ] {
      var machine = machine(after: .start, .synced, .ended(outcome))
      guard case .report(let verdict)? = machine.handle(.notSynced(.journal(.full))) else {
        Issue.record("no report")
        continue
      }
      #expect(verdict.outcome == .unknown)
      #expect(verdict.error == .journal(.full))
    }
  }

  @Test func timeOutsAreUnknownAndUnsentIsNotSent() {
    var silent = machine(after: .start, .synced)
    #expect(silent.handle(.ended(.unknown(silence, nil))) == step(.unknown, nil, "reader"))
    var unsent = machine(after: .start, .synced)
    #expect(unsent.handle(.ended(.notSent(silence))) == step(.notSent, nil, "reader"))
  }

  @Test func aLateApprovalIsRecordedAndRefused() {
    let second = TransactionRecord.made(receipt: 43, trace: 702, amount: 1_500_000)
    let stray = TransactionRecord.made(receipt: 43, trace: 702, amount: 5)
    let rows: [(PaymentOutcome, TransactionRecord, AttemptState, ReversalReason?)] = [
      (.unknown(silence, nil), approval, .unknown, nil),
      (.declined(ResultCode(.zvt, 51), nil), approval, .declined, .lateApproval),
      (.notSent(silence), approval, .notSent, .lateApproval),
      (.approved(approval), second, .approved, .secondApproval),
      (.declined(ResultCode(.zvt, 51), nil), stray, .declined, .strayApproval),
    ]
    for (outcome, record, state, contradiction) in rows {
      var machine = machine(after: .start, .synced, .ended(outcome), .synced)
      #expect(machine.handle(.received(record)) == late(state, record, contradiction))
      #expect(machine.handle(.synced) == .refuse)
    }
  }

  @Test func aTerminalThatApprovesLateAgainIsRefusedAgain() {
    var machine = machine(after: .start, .synced, .ended(.unknown(silence, nil)), .synced)
    for trace in 701...703 {
      let record = TransactionRecord.made(receipt: 42, trace: UInt32(trace), amount: 1_500_000)
      #expect(machine.handle(.received(record)) == late(.unknown, record, nil))
      #expect(machine.handle(.synced) == .refuse)
    }
  }

  @Test func anApprovalThatCameBetweenIsKeptBesideTheOneThatStands() {
    let other = TransactionRecord.made(receipt: 43, trace: 702, amount: 1_500_000)
    var machine = machine(after: .start, .synced, .received(approval))
    #expect(machine.handle(.received(other)) == .refuse)
    #expect(machine.handle(.synced) == .acknowledge)
    #expect(machine.handle(.ended(.approved(approval))) == step(.received, other, "approvalRefused"))
    #expect(machine.handle(.synced) == step(.approved, approval))
  }

  @Test func theSameApprovalOnceMoreIsAcknowledged() {
    var machine = machine(after: .start, .synced, .ended(.approved(approval)), .synced)
    #expect(machine.handle(.received(approval)) == .acknowledge)
  }

  @Test func anApprovalWhileTheOutcomeIsWrittenIsRecordedBeforeTheReport() {
    var machine = machine(after: .start, .synced, .ended(.declined(ResultCode(.zvt, 51), nil)))
    #expect(machine.handle(.received(approval)) == .refuse)
    #expect(machine.handle(.synced) == late(.declined, approval, .lateApproval))
    guard case .report(let verdict)? = machine.handle(.synced) else {
      Issue.record("no report")
      return
    }
    #expect(verdict.outcome == .declined)
  }

  @Test func aRefusedApprovalIsRecordedBeforeTheOutcome() {
    let other = TransactionRecord.made(receipt: 42, trace: 701, amount: 5)
    var machine = machine(after: .start, .synced, .received(other))
    #expect(
      machine.handle(.ended(.declined(ResultCode(.zvt, 0x6C), nil)))
        == step(.intent, other, "approvalRefused"))
    guard case .journal(let outcome)? = machine.handle(.synced) else {
      Issue.record("no outcome")
      return
    }
    #expect(outcome.state == .declined)
  }

  @Test func aTerminalThatGoesOnAndOnIsNotFollowed() {
    var machine = machine(after: .start, .synced)
    for trace in 1...100 {
      #expect(machine.handle(.received(.made(receipt: 42, trace: UInt32(trace), amount: 5))) == .refuse)
    }
    var action = machine.handle(.ended(.unknown(silence, nil)))
    var steps = 0
    while case .journal? = action { (action, steps) = (machine.handle(.synced), steps + 1) }
    #expect(steps == 5)
  }

  @Test func aReversalsRecordMayLeaveOutTheAmount() {
    var machine = PaymentMachine(.reversal, request)
    _ = machine.handle(.start)
    _ = machine.handle(.synced)
    let record = TransactionRecord.made(receipt: 43, trace: 702, amount: nil, currency: nil, original: 701)
    #expect(machine.handle(.received(record)) == step(.received, record))
  }

  @Test func aReversalOfSomethingElseIsNoApproval() {
    var machine = PaymentMachine(.reversal, request, target: approval)
    _ = machine.handle(.start)
    _ = machine.handle(.synced)
    let record = TransactionRecord.made(receipt: 43, trace: 702, amount: 1_500_000, original: 655)
    #expect(machine.handle(.received(record)) == .refuse)
    #expect(machine.handle(.ended(.approved(record))) == step(.intent, record, "approvalRefused"))
    #expect(machine.handle(.synced) == step(.unknown, record, "contradiction"))
  }

  @Test func repeatsChangeNothing() {
    var machine = machine(after: .start, .synced, .ended(.approved(approval)), .synced)
    for input in [PaymentMachine.Input.start, .synced, .ended(.notSent(silence)), .notSynced(.keyReused)] {
      #expect(machine.handle(input) == nil)
    }
  }
}
