internal import Foundation
internal import PosProtocol

/// The service over HTTP, in JSON (docs/flows.md has the shapes). Nothing that it answers is trusted: what is
/// not what was asked for is `.malformed`.
public struct HTTPInquiryService: InquiryService {
  private let carrier: any HTTPCarrier
  private let limit: Duration

  /// - Parameter limit: for one question, from its first byte to the answer's last.
  public init(_ carrier: any HTTPCarrier, limit: Duration = .seconds(20)) {
    (self.carrier, self.limit) = (carrier, limit)
  }

  public func inquire(
    _ form: InquiryForm, reference: FlowID
  ) async throws(ServiceError) -> InquiryResult {
    let question = Question(reference: reference.description, inquiry: FlowJSON.Form(form))
    let answer: FlowJSON.Result = try await ask("/inquiries", question)
    guard let result = answer.value, result.kind == form.kind else { throw .malformed }
    return result
  }

  public func standing(of debt: Debt) async throws(ServiceError) -> DebtStanding {
    let answer: Standing = try await ask("/debts", DebtQuestion(reference: debt.reference))
    switch answer.standing {
    case "settled": return .settled
    case "due":
      guard let units = answer.amount, let amount = Amount(minorUnits: units) else { throw .malformed }
      return .due(amount)
    default: throw .malformed
    }
  }

  public func settle(_ settlement: Settlement) async throws(ServiceError) -> SettlementAnswer {
    let answer: Settled = try await ask("/settlements", Report(settlement))
    guard let word = SettlementAnswer(rawValue: answer.settlement) else { throw .malformed }
    return word
  }

  private struct Question: Encodable { var reference: String, inquiry: FlowJSON.Form }
  private struct DebtQuestion: Encodable { var reference: String }
  private struct Standing: Decodable { var standing: String, amount: UInt64? }
  private struct Settled: Decodable { var settlement: String }
  private struct Refused: Decodable { var refused: String }

  private struct Report: Encodable {
    var reference: String, debt: String, amount: UInt64
    var tracking: String?, hostReference: String?
    /// Seconds since 1970.
    var paid: Int64

    init(_ settlement: Settlement) {
      (reference, debt) = (settlement.reference.text, settlement.debt)
      (amount, tracking) = (settlement.amount.minorUnits, settlement.tracking)
      hostReference = settlement.hostReference
      paid = Int64(settlement.paid.timeIntervalSince1970.rounded())
    }
  }

  private func ask<Answer: Decodable>(
    _ path: String, _ question: some Encodable
  ) async throws(ServiceError) -> Answer {
    let body = Array(FlowJSON.text(question).utf8)
    let answer = try await carrier.carry(HTTPRequest(path: path, body: body), within: limit)
    if answer.status == 422, let refused = FlowJSON.read(Refused.self, answer.body) {
      throw .refused(Self.word(refused.refused))
    }
    guard answer.status == 200 else { throw .status(answer.status) }
    guard let read = FlowJSON.read(Answer.self, answer.body) else { throw .malformed }
    return read
  }

  /// A word of the service's that may stand in a journal and on a screen.
  private static func word(_ text: String) -> String {
    let plain = text.unicodeScalars.prefix(64).filter { $0.properties.generalCategory != .control }
    return String(String.UnicodeScalarView(plain))
  }
}
