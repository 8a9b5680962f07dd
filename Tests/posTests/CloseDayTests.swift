import Foundation
import Testing

@Suite struct CloseDayTests {
  @Test(arguments: SimulatedReader.Port.allCases)
  func closesOnceAndShowsWhatItComesTo(_ port: SimulatedReader.Port) async throws {
    try await SimulatedReader.run(port, "closeDay-\(port)") { sim in
      for (key, amount) in [("a", 1_000_000), ("b", 500_000)] {
        #expect(try await sim.pay(key, amount).status == 0)
      }
      let shown = try await Tool.run(["close-day"] + sim.reader + ["--show", "--json"], in: sim.folder)
      #expect(shown.status == 0 && shown.output.contains(#""outcome":"open""#))
      let closed = try await Tool.run(["close-day"] + sim.reader + ["--json"], in: sim.folder)
      #expect(closed.status == 0, "\(closed.errors)")
      let expected =
        #""outcome":"closed","totals":[{"currency":"IRR","amount":1500000,"count":2,"firstReceipt":1,"#
        + #""lastReceipt":2,"traceNumber":3,"groups":[{"scheme":"other","count":2,"amount":1500000}]}]}"#
      #expect(closed.lines.last?.hasSuffix(expected) == true, "\(closed.output)")
      let again = try await Tool.run(["close-day"] + sim.reader, in: sim.folder)
      #expect(again.status == 1 && again.output.contains("the day is not closed"))
    }
  }

  @Test func saysWhenNothingWasSent() async throws {
    let outcome = try await Tool.run(
      ["close-day", "--reader", "tcp:127.0.0.1:1", "--json"], in: Tool.folder("closeDayNobody"))
    #expect(outcome.status == 69 && outcome.output.contains(#""outcome":"notSent","totals":[],"error""#))
  }

  @Test func comparesWithTheJournal() async throws {
    try await SimulatedReader.run(.tcp, "closeDayJournal") { sim in
      #expect(try await sim.pay("a", 1_000_000).status == 0)
      // Another till's, with a journal of its own.
      let other = ["--journal", sim.folder.appending(path: "other.sqlite").path]
      #expect(
        try await Tool.run(["pay"] + sim.reader + other + ["--key", "b", "--amount", "500000"]).status == 0)
      let day = try await Tool.run(["close-day"] + sim.both + ["--json"], in: sim.folder)
      #expect(day.status == 65 && day.object.text("outcome") == "closed")
      let irr = (day.object["reconciliation"] as? [[String: Any]])?.first
      #expect(irr?.number("amount") == 1_000_000 && irr?.number("matched") == 1)
      let kinds = (irr?["differences"] as? [[String: Any]])?.map { $0.text("kind") }
      #expect(kinds == ["onlyAtReader", "amount", "count"])
      #expect(try await sim.pay("c", 2_000_000).status == 0)
      let next = try await Tool.run(["close-day"] + sim.both + ["--lang", "fa"], in: sim.folder)
      #expect(next.status == 0, "\(next.errors)")
      #expect(next.output.contains("۱ پرداخت، ۲٬۰۰۰٬۰۰۰ ریال، ۱ رسید برابر"))
    }
  }
}
