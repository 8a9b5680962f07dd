import Foundation
import Testing

@testable import PaymentFlows

/// What people read has words in both languages, and no two things the same.
@Suite struct FlowWordsTests {
  static func expectPairs(_ pairs: [(english: String, persian: String)]) {
    for pair in pairs {
      #expect(!pair.english.isEmpty && !pair.english.isPersian, "\(pair)")
      #expect(pair.persian.isPersian, "\(pair)")
    }
    #expect(Set(pairs.map(\.english)).count == pairs.count, "\(pairs)")
    #expect(Set(pairs.map(\.persian)).count == pairs.count, "\(pairs)")
  }

  @Test func stages() {
    Self.expectPairs(FlowStage.allCases.map { ($0.text(.english), $0.text(.persian)) })
    Self.expectPairs(FlowRefusal.allCases.map { ($0.text(.english), $0.text(.persian)) })
    Self.expectPairs(PaymentStatus.allCases.map { ($0.englishName, $0.persianName) })
  }

  /// The guide's own words, and the names of its sample rows.
  @Test func purposes() {
    Self.expectPairs(FlowPurpose.allCases.map { ($0.englishName, $0.persianName) })
    Self.expectPairs(FlowCategory.allCases.map { ($0.englishName, $0.persianName) })
    Self.expectPairs(BillService.allCases.map { ($0.englishName, $0.persianName) })
    #expect(FlowPurpose.aggregateInquiryFee.persianName.contains("تجمیعی"))
    #expect(FlowPurpose.detailedInquiryFee.persianName.contains("با جزئیات"))
    #expect(FlowPurpose.gas.persianName == "قبض \(BillService.gas.persianName)")
    for service in BillService.allCases { #expect(FlowPurpose(service).rawValue == service.rawValue) }
    #expect(InquiryKind.aggregate.persianName == "تجمیعی" && InquiryKind.detailed.persianName == "با جزئیات")
  }

  @Test func tickets() {
    Self.expectPairs(TicketState.allCases.map { ($0.english, $0.persian) })
    Self.expectPairs(TicketKind.allCases.map { ($0.english, $0.persian) })
    Self.expectPairs(TicketField.allCases.map { ($0.english, $0.persian) })
    #expect(TicketState.allCases.map(\.colour) == ["yellow", "blue", nil])
  }

  @Test func reasons() {
    for texts in [RecoveryReason.allCases.map(\.message), ReversalReason.allCases.map(\.message)] {
      #expect(Set(texts).count == texts.count)
      for text in texts { #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("\n"), "\(text)") }
    }
    #expect(
      ReversalReason.allCases.filter(\.isAutomatic) == [.asked, .lateApproval, .decisionContradicted])
  }

  /// A button says *pay again* only after what provably charged nothing, and *confirm* where nobody knows.
  @Test func buttons() throws {
    let fine: FlowSubject = try .fine
    func view(_ stage: FlowStage) -> FlowView {
      FlowView(Flow(CounterBench.id, fine, [FlowStep(stage, at: .distantPast)]))
    }
    #expect(view(.registered).label(.pay, .english) == "pay")
    #expect(view(.failed).label(.pay, .english) == "pay again")
    #expect(view(.failed).label(.pay, .persian) == "پرداخت مجدد")
    #expect(view(.doubtful).label(.confirm, .persian) == "تایید تراکنش")
    #expect(view(.paid).label(.print, .english) == "print the receipt")
    #expect(view(.printed).label(.print, .english) == "print the receipt again")
    #expect(view(.printed).label(.open, .persian) == "مشاهده استعلام")
    #expect(view(.printed).label(.approved, .english) == "approved")
  }
}
