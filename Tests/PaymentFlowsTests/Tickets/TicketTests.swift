import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

@Suite struct TicketTableTests {
  @Test func everyCombinationMatchesExactlyOneRow() {
    for state in TicketState.allCases {
      for step in TicketStep.allCases {
        #expect(
          TicketTable.rows.filter { $0.state == state && $0.step == step }.count == 1, "\(state) \(step)")
      }
    }
    #expect(TicketTable.rows.count == TicketState.allCases.count * TicketStep.allCases.count)
  }

  /// By state: what saying, answering, agreeing and disagreeing come to.
  @Test func decidesAsTold() {
    let told: [TicketState: [TicketTable.Verdict]] = [
      .underReview: [.become(.underReview), .become(.answered), .notAnswered, .notAnswered],
      .answered: [.become(.underReview), .become(.answered), .become(.closed), .become(.underReview)],
      .closed: [.closed, .closed, .unchanged, .closed],
    ]
    for (state, verdicts) in told {
      #expect([.say, .answer, .agree, .disagree].map { TicketTable.decide(state, $0) } == verdicts)
    }
  }

  @Test func onlyAgreementWithAnAnswerCloses() {
    for row in TicketTable.rows where row.verdict == .become(.closed) {
      #expect(row.state == .answered && row.step == .agree)
    }
  }

  @Test func coloursAreThoseOfTheGuide() {
    #expect(TicketState.allCases.map(\.colour) == ["yellow", "blue", nil])
  }
}

@Suite struct TicketFormTests {
  /// Something that each field takes, and something that it does not.
  static let samples: [TicketField: (good: String, kept: String, bad: String)] = [
    .plateTwo: ("۶۷", "67", "07"), .plateLetter: ("و", "و", "Q"), .plateThree: ("341", "341", "301"),
    .plateProvince: ("۱۰", "10", "01"), .nationalID: ("۰۴۹۹۳۷۰۸۹۹", "0499370899", "1234567890"),
    .mobile: ("+98 912 123 4567", "09121234567", "021123"),
    .billID: ("1234567810199", "1234567810199", "1234567810198"),
    .paymentID: ("150041268", "150041268", "15004x268"), .amount: ("۱٬۵۰۰٬۰۰۰", "1500000", "1500 toman"),
    .date: ("۱۴۰۱/۵/۳۰", "1401/05/30", "1401/13/01"), .trackingNumber: ("00123", "00123", "12a"),
    .referenceNumber: ("123456789012", "123456789012", "12345"),
    .terminalID: ("۵۲۵۰۰۰۳۸", "52500038", "525000381"),
    .payment: ("key-1", "key-1", "two words"),
    .explanation: ("متن", "متن", String(repeating: "x", count: 4001)),
  ]

  @Test(arguments: TicketField.allCases)
  func everyFieldHasARule(field: TicketField) throws {
    let sample = try #require(Self.samples[field])
    #expect(field.taking(sample.good) == sample.kept)
    #expect(field.taking(sample.bad) == nil)
    #expect(field.taking("  ") == nil)
  }

  @Test func categoriesHaveNamesOfTheirOwn() {
    #expect(Set(TicketCategory.all.map(\.name)).count == TicketCategory.all.count)
    for kind in TicketKind.allCases { #expect(!kind.categories.isEmpty, "\(kind)") }
    for category in TicketCategory.all {
      let form = category.needs + category.takes
      #expect(Set(form).count == form.count && !category.needs.isEmpty, "\(category.name)")
    }
  }

  /// Each category with each field left out, wrong, or beside the form.
  @Test(arguments: TicketCategory.all)
  func theFormAsksForWhatItsCategoryNeeds(category: TicketCategory) throws {
    let full = (category.needs + category.takes).reduce(into: [:]) { $0[$1] = Self.samples[$1]?.good }
    #expect(
      try TicketDraft(category, answers: full).checked().map(\.field) == category.needs + category.takes)
    for field in TicketField.allCases {
      let error = try fault(category, full, field, nil)
      #expect(error == (category.needs.contains(field) ? .missing(field) : nil), "\(field)")
      let wrong = try fault(category, full, field, Self.samples[field]?.bad)
      #expect(wrong == (full[field] == nil ? .unasked(field) : .wrong(field)), "\(field)")
    }
  }

  private func fault(
    _ category: TicketCategory, _ full: [TicketField: String], _ field: TicketField, _ text: String?
  ) throws -> TicketError? {
    var answers = full
    answers[field] = text
    do throws(TicketError) {
      _ = try TicketDraft(category, answers: answers).checked()
      return nil
    } catch {
      return error
    }
  }

