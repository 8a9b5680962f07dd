import Foundation
import PosProtocol
import Testing

@testable import PaymentFlows

/// What a service's JSON comes to; the wire is a script.
@Suite struct HTTPInquiryServiceTests {
  /// Answers the same to everything, and keeps what was asked.
  actor Carrier: HTTPCarrier {
    private(set) var asked: [HTTPRequest] = []
    private let answer: HTTPAnswer

    init(_ status: Int, _ body: String) { answer = HTTPAnswer(status: status, body: Array(body.utf8)) }

    func carry(_ request: HTTPRequest, within limit: Duration) async throws(ServiceError) -> HTTPAnswer {
      asked.append(request)
      return answer
    }
  }

  static func inquire(
    _ body: String, status: Int = 200, _ kind: InquiryKind = .detailed
  ) async throws -> Result<InquiryResult, ServiceError> {
    let service = HTTPInquiryService(Carrier(status, body))
    let form = try InquiryForm.made(kind)
    do throws(ServiceError) {
      return .success(try await service.inquire(form, reference: FlowID("a")!))
    } catch {
      return .failure(error)
    }
  }

  static let debt = #"{"reference":"v-1","amount":1500000,"billID":"1234567810199","paymentID":"150041268"}"#

  @Test func readsDebtsAndChecksTheirBills() async throws {
    let second = #"{"reference":"v-2","amount":420000,"violation":"a\u0007b","place":"c","time":1660000000}"#
    let body = #"{"kind":"detailed","total":1920000,"debts":[\#(Self.debt),\#(second)]}"#
    let result = try await Self.inquire(body).get()
    #expect(result.total.minorUnits == 1_920_000)
    #expect(try result.debts[0].bill == fine())
    #expect(result.debts[1].violation == "ab", "no control characters")
    #expect(result.debts[1].time == Date(timeIntervalSince1970: 1_660_000_000))
  }

  static let hostile = [
    "", "null", "[]", "{}", "{\"kind\":\"detailed\"}", String(repeating: "[", count: 100_000),
    #"{"kind":"aggregate","total":1500000,"debts":[\#(debt)]}"#,
    #"{"kind":"detailed","total":1,"debts":[\#(debt)]}"#,
    #"{"kind":"detailed","total":3000000,"debts":[\#(debt),\#(debt)]}"#,
    #"{"kind":"detailed","total":-1,"debts":[]}"#, #"{"kind":"detailed","total":1e99,"debts":[]}"#,
    #"{"kind":"detailed","total":0,"debts":[{"reference":"x","amount":0}]}"#,
    #"{"kind":"detailed","total":5,"debts":[{"reference":"","amount":5}]}"#,
    #"{"kind":"detailed","total":5,"debts":[{"reference":"a b","amount":5}]}"#,
    #"{"kind":"detailed","total":5,"debts":[{"reference":"a","amount":5,"time":99999999999999}]}"#,
    #"{"kind":"detailed","total":\#(UInt64.max),"debts":[{"reference":"a","amount":\#(UInt64.max)}]}"#,
    #"{"kind":"detailed","total":420000,"debts":[\#(debt.replacing("1500000", with: "420000"))]}"#,
    #"{"kind":"detailed","total":5,"debts":[{"reference":"a","amount":5,"billID":"1"}]}"#,
  ]

  @Test(arguments: hostile)
  func refusesWhatWasNotAskedFor(body: String) async throws {
    #expect(try await Self.inquire(body) == .failure(.malformed), "\(body.prefix(80))")
  }

  @Test func keepsStatusAndRefusalApart() async throws {
    #expect(try await Self.inquire("x", status: 500) == .failure(.status(500)))
    #expect(try await Self.inquire("x", status: 422) == .failure(.status(422)))
    #expect(try await Self.inquire(#"{"refused":"no\nowner"}"#, status: 422) == .failure(.refused("noowner")))
  }

  @Test func asksWithTheCheckedForm() async throws {
    let carrier = Carrier(200, #"{"kind":"aggregate","total":0,"debts":[]}"#)
    let result = try await HTTPInquiryService(carrier).inquire(.made(.aggregate), reference: FlowID("a")!)
    #expect(result.debts.isEmpty && result.total.minorUnits == 0)
    let asked = try #require(await carrier.asked.first)
    #expect(asked.path == "/inquiries")
    let plate = #"{"letter":"و","province":"10","three":"341","two":"67"}"#
    let form = #"{"kind":"aggregate","mobile":"09121234567","nationalID":"0499370899","plate":\#(plate)}"#
    #expect(
      String(decoding: asked.body, as: UTF8.self) == #"{"inquiry":\#(form),"reference":"a"}"#)
  }

  @Test func readsStandingAndReports() async throws {
    func standing(_ body: String) async throws -> DebtStanding {
      try await HTTPInquiryService(Carrier(200, body)).standing(of: .made("v-1", 5000))
    }
    #expect(try await standing(#"{"standing":"settled"}"#) == .settled)
    #expect(try await standing(#"{"standing":"due","amount":5000}"#) == .due(Amount(minorUnits: 5000)!))
    for body in [#"{"standing":"due"}"#, #"{"standing":"maybe"}"#, #"{"standing":"due","amount":1e13}"#] {
      await #expect(throws: ServiceError.malformed) { try await standing(body) }
    }
    for word in SettlementAnswer.allCases {
      let carrier = Carrier(200, #"{"settlement":"\#(word.rawValue)"}"#)
      #expect(try await HTTPInquiryService(carrier).settle(SettlementTests.fresh) == word)
      let asked = try #require(await carrier.asked.first)
      #expect(String(decoding: asked.body, as: UTF8.self).contains(#""reference":"a.1""#))
    }
  }

  @Test(arguments: [
    "https://127.0.0.1:1", "http://", "http://127.0.0.1:99999", "http://a/b", "http://u@a", "127.0.0.1:1",
    "http://a:0",
  ])
  func refusesOtherAddresses(url: String) { #expect(SocketCarrier(url) == nil) }

  @Test func nobodyListensIsUnreachable() async throws {
    let carrier = try #require(SocketCarrier("http://127.0.0.1:1"))
    await #expect(throws: ServiceError.unreachable) {
      try await carrier.carry(HTTPRequest(path: "/debts", body: []), within: .seconds(30))
    }
  }
}
