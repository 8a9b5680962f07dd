import Foundation
import Testing

@testable import PaymentFlows

@Suite struct KeyTests {
  /// RFC 9562, appendix A.6.
  private static let vector = (time: Date(timeIntervalSince1970: 1_645_557_742), text: "017f22e2-79b0-7")

  @Test func aUniqueKeyIsAUUIDThatBeginsWithTheTime() throws {
    let key = AttemptKey.unique(at: Self.vector.time)
    #expect(key.text.hasPrefix(Self.vector.text))
    let form = #/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#
    #expect(key.text.wholeMatch(of: form) != nil)
    #expect(AttemptKey.unique(at: Self.vector.time + 0.001).text.hasPrefix("017f22e2-79b1-7"))
    #expect(AttemptKey.unique(at: .distantPast).text.hasPrefix("00000000-0000-7"))
    #expect(AttemptKey.unique(at: .distantFuture).text > key.text)
    #expect(Set((0..<1000).map { _ in AttemptKey.unique(at: Self.vector.time) }).count == 1000)
    let nibbles = (0..<200).map { _ in Array(AttemptKey.unique(at: Self.vector.time).text) }
    for place in Array(15...17) + Array(20...22) + Array(24...35) {
      #expect(Set(nibbles.map { $0[place] }).count > 8, "place \(place) is random")
    }
  }

  @Test func flowsOfOneTimeStandTogether() {
    let time = Self.vector.time
    let flows = (0..<1000).map { _ in FlowID(at: time).description }
    #expect(Set(flows).count == 1000 && flows.allSatisfy { $0.utf8.count == 12 && FlowID($0) != nil })
    #expect(Set(flows.map { $0.prefix(4) }).count == 1)
    #expect(Set(flows.map { $0.dropFirst(4).prefix(1) }).count > 20)
    let later = [0, 1100, 86_400, 31_536_000].map { FlowID(at: time + $0).description.prefix(4) }
    #expect(later == later.sorted() && Set(later).count == 4)
  }
}
