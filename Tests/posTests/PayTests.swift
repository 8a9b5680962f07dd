import Foundation
import Testing

/// `pos pay` as scripts see it: answer, exit status, and what the acquirer booked.
@Suite(.serialized) struct PayTests {
  static let keys = [
    "key", "outcome", "amount", "currency", "receiptNumber", "traceNumber", "replayed",
  ]

  @Test(arguments: SimulatedReader.Port.allCases)
  func approvesAndReplays(port: SimulatedReader.Port) async throws {
    try await SimulatedReader.run(port) { sim in
      let trace = sim.folder.appending(path: "trace").path
      let paid = try await sim.pay("a", 1_500_000, "--trace", trace)
      #expect(paid.status == 0)
      #expect(
        paid.output == """
          {"key":"a","outcome":"approved","amount":1500000,"currency":"IRR","receiptNumber":1,"traceNumber":1,\
          "replayed":false}

          """)
      let passed = try Data(contentsOf: URL(filePath: trace))
      let again = try await sim.pay("a", 1_500_000, "--trace", trace)
      #expect(again.status == 0)
      #expect(again.output == paid.output.replacing("\"replayed\":false", with: "\"replayed\":true"))
      #expect(try Data(contentsOf: URL(filePath: trace)) == passed, "the line stayed silent")
      #expect(try sim.ledger(1_500_000) == ["booked"])
    }
  }

  @Test func paysAFine() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let bill = ["--bill", "1234567810199", "--payment", "150041268", "--json"]
      let paid = try await Tool.run(["pay"] + sim.both + ["--key", "fine"] + bill)
      #expect(paid.status == 0)
      #expect(paid.object.number("amount") == 1_500_000)
      let other = try await Tool.run(["pay"] + sim.both + ["--key", "fine again"] + bill)
      #expect(other.status == 64, "a key has no spaces")
      let twice = try await Tool.run(["pay"] + sim.both + ["--key", "fine-again"] + bill)
      #expect(twice.status == 65)
      #expect(twice.object.object("error")?.text("reason") == "orderPaid")
      #expect(try sim.ledger(1_500_000) == ["booked"])
    }
  }

  @Test func declines() async throws {
    try await SimulatedReader.run { sim in
      let paid = try await sim.pay("a", 66_051_000)
      #expect(paid.status == 1)
      #expect(paid.object.text("outcome") == "declined")
      #expect(Set(Self.keys).isSubset(of: paid.object.keys))
      let again = try await sim.pay("a", 66_051_000)
      #expect(again.status == 1)
      for answer in [paid, again] { #expect(answer.object.text("because")?.contains("51") == true) }
      #expect(again.object.flag("replayed") == true)
    }
  }

  @Test func refusesAKeyWithOtherParameters() async throws {
    try await SimulatedReader.run { sim in
      #expect(try await sim.pay("a", 1000).status == 0)
      let other = try await sim.pay("a", 2000)
      #expect(other.status == 65)
      #expect(other.object.object("error")?.text("reason") == "keyReused")
      #expect(try await sim.pay("a", 1000, "--currency", "EUR").status == 65)
      #expect(try sim.ledger(2000) == [])
    }
  }

  @Test func unknownThenTheTruth() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let cut = try await sim.pay("a", 66_105_000)
      #expect(cut.status == 75)
      #expect(cut.object.text("outcome") == "unknown")
      #expect(cut.object.isNull("receiptNumber"))
      #expect(cut.errors.contains("(recover)"))
      let recovered = try await sim.recover()
      #expect(recovered.status == 0)
      #expect(recovered.objects.count == 2)
      #expect(recovered.objects.first?.text("outcome") == "declined")
      #expect(recovered.objects.first?.text("note") == "reversedByTerminal")
      #expect(recovered.objects.last?.number("resolved") == 1)
      #expect(recovered.objects.last?.number("unresolved") == 0)
      #expect(try sim.ledger(66_105_000) == ["booked", "reversed"])
      let again = try await sim.pay("a", 66_105_000)
      #expect(again.status == 1)
      #expect(again.object.flag("replayed") == true)
    }
  }

  @Test func finalBeforeThePowerFailedIsApproved() async throws {
    try await SimulatedReader.run(.pty) { sim in
      #expect(try await sim.pay("a", 66_107_000).status == 75)
      let recovered = try await sim.recover()
      #expect(recovered.status == 0)
      #expect(recovered.objects.first?.text("outcome") == "approved")
      #expect(try sim.ledger(66_107_000) == ["booked"])
    }
  }

  @Test func anotherReaderDoesNotTakeAnUnresolvedOrder() async throws {
    try await SimulatedReader.run { sim in
      let bill = ["--bill", "8765432110198", "--payment", "6610540696", "--json"]
      #expect(try await Tool.run(["pay"] + sim.both + ["--key", "a"] + bill).status == 75)
      try await SimulatedReader.run(.tcp, "otherReader") { other in
        let second = try await Tool.run(
          ["pay"] + other.reader + ["--journal", sim.journal, "--key", "b"] + bill)
        #expect(second.status == 76)
        #expect(second.object.object("error")?.text("reason") == "orderUnresolved")
        #expect(second.object.text("outcome") == "notSent")
      }
      #expect(try await sim.recover().status == 0)
    }
  }

  @Test func oneKeyInTwoProcessesPaysOnce() async throws {
    try await SimulatedReader.run(.pty) { sim in
      async let first = sim.pay("a", 5000)
      async let second = sim.pay("a", 5000)
      let both = try await [first, second]
      #expect(both.map(\.status) == [0, 0])
      #expect(both.map { $0.object.flag("replayed") == true }.count { $0 } == 1)
      #expect(both[0].object.number("receiptNumber") == both[1].object.number("receiptNumber"))
      #expect(try sim.ledger(5000) == ["booked"])
    }
  }

  @Test func cancelIsARequest() async throws {
    try await SimulatedReader.run(.pty, more: ["--card", "none"]) { sim in
      let arguments = ["pay"] + sim.both + ["--key", "a", "--amount", "5000", "--json"]
      let child = try Child(Tool.binary, arguments, in: sim.folder)
      let asked = await sim.child.waitForNote { $0.contains("INSERT CARD") }
      #expect(asked)
      child.signal(SIGINT)
      let ended = await child.end()
      #expect(ended.status == 1)
      #expect(ended.object.text("outcome") == "declined")
      #expect(ended.errors.contains("the terminal has the last word"))
    }
  }

  /// Told to stop while the terminal is still silent: the payment behind it is not begun.
  @Test func whatWasCancelledEarlyIsNotBegun() async throws {
    try await SimulatedReader.run(more: ["--acquirer-delay", "30"]) { sim in
      async let first = sim.pay("a", 5000)
      #expect(await sim.child.waitForNote { $0.contains("INSERT CARD") })
      let arguments = ["pay"] + sim.both + ["--key", "b", "--amount", "6000", "--json"]
      let child = try Child(Tool.binary, arguments, in: sim.folder)
      try await child.waitUntilItHears(SIGINT)
      child.signal(SIGINT)
      let ended = await child.end()
      #expect(ended.status == 69)
      #expect(ended.object.text("outcome") == "notSent")
      #expect(ended.errors.contains("Cancel requested"))
      #expect(try await first.status == 0)
      #expect(try sim.ledger(6000).isEmpty)
    }
  }
}
