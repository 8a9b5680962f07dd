import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

/// A reader's day beside the journal's.
@Suite struct DayReconciliationTests {
  static func attempt(
    _ name: String, _ state: AttemptState = .approved, rial: UInt64 = 1000, receipt: UInt32?,
    reverses: String? = nil
  ) -> Attempt {
    Attempt(
      key: key(name), kind: reverses == nil ? .payment : .reversal, reader: "r", order: name, lines: [],
      amount: Amount(minorUnits: rial)!, currency: .irr, state: state,
      record: receipt.map { .made(receipt: $0, trace: $0, amount: rial) }, note: nil,
      started: Date(timeIntervalSince1970: 1_700_000_000 + Double(receipt ?? 0)),
      time: Date(timeIntervalSince1970: 1_700_000_000), reverses: reverses.map { key($0) })
  }

  static func figures(_ rial: UInt64, _ count: Int, _ first: UInt32, _ last: UInt32) -> DayFigures {
    DayFigures(
      amount: Amount(minorUnits: rial), count: count, first: ReceiptNumber(first), last: ReceiptNumber(last))
  }

  @Test func agrees() {
    let day = DayReconciliation(
      Self.figures(3000, 2, 1, 3),
      with: [
        Self.attempt("a", receipt: 1), Self.attempt("no", .declined, rial: 500, receipt: 2),
        Self.attempt("b", rial: 2000, receipt: 3),
      ])
    #expect(day.isClean)
    #expect(day.matched == [key("a"), key("b")])
    #expect(day.amount.minorUnits == 3000 && day.count == 2)
  }

  @Test func whatWasUndoneCountsForNothing() {
    let day = DayReconciliation(
      Self.figures(2000, 1, 1, 3),
      with: [
        Self.attempt("a", receipt: 1), Self.attempt("b", rial: 2000, receipt: 2),
        Self.attempt("undo", receipt: 3, reverses: "a"),
      ])
    #expect(day.isClean && day.matched == [key("b")])
  }

  @Test func aNumberThatMovedNoMoneyIsNoDifference() {
    let attempts = [Self.attempt("a", receipt: 1), Self.attempt("b", rial: 2000, receipt: 4)]
    let day = DayReconciliation(Self.figures(3000, 2, 1, 4), with: attempts)
    #expect(day.isClean && day.withoutMoney == [2, 3])
    // Unless something else does not agree, or the reader does not say how many.
    for figures in [
      Self.figures(3000, 3, 1, 4), Self.figures(3001, 2, 1, 4), Self.figures(3000, 2, 2, 4),
      DayFigures(amount: Amount(minorUnits: 3000), first: ReceiptNumber(1), last: ReceiptNumber(4)),
    ] {
      let day = DayReconciliation(figures, with: attempts)
      #expect(!day.isClean && day.withoutMoney.isEmpty)
    }
  }

  @Test func listsEveryDifference() {
    let day = DayReconciliation(
      Self.figures(5000, 3, 10, 12),
      with: [
        Self.attempt("a", receipt: 10), Self.attempt("twin", receipt: 10), Self.attempt("old", receipt: 9),
        Self.attempt("hand", receipt: nil), Self.attempt("open", .unknown, receipt: nil),
      ])
    #expect(
      day.differences == [
        .withoutReceipt(key("hand")), .onlyInJournal(key("old"), receipt: 9),
        .sameReceipt(key("a"), key("twin"), receipt: 10), .onlyAtReader(receipt: 11),
        .onlyAtReader(receipt: 12),
        .amount(reader: Amount(minorUnits: 5000)!, journal: Amount(minorUnits: 4000)!),
        .count(reader: 3, journal: 4),
      ])
    #expect(day.doubtful == [key("open")])
    #expect(!day.isClean)
  }

  @Test func theCounterMayWrap() {
    let day = DayReconciliation(
      Self.figures(2000, 2, 9999, 1),
      with: [Self.attempt("a", receipt: 9999), Self.attempt("b", receipt: 1)])
    #expect(day.isClean)
  }

  @Test func aReaderThatSaysNothingProvesNothing() {
    let day = DayReconciliation(nil, with: [Self.attempt("a", receipt: 1)])
    #expect(day.matched.isEmpty && day.differences.isEmpty && day.count == 1)
    #expect(DayReconciliation(DayFigures(), with: []).isClean)
  }

  @Test func aDayWithoutPaymentsAgrees() {
    #expect(DayReconciliation(DayFigures(amount: Amount(minorUnits: 0), count: 0), with: []).isClean)
  }
}
