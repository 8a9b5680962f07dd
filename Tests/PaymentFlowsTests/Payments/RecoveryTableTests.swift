import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct RecoveryTableTests {
  @Test func everyCombinationMatchesExactlyOneRow() {
    #expect(RecoveryFacts.all.count == 1440)
    for facts in RecoveryFacts.all {
      #expect(RecoveryTable.rows.count { $0.matches(facts) } == 1, "\(facts)")
    }
  }

  @Test func everyRowIsOfUse() {
    for row in RecoveryTable.rows {
      #expect(RecoveryFacts.all.contains { row.matches($0) }, "\(row)")
    }
  }

  @Test func anApprovalNeedsARecordThatIsOurs() {
    for facts in RecoveryFacts.all {
      guard case .approved = RecoveryTable.decide(facts) else { continue }
      #expect(facts.names == .ours, "\(facts)")
      #expect(facts.context == .fits, "\(facts)")
      #expect(facts.place != .same || facts.saysPaid, "\(facts)")
      let isProved = facts.evidence == .received || facts.kind == .reversal || facts.place == .next
      #expect(isProved || facts.saysPaid, "\(facts)")
    }
  }

  /// The rows say what these sentences say, fact by fact.
  @Test func decidesAsTold() {
    for facts in RecoveryFacts.all { #expect(RecoveryTable.decide(facts) == Self.told(facts), "\(facts)") }
  }

  static func told(_ facts: RecoveryFacts) -> RecoveryTable.Verdict {
    if facts.newest == .nothing { return .unknown(.noRecord) }
    if facts.newest == .unfinished { return .unknown(.recordUnfinished) }
    if facts.context == .contradicts { return .unknown(.otherTerminalOrTime) }
    switch (facts.evidence, facts.place, facts.kind) {
    case (.received, .same, _):
      return facts.names == .another ? .notCharged(.counterNotMoved) : .unknown(.recordIsOld)
    case (.intent, _, .payment) where facts.saysPaid:
      let isFound = facts.place == .same && facts.newest == .approval && facts.names == .ours
      return isFound ? .approved(.paidBefore) : .unknown(.earlierPaymentHidden)
    case (.intent, .same, _): return .notCharged(.counterNotMoved)
    case (.received, _, _): return toldOfReceived(facts)
    case (.intent, _, .payment): return toldOfPayment(facts)
    case (.intent, _, .reversal): return toldOfReversal(facts)
    }
  }

  private static func toldOfReceived(_ facts: RecoveryFacts) -> RecoveryTable.Verdict {
    if facts.kind == .payment, facts.newest == .failedReversal { return .unknown(.reversalFailed) }
    guard facts.names == .ours else { return .unknown(.counterMovedOn) }
    return switch facts.newest {
    case .reversal where facts.kind == .payment: .notCharged(.reversedByTerminal)
    case .approval, .reversal: .approved(.recordMatches)
    default: .declined(.recordDeclined)
    }
  }

  private static func toldOfPayment(_ facts: RecoveryFacts) -> RecoveryTable.Verdict {
    let isOurs = facts.names == .ours
    return switch (facts.place, facts.newest) {
    case (.elsewhere, _): .unknown(.counterMovedOn)
    case (.unreadable, _): .unknown(.numberUnreadable)
    case (_, .failedReversal): .unknown(.reversalFailed)
    case (.next, .approval): isOurs ? .approved(.recordMatches) : .unknown(.otherAmount)
    case (.next, .refusal): isOurs ? .declined(.recordDeclined) : .notCharged(.otherRecordOnly)
    case (.next, _): isOurs ? .notCharged(.reversedByTerminal) : .notCharged(.otherRecordOnly)
    case (_, .reversal) where isOurs: .notCharged(.reversedByTerminal)
    default: .unknown(.counterMovedOn)
    }
  }

  private static func toldOfReversal(_ facts: RecoveryFacts) -> RecoveryTable.Verdict {
    let isOurs = facts.names == .ours
    return switch (facts.newest, facts.place) {
    case (.reversal, _): isOurs ? .approved(.recordMatches) : .unknown(.counterMovedOn)
    case (.failedReversal, .next) where isOurs: .declined(.recordDeclined)
    case (.failedReversal, _): .unknown(.reversalFailed)
    case (.refusal, .next): .notCharged(.otherRecordOnly)
    case (_, .unreadable): .unknown(.numberUnreadable)
    default: .unknown(.counterMovedOn)
    }
  }

  @Test func nothingIsProvedByAnEmptyMemoryOrAnotherTerminal() {
    for facts in RecoveryFacts.all
    where facts.newest == .nothing || facts.newest == .unfinished || facts.context == .contradicts {
      guard case .unknown = RecoveryTable.decide(facts) else {
        Issue.record("\(facts)")
        continue
      }
    }
  }
}

/// A row of real records: what was noted, what was received, what the reader says now, and what follows.
struct RecoveryRow: Sendable, CustomTestStringConvertible {
  var name: String
  var noted: Noted = .record(.earlier)
  var received: TransactionRecord?
  var newest: TransactionRecord?
  var verdict: RecoveryTable.Verdict
  var offset: TimeInterval?
  var saysPaid = false

  var testDescription: String { name }
}

private func made(
  _ receipt: UInt32?, _ trace: UInt32?, _ amount: UInt64? = 1_500_000, original: UInt32? = nil,
  isApproval: Bool = true, clock: ClockReading? = nil, terminal: UInt32? = 12_345_678,
  currency: Currency? = .irr
) -> TransactionRecord {
  .made(
    receipt: receipt, trace: trace, amount: amount, currency: currency, original: original,
    isApproval: isApproval, clock: clock, terminal: terminal)
}

private func unfinished(_ receipt: UInt32, _ trace: UInt32, original: UInt32? = nil) -> TransactionRecord {
  var record = made(receipt, trace, original: original, isApproval: false, clock: clock(11, 21, 11, 58))
  record.result = nil
  return record
}

/// The attempts of these rows began at 2026-11-21 12:00:00 UTC.
private let start = Date(timeIntervalSince1970: 1_795_262_400)

private func clock(_ month: UInt8, _ day: UInt8, _ hour: UInt8, _ minute: UInt8) -> ClockReading {
  ClockReading(month: month, day: day, hour: hour, minute: minute, second: 0)!
}

private let intentRows = [
  RecoveryRow(name: "ours", newest: made(42, 701), verdict: .approved(.recordMatches)),
  RecoveryRow(
    name: "without currency", newest: made(42, 701, currency: nil), verdict: .approved(.recordMatches)),
  RecoveryRow(name: "not moved", newest: .earlier, verdict: .notCharged(.counterNotMoved)),
  RecoveryRow(name: "no record at all", newest: nil, verdict: .unknown(.noRecord)),
  RecoveryRow(name: "no record before or after", noted: .none, newest: nil, verdict: .unknown(.noRecord)),
  RecoveryRow(name: "the first record", noted: .none, newest: made(1, 1), verdict: .approved(.recordMatches)),
  RecoveryRow(name: "fifth after none", noted: .none, newest: made(5, 9), verdict: .unknown(.counterMovedOn)),
  RecoveryRow(name: "amount alone, further on", newest: made(57, 790), verdict: .unknown(.counterMovedOn)),
  RecoveryRow(name: "amount alone, two on", newest: made(43, 702), verdict: .unknown(.counterMovedOn)),
  RecoveryRow(name: "amount alone, no number", newest: made(nil, 701), verdict: .unknown(.numberUnreadable)),
  RecoveryRow(
    name: "amount alone, nothing noted", noted: .unknown, newest: made(42, 701),
    verdict: .unknown(.numberUnreadable)),
  RecoveryRow(
    name: "amount alone, same number", newest: made(41, 705), verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "amount alone, other terminal", newest: made(42, 701, terminal: 11_111_111),
    verdict: .unknown(.otherTerminalOrTime)),
  RecoveryRow(name: "without a result", newest: unfinished(42, 701), verdict: .unknown(.recordUnfinished)),
  RecoveryRow(name: "another amount", newest: made(42, 701, 1_500_001), verdict: .unknown(.otherAmount)),
  RecoveryRow(
    name: "another currency", newest: made(42, 701, currency: .eur), verdict: .unknown(.otherAmount)),
  RecoveryRow(
    name: "declined", newest: made(42, 701, isApproval: false), verdict: .declined(.recordDeclined)),
  RecoveryRow(
    name: "another declined", newest: made(42, 701, 5, isApproval: false),
    verdict: .notCharged(.otherRecordOnly)),
  RecoveryRow(
    name: "declined under the number of an approval", newest: made(42, 702, isApproval: false),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "declined, no trace to compare", newest: made(42, nil, 5, isApproval: false),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "the first record declined", noted: .none, newest: made(1, 1, isApproval: false),
    verdict: .declined(.recordDeclined)),
  RecoveryRow(
    name: "an older one reversed under the number of an approval", newest: made(42, 702, original: 655),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "an equal number of another day", noted: .record(made(42, nil)), newest: made(42, nil),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "reversed by the terminal", newest: made(43, 702, original: 701),
    verdict: .notCharged(.reversedByTerminal)),
  RecoveryRow(
    name: "reversed under its own number", newest: made(42, 702, original: 701),
    verdict: .notCharged(.reversedByTerminal)),
  RecoveryRow(
    name: "the noted one reversed", newest: made(42, 701, 175_000, original: 700),
    verdict: .notCharged(.otherRecordOnly)),
  RecoveryRow(
    name: "the noted reversal is finished", noted: .record(unfinished(41, 700, original: 699)),
    newest: made(41, 700, original: 699, clock: clock(11, 21, 12, 0)),
    verdict: .notCharged(.counterNotMoved)),
  RecoveryRow(
    name: "another reversal under the number of an unfinished one",
    noted: .record(unfinished(41, 700, original: 699)), newest: made(41, 700, original: 698),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "a payment under the number of an unfinished one", noted: .record(unfinished(41, 700)),
    newest: made(41, 700), verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "an older one reversed, and one between", newest: made(43, 702, original: 699),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "a reversal failed", newest: made(43, 702, original: 701, isApproval: false),
    verdict: .unknown(.reversalFailed)),
  RecoveryRow(
    name: "wraps", noted: .record(made(9999, 700, 5)), newest: made(1, 701),
    verdict: .approved(.recordMatches)),
  RecoveryRow(
    name: "wraps with a reversal", noted: .record(made(9998, 700, 5)), newest: made(1, 702, original: 701),
    verdict: .notCharged(.reversedByTerminal)),
  RecoveryRow(
    name: "trace wraps", noted: .record(made(41, 999_999, 5)), newest: made(43, 1, original: 0),
    verdict: .notCharged(.reversedByTerminal)),
  RecoveryRow(name: "started anew", newest: made(1, 701), verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "on another day", newest: made(42, 701, clock: clock(11, 24, 12, 0)),
    verdict: .unknown(.otherTerminalOrTime)),
  RecoveryRow(
    name: "any zone, as long as the clock is not known", newest: made(42, 701, clock: clock(11, 21, 15, 31)),
    verdict: .approved(.recordMatches)),
  RecoveryRow(
    name: "the known clock", newest: made(42, 701, clock: clock(11, 21, 15, 31)),
    verdict: .approved(.recordMatches), offset: 12_600),
  RecoveryRow(
    name: "too late by the known clock", newest: made(42, 701, clock: clock(11, 21, 16, 31)),
    verdict: .unknown(.otherTerminalOrTime), offset: 12_600),
  RecoveryRow(
    name: "reversed much later", newest: made(43, 702, original: 701, clock: clock(11, 22, 8, 0)),
    verdict: .notCharged(.reversedByTerminal), offset: 12_600),
]

/// The terminal refused the order, because it was paid before.
private let paidRows = [
  RecoveryRow(
    name: "the earlier payment", noted: .record(made(41, 700)), newest: made(41, 700),
    verdict: .approved(.paidBefore), saysPaid: true),
  RecoveryRow(
    name: "the earlier payment is not the newest record", newest: .earlier,
    verdict: .unknown(.earlierPaymentHidden), saysPaid: true),
  RecoveryRow(
    name: "a decline since the earlier payment", noted: .record(made(41, 700, isApproval: false)),
    newest: made(41, 700, isApproval: false), verdict: .unknown(.earlierPaymentHidden), saysPaid: true),
  RecoveryRow(
    name: "the earlier payment of another terminal", noted: .record(made(41, 700)),
    newest: made(41, 700, terminal: 11_111_111), verdict: .unknown(.otherTerminalOrTime), saysPaid: true),
  RecoveryRow(
    name: "another till took the same amount since", newest: made(42, 701),
    verdict: .unknown(.earlierPaymentHidden), saysPaid: true),
  RecoveryRow(
    name: "said so, and had shown its approval", received: made(42, 701), newest: made(42, 701),
    verdict: .approved(.recordMatches), saysPaid: true),
]

private let receivedRows = [
  RecoveryRow(
    name: "the same", received: made(42, 701), newest: made(42, 701), verdict: .approved(.recordMatches)),
  RecoveryRow(
    name: "the same, nothing noted", noted: .unknown, received: made(42, 701), newest: made(42, 701),
    verdict: .approved(.recordMatches)),
  RecoveryRow(
    name: "reversed", received: made(42, 701), newest: made(43, 702, original: 701),
    verdict: .notCharged(.reversedByTerminal)),
  RecoveryRow(
    name: "another reversed", received: made(42, 701), newest: made(43, 702, original: 655),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "never kept", received: made(42, 701), newest: .earlier, verdict: .notCharged(.counterNotMoved)),
  RecoveryRow(
    name: "marked as declined", received: made(42, 701), newest: made(42, 701, isApproval: false),
    verdict: .declined(.recordDeclined)),
  RecoveryRow(
    name: "another came since", received: made(42, 701), newest: made(43, 702),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "same number, other trace", received: made(42, 701), newest: made(42, 801),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "no trace to compare", received: made(42, nil), newest: made(42, nil),
    verdict: .unknown(.counterMovedOn)),
  RecoveryRow(
    name: "same numbers, other time", received: made(42, 701, clock: clock(11, 21, 12, 0)),
    newest: made(42, 701, clock: clock(11, 21, 12, 1)), verdict: .unknown(.otherTerminalOrTime)),
  RecoveryRow(
    name: "an old record was shown", noted: .record(made(42, 701)), received: made(42, 701),
    newest: made(42, 701),
    verdict: .unknown(.recordIsOld)),
  RecoveryRow(name: "forgot everything", received: made(42, 701), newest: nil, verdict: .unknown(.noRecord)),
]

@Suite struct RecoveryInputTests {
  @Test(arguments: intentRows + paidRows + receivedRows)
  func decides(_ row: RecoveryRow) {
    var input = RecoveryInput(
      kind: .payment, request: PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr),
      noted: row.noted, received: row.received, target: nil, started: start, clockOffset: row.offset,
      newest: row.newest)
    input.saysPaid = row.saysPaid
    #expect(RecoveryTable.decide(input.facts) == row.verdict, "\(input.facts)")
  }

  /// The terminal takes two debts for one: the record is the other's.
  @Test func whatAnotherAttemptHasIsNotTheEarlierPayment() {
    var input = RecoveryInput(
      kind: .payment, request: PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr),
      noted: .record(made(41, 700)), started: start, newest: made(41, 700))
    (input.isClaimed, input.saysPaid) = (true, true)
    #expect(RecoveryTable.decide(input.facts) == .unknown(.earlierPaymentHidden))
  }

  /// A reader that showed an older record before the command: what it shows now is another attempt's.
  @Test(arguments: [(43, true), (42, true), (41, false)])
  func whatAnotherAttemptHasIsNotThisOnes(newest: UInt32, isMoved: Bool) {
    var input = RecoveryInput(
      kind: .payment, request: PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr),
      noted: .record(made(41, 700)), started: start, newest: made(newest, 659 + newest))
    input.isClaimed = true
    let verdict = RecoveryTable.Verdict.unknown(.counterMovedOn)
    #expect(RecoveryTable.decide(input.facts) == (isMoved ? verdict : .notCharged(.counterNotMoved)))
  }

  @Test func aReversalIsFoundByWhatItUndoes() {
    let payment = made(42, 701)
    let rows: [(TransactionRecord?, RecoveryTable.Verdict)] = [
      (made(43, 702, original: 701), .approved(.recordMatches)),
      (payment, .notCharged(.counterNotMoved)),
      (made(43, 702, original: 650), .unknown(.counterMovedOn)),
      (made(43, 702, original: 701, isApproval: false), .declined(.recordDeclined)),
      (made(43, 703, original: 701, isApproval: false), .unknown(.reversalFailed)),
      (made(43, 702), .unknown(.counterMovedOn)),
      (nil, .unknown(.noRecord)),
    ]
    for (newest, verdict) in rows {
      let input = RecoveryInput(
        kind: .reversal, request: PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr),
        noted: .record(payment), received: nil, target: payment, started: start, clockOffset: nil,
        newest: newest)
      #expect(RecoveryTable.decide(input.facts) == verdict, "\(input.facts)")
    }
  }
}
