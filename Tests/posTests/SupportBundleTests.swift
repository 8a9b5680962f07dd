import Foundation
import Testing

@Suite struct SupportBundleTests {
  /// Packs one, and returns its unpacked folder.
  private func unpack(_ file: String, in folder: URL) async throws -> URL {
    let tar = try Child(URL(filePath: "/usr/bin/env"), ["tar", "-xf", file], in: folder)
    #expect(await tar.end(within: 60).status == 0, "the system's tar reads it")
    return folder.appending(path: "pos-support")
  }

  @Test func nothingSecretIsInIt() async throws {
    // No such account exists.
    let (card, password) = ("6219860000000001", "482915")
    try await SimulatedReader.run(.pty, more: ["--password", password, "--card", card]) { sim in
      let trace = sim.folder.appending(path: "till.trace").path
      let paid = try await sim.pay("a", 5000, "--password", password, "--trace", trace)
      #expect(paid.status == 0)
      // A trace of another program, which masks nothing.
      let foreign = sim.folder.appending(path: "foreign.trace")
      let clear = "0.1 < apdu 22 F0 F8 62 19 86 00 00 00 00 01 29\npan \(card)\n06 00 03 48 29 15\n"
      try Data(clear.utf8).write(to: foreign)
      let out = sim.folder.appending(path: "bundle.tar").path
      let made = try await Tool.run(
        ["support-bundle"] + sim.reader + ["--password", password, "--out", out, "--add", trace, "--add"]
          + [foreign.path, "--journal", sim.journal, "--json"], in: sim.folder)
      try FileManager.default.removeItem(at: foreign)
      #expect(made.status == 0)
      #expect((made.object.number("hidden") ?? 0) >= 3)
      let folder = try await unpack(out, in: sim.folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names.contains("doctor.txt") && names.contains("journal.txt") && names.contains("trace-2.txt"))
      for name in names {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        #expect(!text.contains(password) && !text.contains("48 29 15"), "\(name)")
      }
      let scan = try Child(
        Tool.root.appending(path: "scripts/scan-cards"), [folder.path, out], in: sim.folder)
      let outcome = await scan.end(within: 60)
      #expect(outcome.status == 0, "\(outcome.output)")
    }
  }

  @Test func aFileThatIsThereIsNotWrittenOver() async throws {
    let folder = try Tool.folder()
    let out = folder.appending(path: "b.tar")
    try Data("mine".utf8).write(to: out)
    let outcome = try await Tool.run(
      ["support-bundle", "--reader", "tcp:127.0.0.1:1", "--out", out.path], in: folder)
    #expect(outcome.status == 73)
    #expect(try String(contentsOf: out, encoding: .utf8) == "mine")
  }
}
