import Foundation
import Testing

@Suite struct ReversalsTests {
  /// The card is charged, the reader falls silent, and a person settles it as not charged.
  @Test func whatAPersonGotWrongIsUndone() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let journal = ["--journal", sim.journal]
      #expect(try await sim.pay("a", 66_107_000).status == 75)
      let word = ["--key", "a", "--as", "not-charged", "--by", "Sara", "--reason", "nobody saw a receipt"]
      #expect(try await Tool.run(["settle"] + journal + word).status == 0)
      #expect(try await sim.recover().status == 0)
      let list = try await Tool.run(["reversals"] + journal + ["--json"])
      #expect(list.status == 0)
      #expect(list.objects.first?.text("reason") == "decisionContradicted")
      #expect(list.objects.first?.text("status") == "pending")
      #expect(list.objects.last?.number("waiting") == 0)
      #expect(try await pending(sim) == "openReversals")

      let run = try await Tool.run(["reversals", "run"] + sim.both + ["--json"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.objects.first?.text("status") == "done")
      #expect(run.objects.last?.number("open") == 0)
      #expect(try sim.ledger(66_107_000).contains("reversed"))
      let after = try await Tool.run(["reversals", "list", "--lang", "fa"] + journal)
      #expect(after.output == "چیزی منتظر اقدام شما نیست\n")
      #expect(try await pending(sim) == "ok")
    }
  }

  /// What the doctor says of it.
  private func pending(_ sim: SimulatedReader) async throws -> String? {
    let findings = try await Tool.run(["doctor"] + sim.both + ["--json"]).objects
    return findings.first { $0.text("check") == "pendingReversals" }?.text("reason")
  }

  @Test func whatIsGivenUpIsWrittenDown() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let journal = ["--journal", sim.journal]
      #expect(try await sim.pay("a", 66_107_000).status == 75)
      let word = ["--key", "a", "--as", "not-charged", "--by", "Sara", "--reason", "nobody saw a receipt"]
      _ = try await Tool.run(["settle"] + journal + word)
      _ = try await sim.recover()
      let why = ["--id", "1", "--by", "Sara", "--reason", "paid out"]
      let giveUp = ["reversals", "give-up"] + journal + why
      let outcome = try await Tool.run(giveUp + ["--json"])
      #expect(outcome.status == 0)
      #expect(outcome.object.text("note") == "given up by Sara: paid out")
      #expect(try await Tool.run(giveUp + ["--json"]).status == 65)
      let all = try await Tool.run(["reversals", "list", "--all", "--json"] + journal)
      #expect(all.objects.first?.text("status") == "givenUp")
      let blank = ["reversals", "give-up"] + journal + ["--id", "1", "--by", " ", "--reason", "x"]
      #expect(try await Tool.run(blank).status == 64)
    }
  }
}