  @Test func trackingCodesCarryACheckDigit() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let code = TrackingCode(using: &random)
      #expect(TrackingCode(code.description) == code)
      #expect(TrackingCode(PersianDigits.persian(code.description)) == code)
      let digits = Array(code.description)
      let mistyped = String(digits.dropLast()) + String((digits[9].wholeNumberValue! + 1) % 10)
      #expect(TrackingCode(mistyped) == nil)
    }
    for wrong in ["", "1", "0123456789", "12345678901", "../../../x"] { #expect(TrackingCode(wrong) == nil) }
  }
}

@Suite struct TicketTextTests {
  /// The synthetic number that is in other tests, as people write it.
  static let cards = [
    "6037990000000006", "6037 9900 0000 0006", "6037-9900-0000-0006", "۶۰۳۷۹۹۰۰۰۰۰۰۰۰۰۶", "٦٠٣٧٩٩٠٠٠٠٠٠٠٠٠٦",
    "6037.9900.0000.0006", "6037\u{200C}9900\u{200C}0000\u{200C}0006",
  ]

  @Test(arguments: cards)
  func aCardNumberDoesNotGetIn(card: String) throws {
    let text = try #require(TicketText("the card \(card) was charged")?.text)
    let digits = PersianDigits.normalised(text).unicodeScalars.filter { ("0"..."9").contains($0) }
    #expect(String(String.UnicodeScalarView(digits)) == "6037990006", "\(text)")
    #expect(text.hasPrefix("the card ") && text.hasSuffix(" was charged"))
  }

  @Test func otherNumbersStay() {
    for text in ["1234567810199 150041268", "09121234567", "6037990000000007", "12345678101990000150041268"] {
      #expect(TicketText(text)?.text == text)
    }
  }

  @Test func whatNobodySeesIsDropped() {
    #expect(TicketText("a\u{202E}b\u{7}c\r\nd  ")?.text == "ab c\nd")
    #expect(TicketText(" \n\u{200E} ") == nil)
    #expect(TicketText(String(repeating: "x", count: 4001)) == nil)
    #expect(TicketText(String(repeating: "x", count: 4000)) != nil)
  }
}

@Suite struct LocalSupportDeskTests {
  private let scratch: Scratch
  private let office = OfficeCode("72-1234")!, stranger = OfficeCode("99-0001")!

  init() throws { scratch = try Scratch() }

  private func desk() throws -> LocalSupportDesk { LocalSupportDesk(journal: try scratch.journal()) }

  private func chat(_ text: String = "the door does not open", images: [ImageFile] = []) -> TicketDraft {
    TicketDraft(TicketCategory.named("chat")!, answers: [.explanation: text], images: images)
  }

