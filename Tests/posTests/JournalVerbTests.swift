import Foundation
import Testing

@Suite struct JournalVerbTests {
  @Test func isCheckedCopiedAndExported() async throws {
    try await SimulatedReader.run { sim in
      let journal = ["--journal", sim.journal]
      #expect(try await sim.pay("a", 1_500_000).status == 0)
      let check = try await Tool.run(["journal", "check", "--json"] + journal)
      #expect(check.status == 0)
      #expect(check.object.flag("whole") == true && check.object.number("unresolved") == 0)

      let copy = sim.folder.appending(path: "copy.sqlite").path
      #expect(try await Tool.run(["journal", "backup", "--to", copy] + journal).status == 0)
      let history = try await Tool.run(["history", "--journal", copy, "--json"])
      #expect(history.object.text("key") == "a")
      let again = try await Tool.run(["journal", "backup", "--to", copy, "--lang", "fa"] + journal)
      #expect(again.status == 73)
      #expect(again.errors.contains("دفتر پرداخت باز نمی‌شود"))

      let json = try await Tool.run(["journal", "export"] + journal)
      #expect(json.object.text("key") == "a" && json.object.number("amount") == 1_500_000)
      let csv = try await Tool.run(["journal", "export", "--format", "csv"] + journal)
      #expect(csv.lines.count == 2)
      let head = "key,kind,order,reader,state,outcome,amount,currency,started,time,receiptNumber"
      #expect(csv.lines.first?.hasPrefix(head) == true)

      let prune = try await Tool.run(["journal", "prune", "--older-than", "30", "--json"] + journal)
      #expect(prune.object.number("dropped") == 0)
      #expect(try await Tool.run(["journal", "prune", "--older-than", "29"] + journal).status == 64)
    }
  }

  @Test func aMissingJournalIsNotMade() async throws {
    let folder = try Tool.folder()
    let path = folder.appending(path: "none.sqlite").path
    for verb in [["check"], ["backup", "--to", path + "2"], ["export"], ["prune", "--older-than", "30"]] {
      #expect(try await Tool.run(["journal"] + verb + ["--journal", path]).status == 66)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
