import Foundation
import Testing

@testable import PaymentFlows

/// What the recorded steps of a flow come to.
@Suite struct FlowTests {
  private static let noon = Date(timeIntervalSince1970: 1_700_000_000)

  private static func flow(_ steps: [(FlowStage, AttemptKey?)]) throws -> Flow {
    let id = try #require(FlowID("flow"))
    return Flow(
      id, .bills(try BillBasket([try fine()])),
      steps.enumerated().map { index, step in
        var made = FlowStep(step.0, at: noon + Double(index))
        made.key = step.1
        return made
      })
  }

  @Test func theLastStepSaysWhereItStands() throws {
    let flow = try Self.flow([(.registered, nil), (.charging, key("flow.1")), (.failed, key("flow.1"))])
    #expect(flow.stage == .failed)
    #expect(flow.registered == Self.noon && flow.time == Self.noon + 2)
    #expect(flow.key == key("flow.1") && flow.charges == 1 && flow.nextKey == key("flow.2"))
  }

  @Test func aFlowWithoutStepsHasDoneNothing() throws {
    let flow = try Self.flow([])
    #expect(flow.stage == .registered && flow.charges == 0 && flow.key == nil && flow.result == nil)
    #expect(flow.registered == .distantPast && flow.time == .distantPast)
    #expect(flow.nextKey == key("flow.1"))
  }
}