  /// What it throws.
  private func refusal(_ body: () async throws -> Ticket) async -> TicketError? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error as? TicketError
    }
  }

  @Test func aTicketGoesToAndFroUntilTheOfficeAgrees() async throws {
    let desk = try desk()
    var ticket = try await desk.open(chat(), from: office)
    let code = ticket.summary.code
    #expect(ticket.summary.state == .underReview && ticket.messages.map(\.step) == [.say])
    let refusal1 = await refusal { try await desk.judge(agrees: true, in: code, of: office) }
    #expect(refusal1 == .notAnswered)
    ticket = try await desk.answer("push it", by: "Reza", in: code)
    #expect(ticket.summary.state == .answered && ticket.messages.last?.name == "Reza")
    ticket = try await desk.judge(agrees: false, in: code, of: office)
    #expect(ticket.summary.state == .underReview)
    _ = try await desk.answer("pull it", by: "Reza", in: code)
    // Another process sees the same.
    ticket = try await self.desk().judge(agrees: true, in: code, of: office)
    #expect(ticket.summary.state == .closed)
    #expect(ticket.messages.map(\.step) == [.say, .answer, .disagree, .answer, .agree])
    #expect(
      try await desk.judge(agrees: true, in: code, of: office).messages.count == 5, "again changes nothing")
    let refusal2 = await refusal { try await desk.answer("so?", by: "Reza", in: code) }
    #expect(refusal2 == .closed)
    let refusal3 = await refusal { try await desk.say("so?", images: [], in: code, of: office) }
    #expect(refusal3 == .closed)
  }

  @Test func anOfficeSeesItsOwnOnly() async throws {
    let desk = try desk()
    let code = try await desk.open(chat(), from: office).summary.code
    let refusal4 = await refusal { try await desk.ticket(code, of: stranger) }
    #expect(refusal4 == .noSuchTicket)
    let refusal5 = await refusal { try await desk.say("x", images: [], in: code, of: stranger) }
    #expect(refusal5 == .noSuchTicket)
    let refusal6 = await refusal { try await desk.judge(agrees: true, in: code, of: stranger) }
    #expect(refusal6 == .noSuchTicket)
    #expect(try await desk.tickets(of: stranger, in: nil, limit: 10, offset: 0).isEmpty)
    #expect(try await desk.ticket(code).summary.office == office, "the desk sees all")
  }

  @Test func listsNewestFirstByState() async throws {
    let desk = try desk()
    var codes: [TrackingCode] = []
    for _ in 0..<5 { codes.append(try await desk.open(chat(), from: office).summary.code) }
    _ = try await desk.answer("yes", by: "Reza", in: codes[1])
    #expect(try await desk.tickets(of: office, in: nil, limit: 10, offset: 0).map(\.code) == codes.reversed())
    #expect(try await desk.tickets(of: office, in: .answered, limit: 10, offset: 0).map(\.code) == [codes[1]])
    #expect(try await desk.tickets(in: nil, limit: 2, offset: 1).map(\.code) == [codes[3], codes[2]])
  }

  @Test func aTakenCodeIsMadeAnew() async throws {
    let journal = try scratch.journal()
    let taken = try #require(TrackingCode("1000000007"))
    let made = Made(taken)
    let desk = LocalSupportDesk(journal: journal, newCode: { made.next() })
    #expect(try await desk.open(chat(), from: office).summary.code == taken)
    #expect(try await desk.open(chat(), from: office).summary.code != taken)
  }

  @Test func imagesAreKeptOnceAndOnlyForTheirTicket() async throws {
    let desk = try desk()
    let image = try ImageFile(Pictures.bytes("document.png"), name: "my picture.png")
    let one = try await desk.open(chat(images: [image]), from: office)
    _ = try await desk.say("again", images: [image], in: one.summary.code, of: office)
    let other = try await desk.open(chat(), from: office)
    let hash = image.attachment.hash
    #expect(one.messages[0].attachments == [image.attachment])
    #expect(try await desk.image(hash, in: one.summary.code, of: office) == Pictures.bytes("document.png"))
    await #expect(throws: TicketError.noSuchTicket) {
      try await desk.image(hash, in: other.summary.code, of: office)
    }
    await #expect(throws: TicketError.noSuchTicket) {
      try await desk.image(hash, in: one.summary.code, of: stranger)
    }
    let folder = scratch.path("journal.sqlite-images")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [hash.description])
    let six = Array(repeating: image, count: 6)
    let refusal7 = await refusal { () throws(TicketError) in
      try await desk.say("x", images: six, in: one.summary.code, of: office)
    }
    #expect(refusal7 == .tooMany)
  }

  @Test func aPaymentsRecordGoesAlongWithoutItsCard() async throws {
    let reader = FakeReader()
    let payments = try scratch.payments()
    #expect(await payments.pay(order(), key: key("paid"), on: reader).outcome == .approved)
    let desk = try desk()
    let category = try #require(TicketCategory.named("chargedNotSettled"))
    var draft = TicketDraft(category, answers: [.payment: "paid", .explanation: "still owed"])
    let record = try #require(try await desk.open(draft, from: office).record)
    #expect(record.key == "paid" && record.outcome == "approved" && record.amount == 1_500_000)
    let attempt = try #require(try await payments.journal.attempt(key("paid")))
    #expect(record.receiptNumber == attempt.record?.receiptNumber?.value && record.receiptNumber != nil)
    if let card = attempt.record?.card { #expect(!record.json.contains(card.text)) }
    draft.answers[.payment] = "unheard"
    let unheard = draft
    #expect(await refusal { try await desk.open(unheard, from: office) } == .noSuchPayment)
  }

  @Test func nothingSaidIsNoMessage() async throws {
    let desk = try desk()
    let code = try await desk.open(chat(), from: office).summary.code
    let refusal8 = await refusal { try await desk.say(" ", images: [], in: code, of: office) }
    #expect(refusal8 == .text)
    #expect(try await desk.ticket(code).messages.count == 1)
  }
}

/// The same code twice, then others.
private final class Made: @unchecked Sendable {
  private var first: [TrackingCode]

  init(_ code: TrackingCode) { first = [code, code] }

  /// Called on the journal's thread only.
  func next() -> TrackingCode {
    if !first.isEmpty { return first.removeLast() }
    var random = SystemRandomNumberGenerator()
    return TrackingCode(using: &random)
  }
}
