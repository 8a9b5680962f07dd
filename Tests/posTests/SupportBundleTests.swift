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

  /// What a helper far away asks first; the machine's name is nobody's business.
  @Test func versionsAreNamedAndTheMachineIsNot() async throws {
    let folder = try Tool.folder()
    let out = folder.appending(path: "b.tar").path
    let made = try await Tool.run(
      ["support-bundle", "--reader", "tcp:127.0.0.1:1", "--out", out, "--time-scale", "0.1"], in: folder)
    #expect(made.status == 0)
    let file = try await unpack(out, in: folder).appending(path: "versions.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let facts = Dictionary(
      lines.map { line in
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        return (words[0], words.count > 1 ? words[1] : "")
      }, uniquingKeysWith: { first, _ in first })
    #expect(facts["swift"]?.firstMatch(of: /^6\.\d.*, in a toolchain with .*[Cc]lang.* \d+\./) != nil)
    #expect(facts["sqlite"]?.wholeMatch(of: /3\.\d+\.\d+/) != nil)
    #expect(facts["libc"]?.contains(".") == true)
    #expect(facts["udev"]?.hasSuffix("run") == true || facts["udev"] == "runs")
    #if USB
      #expect(facts["libusb"]?.wholeMatch(of: /1\.\d+\.\d+\.\d+/) != nil)
    #else
      #expect(facts["libusb"] == "not in this build")
    #endif
    #if canImport(Glibc)
      var names = utsname()
      uname(&names)
      func text<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      }
      #expect(facts["kernel"]?.contains(text(names.release)) == true)
      #expect(facts["system"]?.isEmpty == false)
      let words = Set(lines.flatMap { $0.split(whereSeparator: { " \",()".contains($0) }).map(String.init) })
      #expect(!words.contains(text(names.nodename)))
    #endif
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
