import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

/// The payments' history, on the guide's own rows.
@Suite struct FlowHistoryTests {
  struct Sample {
    var time: (hour: Int, minute: Int, second: Int), amount: UInt64, purpose: FlowPurpose
    var status: PaymentStatus
  }

  /// Public figures of the guide, newest first.
  static let samples = [
    Sample(time: (15, 17, 34), amount: 175_000, purpose: .aggregateInquiryFee, status: .successful),
    Sample(time: (14, 22, 10), amount: 420_000, purpose: .detailedFine, status: .failed),
    Sample(time: (12, 9, 42), amount: 800_000, purpose: .detailedFine, status: .failed),
    Sample(time: (11, 23, 25), amount: 900_000, purpose: .detailedFine, status: .successful),
    Sample(time: (11, 11, 37), amount: 20_594_000, purpose: .detailedFine, status: .failed),
    Sample(time: (9, 30, 9), amount: 175_000, purpose: .detailedInquiryFee, status: .successful),
  ]

  static func store() async throws -> (LedgerFlows, Scratch) {
    let scratch = try Scratch()
    let store = LedgerFlows(try scratch.ledger())
    for (index, sample) in samples.enumerated() {
      let time = try #require(
        JalaliDate.instant(
          year: 1401, month: 5, day: 30, hour: sample.time.hour, minute: sample.time.minute,
          second: sample.time.second))
      let subject: FlowSubject =
        sample.purpose == .detailedFine
        ? .fine(
          FineSubject(
            inquiry: FlowID("i")!, kind: .detailed, plate: try .made,
            debt: .made("v-\(index)", sample.amount)))
        : .inquiry(try .made(sample.purpose == .aggregateInquiryFee ? .aggregate : .detailed))
      try await add(subject, FlowID("row-\(index)")!, time, sample.status, to: store)
    }
    return (store, scratch)
  }

  static func add(
    _ subject: FlowSubject, _ id: FlowID, _ time: Date, _ status: PaymentStatus, to store: LedgerFlows
  ) async throws {
    var flow = try #require(try await store.register(id, subject, at: time))
    let outcome: FlowStage =
      switch status {
      case .successful: .paid
      case .failed: .failed
      case .doubtful: .doubtful
      }
    for stage in [FlowStage.charging, outcome] {
      var step = FlowStep(stage, at: time)
      step.key = id.key(1)
      if stage == .paid { (step.tracking, step.hostReference) = ("000123", "123456789012") }
      #expect(try await store.add(step, to: flow, owing: nil))
      flow.steps.append(step)
    }
  }

  @Test func showsTheGuidesRows() async throws {
    let (store, _) = try await Self.store()
    let page = try await store.payments(FlowQuery())
    #expect(page.rows.map(\.amount.minorUnits) == Self.samples.map(\.amount))
    #expect(page.rows.map(\.purpose) == Self.samples.map(\.purpose))
    #expect(page.rows.map(\.status) == Self.samples.map(\.status))
    #expect(page.rows.map { JalaliDate($0.time).dateText }.allSatisfy { $0 == "1401/05/30" })
    #expect(
      page.rows.map { JalaliDate($0.time).timeText }
        == ["15:17:34", "14:22:10", "12:09:42", "11:23:25", "11:11:37", "09:30:09"])
    #expect(page.rows.map(\.status.persianName) == ["موفق", "ناموفق", "ناموفق", "موفق", "ناموفق", "موفق"])
    #expect(page.first == 1 && !page.hasMore)
    #expect(MoneyText.persianToman(page.rows[4].amount) == "۲٬۰۵۹٬۴۰۰ تومان")
  }

  @Test func offersWhatCanBeDoneFromARow() async throws {
    let (store, _) = try await Self.store()
    let rows = try await store.payments(FlowQuery()).rows
    #expect(rows.map(\.command) == [.print, .pay, .pay, .print, .pay, .print])
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    try await Self.add(.fine, FlowID("doubt")!, time, .doubtful, to: store)
    let newest = try #require(try await store.payments(FlowQuery()).rows.first)
    #expect(newest.status == .doubtful && newest.command == .confirm)
    #expect(newest.status.persianName == "نامشخص")
  }

  @Test func filtersAndSearches() async throws {
    let (store, _) = try await Self.store()
    try await Self.add(
      .group, FlowID("bills")!, Date(timeIntervalSince1970: 1_700_000_000), .successful, to: store)
    func count(_ query: FlowQuery) async throws -> Int { try await store.payments(query).rows.count }
    #expect(try await count(FlowQuery(category: .bills)) == 1)
    #expect(try await count(FlowQuery(category: .vehicle)) == 6)
    #expect(try await count(FlowQuery(category: .policeServices)) == 0)
    #expect(try await count(FlowQuery(status: .failed)) == 3)
    #expect(try await count(FlowQuery(search: "خلافي تجميعي")) == 1, "letters of an Arabic keyboard")
    #expect(try await count(FlowQuery(search: "۳۴۱")) == 6)
    #expect(try await count(FlowQuery(search: "123456789012")) == 4)
    #expect(try await count(FlowQuery(search: "2050327604613")) == 1)
    #expect(try await count(FlowQuery(search: "%")) == 0, "no wildcard of the database")
    #expect(try await count(FlowQuery(search: "row-3 خلافی")) == 1)
  }

  @Test func pagesByNumberAndByTheRowBefore() async throws {
    let (store, _) = try await Self.store()
    let second = try await store.payments(FlowQuery(page: 1, pageSize: 2))
    #expect(second.rows.map(\.amount.minorUnits) == [800_000, 900_000])
    #expect(second.first == 3 && second.hasMore)
    var query = FlowQuery(page: 1, pageSize: 2)
    query.before = try await store.payments(FlowQuery(pageSize: 2)).rows.last?.key.text
    #expect(try await store.payments(query).rows == second.rows)
    #expect(try await store.payments(FlowQuery(page: 2, pageSize: 2)).hasMore == false)
    #expect(try await store.payments(FlowQuery(page: -1, pageSize: 0)).rows.count == 1)
  }

  @Test func showsAPaymentInFull() async throws {
    let (store, _) = try await Self.store()
    let row = try #require(try await store.payment(AttemptKey("row-0.1")!))
    #expect(row.tracking == "000123" && row.hostReference == "123456789012")
    #expect(row.purpose.persianName == "کارمزد استعلام تجمیعی خلافی خودرو")
    #expect(try await store.payment(AttemptKey("none")!) == nil)
  }

  @Test func listsInquiriesAndThoseThatNeedAReview() async throws {
    let (store, _) = try await Self.store()
    let all = try await store.inquiries(FlowQuery())
    #expect(all.rows.map(\.kind) == [.aggregate, .detailed])
    var query = FlowQuery()
    query.isReviewOnly = true
    #expect(try await store.inquiries(query).rows.isEmpty)
    var flow = try #require(try await store.flow(FlowID("row-0")!))
    for stage in [FlowStage.printing, .printed, .inquiring, .review] {
      let step = FlowStep(stage, at: flow.time)
      #expect(try await store.add(step, to: flow, owing: nil))
      flow.steps.append(step)
    }
    let review = try await store.inquiries(query).rows
    #expect(review.map(\.flow) == [FlowID("row-0")!])
    #expect(FlowMachine(.inquiry, at: .review).commands.contains(.open))
  }
}
