import Foundation
import PosDriver
import PosProtocol
import Testing

@testable import PaymentFlows

/// Whatever goes wrong has a stable word for programs, and a line for people in both languages.
@Suite struct ErrorWordsTests {
  /// What an error says.
  struct Said {
    var name: String, english: String, persian: String?
    /// Where what a system said is told in English alone.
    var isEnglishOnly = false
  }

  static func expectWords(_ said: [Said], sharing shared: Set<String> = []) {
    for one in said {
      #expect(one.name.wholeMatch(of: /[a-z][A-Za-z]*/) != nil, "\(one.name)")
      for text in [one.english, one.persian].compactMap(\.self) {
        #expect(!text.isEmpty && !text.contains("\n") && text.hasSuffix("."), "\(one.name): \(text)")
      }
      guard let persian = one.persian else { continue }
      #expect(one.isEnglishOnly == !persian.isPersian, "\(one.name): \(persian)")
      #expect(!one.english.isPersian, "\(one.name): \(one.english)")
    }
    let names = said.map(\.name).filter { !shared.contains($0) }
    #expect(Set(names).count == names.count, "\(names)")
  }

  @Test func tickets() {
    let errors: [TicketError] = [
      .noSuchTicket, .missing(.nationalID), .wrong(.mobile), .unasked(.date), .noSuchPayment, .text,
      .notAnswered, .closed, .notAnImage, .tooLarge(9_000_000), .tooMany,
    ]
    let systems: [TicketError] = [
      .damaged(ContentHash(of: [1])), .storage(code: 13), .journal(.locked),
    ]
    Self.expectWords(
      errors.map { Said(name: $0.name, english: $0.message, persian: $0.persianMessage) }
        + systems.map {
          Said(name: $0.name, english: $0.message, persian: $0.persianMessage, isEnglishOnly: true)
        })
    #expect(errors.compactMap(\.field) == [.nationalID, .mobile, .date])
    #expect(TicketError.missing(.nationalID).message.contains(TicketField.nationalID.english))
    #expect(TicketError.missing(.nationalID).persianMessage.contains(TicketField.nationalID.persian))
    #expect(TicketError.tooLarge(9_000_000).message.contains("9000000"))
  }

  @Test func offices() {
    let noon = Date(timeIntervalSince1970: 1_700_000_000)
    let errors: [OfficeError] = [.refused, .exists, .noSuchOffice, .blank, .locked(until: noon)]
    let faults = OfficePassword.Fault.allCases.map(OfficeError.password)
    let systems: [OfficeError] = [.journal(.full), .hashing(code: 22)]
    Self.expectWords(
      (errors + [.locked(until: nil)] + faults).map {
        Said(name: $0.name, english: $0.message, persian: $0.persianMessage)
      }
        + systems.map {
          Said(name: $0.name, english: $0.message, persian: $0.persianMessage, isEnglishOnly: true)
        }, sharing: ["signInLocked", "passwordUnfit"])
    #expect(OfficeError.locked(until: noon).persianMessage.contains("۰۱:۴۳"), "Tehran time")
    #expect(Set(faults.map(\.message)).count == faults.count)
  }

  @Test func bills() {
    let errors: [BillError] = [
      .notDigit(.paymentID, at: 2), .length(.billID, 3), .billCheck(expected: 1, found: 2),
      .paymentCheck(expected: 3, found: 4), .pairCheck(expected: 5, found: 6), .service(0),
      .notFine(.water), .nothingDue,
    ]
    Self.expectWords(errors.map { Said(name: $0.name, english: $0.message, persian: $0.persianMessage) })
    #expect(BillError.notDigit(.paymentID, at: 2).message.contains("character 3"))
    #expect(BillError.notDigit(.barcode, at: 2).persianMessage.contains("۳"))
    #expect(BillError.length(.barcode, 25).message.contains("25 digits instead of 26"))
    #expect(BillError.length(.barcode, 25).persianMessage.contains("۲۵"))
    #expect(BillError.billCheck(expected: 1, found: 2).message.contains("ends in 2"))
    #expect(BillError.billCheck(expected: 1, found: 2).persianMessage.contains("۲ است و باید ۱"))
  }

  @Test func payments() {
    let other = key("other")
    let errors: [PaymentError] = [
      .keyReused, .orderUnresolved(by: other), .readerUnresolved(by: other), .orderPaid(by: other),
      .readerBusy, .keyBusy, .otherReader("r"), .notOpen, .notReversible, .reversed(by: other),
      .receiptTaken(by: other), .reversalPending(of: other), .noSuchReversal, .deadline,
      .reader(.failure(.alreadyPaid)), .reader(FakeReader.silence), .journal(.locked), .contradiction,
      .unresolved(.counterMovedOn),
    ]
    Self.expectWords(errors.map { Said(name: $0.name, english: $0.message, persian: $0.persianMessage) })
    let naming: [PaymentError] = [
      .orderUnresolved(by: other), .readerUnresolved(by: other), .orderPaid(by: other), .reversed(by: other),
      .receiptTaken(by: other), .reversalPending(of: other),
    ]
    for error in naming {
      #expect(error.message.contains(" other") && error.persianMessage.contains(" other"), "\(error.name)")
    }
    let unreachable = PaymentError.reader(.registration(.lineLost(commandLeft: false)))
    #expect(unreachable.persianMessage.contains("چیزی فرستاده نشد"))
    #expect(!PaymentError.reader(FakeReader.silence).persianMessage.contains("چیزی فرستاده نشد"))
  }

  @Test func journals() {
    let errors: [JournalError] = [
      .locked, .full, .damaged("x"), .newerSchema, .readOnly, .cannotOpen("x"), .refused("x"), .leaseLost,
      .noPostgres, .system(code: 0, "x"), .system(code: 10, "x"),
    ]
    Self.expectWords(
      errors.map { Said(name: $0.name, english: $0.message, persian: $0.persianMessage) },
      sharing: ["journalFailed"])
  }

  @Test func theCounter() {
    let errors: [CounterError] = [
      .noSuchFlow, .nameTaken, .noReader, .readerBusy, .noService, .billPaid(at: 0, by: key("k")),
      .billUnresolved(at: 1, by: key("k")), .journal(.readOnly),
    ]
    Self.expectWords(errors.map { Said(name: $0.name, english: $0.message, persian: nil) })
    #expect(CounterError.billPaid(at: 0, by: key("k")).message.hasPrefix("bill 1 is paid"))
  }

  @Test func theService() {
    let errors: [ServiceError] = [
      .unreachable, .silent, .status(503), .malformed, .tooLarge, .refused("noOwner"),
    ]
    Self.expectWords(errors.map { Said(name: $0.name, english: $0.message, persian: nil) })
  }
}

extension String {
  /// Whether it has a letter of the Arabic script.
  var isPersian: Bool { unicodeScalars.contains { (0x0621...0x06D3).contains($0.value) } }
}
