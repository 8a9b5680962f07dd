import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

/// A counter, its reader, service and printer, and a person who goes on until there is no more to do.
/// Counters come and go; the journal's file, the reader, the service and the paper stay.
final class CounterBench: Sendable {
  let scratch: Scratch
  let reader: FakeReader
  let service: ScriptedService
  let tray = PaperTray()
  static let id = FlowID("flow")!

  init(_ reader: FakeReader = FakeReader(), _ service: ScriptedService = ScriptedService()) throws {
    (scratch, self.reader, self.service) = (try Scratch(), reader, service)
  }

  /// A process that has just begun.
  func counter(_ death: MortalStore.Death = .never) throws -> (Counter, MortalStore) {
    let journal = try scratch.ledger()
    let store = MortalStore(LedgerFlows(journal), death)
    let payments = Payments(journal: journal, configuration: .hasty)
    return (Counter(store: store, payments: payments, service: service, printer: tray), store)
  }

  func counter() throws -> Counter { try counter(.never).0 }

  /// What a person does next; nil: it is done.
  static func wish(_ view: FlowView) -> FlowEvent? {
    switch view.flow.stage {
    case .registered, .failed: .pay
    case .doubtful: .confirm
    case .paid: .print
    case .printed: view.flow.subject.kind == .inquiry ? .open : nil
    case .review: .open
    case .charging, .printing, .inquiring: .resume
    case .answered, .gone: nil
    }
  }

  /// Goes on until the end, or until the counter dies. After the first try the reader approves.
  func drive(_ subject: FlowSubject, at counter: Counter) async throws(CounterError) -> FlowView {
    var view = try await counter.register(subject, as: Self.id)
    for _ in 0..<30 {
      #expect(await isGateHeld(view))
      guard let wish = Self.wish(view) else { break }
      do throws(CounterError) {
        view = try await counter.handle(wish, Self.id, on: reader)
      } catch {
        if wish == .pay { await reader.set(.approve) }
        throw error
      }
      if wish == .pay { await reader.set(.approve) }
    }
    for _ in 0..<10 {
      let left = try await counter.report(everything: true)
      if left.allSatisfy({ $0.state != .due }) { break }
    }
    return view
  }

  /// Nobody has seen a result, nor was the service asked, before there was paper.
  private func isGateHeld(_ view: FlowView) async -> Bool {
    let hasPaper = await !tray.papers.isEmpty
    let wasAsked = await !service.inquiries.isEmpty
    return hasPaper || (view.result == nil && !wasAsked)
  }
}

extension FlowSubject {
  static var aggregate: FlowSubject { get throws { .inquiry(try .made(.aggregate)) } }

  static var fine: FlowSubject {
    get throws {
      .fine(
        FineSubject(
          inquiry: FlowID("inquiry")!, kind: .detailed, plate: try .made, debt: .made("v-1", 1_500_000)))
    }
  }

  /// Bills of the vectors.
  static var group: FlowSubject {
    get throws {
      .bills(
        try BillBasket(typed: [
          ("7748317800142", "1770160"), ("2050327604613", "1070189"), ("6039628301226", "189840835"),
        ]))
    }
  }
}

extension Plate {
  static var made: Plate {
    get throws { .vehicle(try VehiclePlate(two: "67", letter: "و", three: "341", province: "10")) }
  }
}

extension InquiryForm {
  static func made(_ kind: InquiryKind) throws -> InquiryForm {
    try #require(
      InquiryForm(
        kind, plate: .made, owner: try NationalID("0499370899"), mobile: try Mobile("09121234567"),
        areRulesAccepted: true))
  }
}

extension Debt {
  static func made(_ reference: String, _ rial: UInt64) -> Debt {
    Debt(reference, Amount(minorUnits: rial)!)!
  }
}
