import Foundation
import Testing

@Suite struct SafeguardTests {
  @Test(arguments: SimulatedReader.Port.allCases)
  func messagesAreNumberedWhereBothSidesAgree(_ port: SimulatedReader.Port) async throws {
    let all = ["receipt-sync", "message-numbers", "order-numbers"].flatMap { ["--safeguard", $0] }
    try await SimulatedReader.run(port, "safeguard-\(port)", more: all) { sim in
      let trace = sim.folder.appending(path: "numbered.trace").path
      let paid = try await Tool.run(
        ["pay"] + sim.both + all + ["--key", "a", "--amount", "1000000", "--json", "--trace", trace],
        in: sim.folder)
      #expect(paid.status == 0, "\(paid.errors)")
      let numbered = try String(contentsOfFile: trace, encoding: .utf8)
      #expect(numbered.contains("1F 73 03 00 00 01") && numbered.contains("1F 1F 02 00 01"))
      // Without the option it is another reader that the terminal sees: nothing is numbered.
      let plain = sim.folder.appending(path: "plain.trace").path
      let again = try await Tool.run(
        ["pay"] + sim.both + ["--key", "b", "--amount", "2000000", "--json", "--trace", plain],
        in: sim.folder)
      #expect(again.status == 0, "\(again.errors)")
      #expect(try String(contentsOfFile: plain, encoding: .utf8).contains("1F 73") == false)
    }
  }
}
