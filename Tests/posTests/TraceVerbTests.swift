import Foundation
import Testing

/// `pos trace show|follow|diff|stats|svg`, as a technician types them.
@Suite(.serialized, .timeLimit(.minutes(3))) struct TraceVerbTests {
  /// A payment over a serial line.
  private static let payment = Tool.root.appending(path: "fixtures/golden/payment.trace").path
  private static let head = "# pos-trace 1 tcp:a:1 tcp\n"

  private func trace(_ words: String...) async throws -> Tool.Outcome {
    try await Tool.run(["trace"] + words)
  }

  /// A file of a trace whose messages pass a tenth of a second apart.
  private func file(_ messages: [String], in folder: URL, _ name: String = "made.trace") throws -> String {
    let lines = messages.enumerated().map {
      "\($0.offset / 10).\($0.offset % 10)00000 \(Self.wall) \($0.element)\n"
    }
    let path = folder.appending(path: name)
    try Data((Self.head + lines.joined()).utf8).write(to: path)
    return path.path
  }

  private static let wall = "2026-11-21T03:35:06.007Z"

  @Test func showExplainsWhatWasChosen() async throws {
    let whole = try await trace("show", Self.payment)
    #expect(whole.status == 0 && whole.errors.isEmpty)
    #expect(
      whole.lines.first == "# 1: serial:/dev/ttyUSB0" && whole.lines.last?.hasSuffix("■ line closed") == true)
    #expect(!whole.output.contains("ACK"))
    let one = try await trace("show", Self.payment, "--command", "0601")
    #expect(one.lines.dropFirst() == [" 0.018 ► 06 01 authorization  amount 1,500,000 IRR  currency IRR"])
    let part = try await trace("show", Self.payment, "--from", "0.8", "--direction", "received", "--json")
    #expect(part.objects.compactMap { $0.text("kind") } == ["apdu", "ack", "apdu", "ack"])
    #expect(part.objects.first?.number("microseconds") == 827_711)
    let raw = try await trace("show", Self.payment, "--raw")
    #expect(raw.output == (try String(contentsOfFile: Self.payment, encoding: .utf8)))
  }

  /// The file may come from a program that masks nothing.
  @Test(arguments: [["show"], ["show", "--raw"], ["show", "--json"], ["svg"], ["diff"]])
  func nothingSecretIsShownOfAForeignTrace(verb: [String]) async throws {
    let folder = try Tool.folder()
    let trace = try file(
      [
        "> apdu 06 00 06 12 34 56 3E 03 64", "< apdu 04 0F 0D 27 00 22 F0 F8 60 37 99 12 34 56 78 90",
        "< noise 60 37 99 12 34 56 78 90",
      ], in: folder)
    var words = verb + [trace]
    if verb == ["diff"] { words.append(try file([], in: folder, "empty.trace")) }
    let outcome = try await Tool.run(["trace"] + words)
    #expect(outcome.status == (verb == ["diff"] ? 1 : 0), "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
    for secret in ["123456", "12 34 56", "99123", "99 12 3"] {
      #expect(!(outcome.output + outcome.errors).contains(secret), "\(outcome.output)")
    }
  }

  @Test func followGoesThroughTurnedOverFiles() async throws {
    try await SimulatedReader.run { sim in
      let trace = sim.folder.appending(path: "till.trace").path
      let follower = try Child(Tool.binary, ["trace", "follow", trace], in: sim.folder)
      // A payment takes about two kilobytes.
      for number in 1...5 {
        let paid = try await sim.pay("k\(number)", 1_500_000, "--trace", trace, "--trace-limit", "4096,9")
        #expect(paid.status == 0, "\(paid.errors)")
        let written = try await self.trace("show", trace, "--rotated").output
        #expect(await follower.wait(within: 60) { $0 == written } != nil, "payment \(number)")
      }
      follower.signal(SIGINT)
      let followed = await follower.end(within: 20)
      #expect(FileManager.default.fileExists(atPath: "\(trace).1"))
      let shown = try await self.trace("show", trace, "--rotated")
      #expect(shown.lines.count > 100)
      #expect(followed.output == shown.output && followed.errors.isEmpty)
    }
  }

  @Test func diffFindsTheFirstOtherMessage() async throws {
    let folder = try Tool.folder()
    let text = try String(contentsOfFile: Self.payment, encoding: .utf8)
    // Another time of day, and another moment.
    let later = folder.appending(path: "later.trace")
    try Data(text.replacing("T22:38:3", with: "T23:08:0").replacing("\n0.8", with: "\n0.9").utf8).write(
      to: later)
    let same = try await trace("diff", Self.payment, later.path)
    #expect(same.status == 0 && same.output.isEmpty && same.errors.isEmpty)

    let one = ["> apdu 06 01 07 04 00 00 01 50 00 00", "< apdu 80 00 00"]
    let left = try file(one + ["< apdu 06 0F 00"], in: folder, "a")
    let right = try file(one + ["< apdu 06 1E 01 6C"], in: folder, "b")
    let other = try await trace("diff", left, right, "--context", "1")
    #expect(other.status == 1)
    #expect(
      other.lines == [
        "the first difference is message 3 (of 3 and 3)", "   0.100 ◄ 80 00 yes",
        "-  0.200 ◄ 06 0F completion",
        "+  0.200 ◄ 06 1E abort  result 6C timeout or abort key",
      ])
    let shorter = try await trace("diff", left, try file(one, in: folder, "c"))
    #expect(shorter.status == 1 && shorter.lines.last == "+ (the trace ends)")
  }

  /// Two payments differ in their numbers only.
  @Test func diffLeavesOutNumbersUnlessAsked() async throws {
    let folder = try Tool.folder()
    let (one, two) = (
      try file(["< apdu 04 0F 06 27 00 0B 00 00 01"], in: folder, "one"),
      try file(["< apdu 04 0F 06 27 00 0B 00 00 02"], in: folder, "two")
    )
    #expect(try await trace("diff", one, two).status == 0)
    #expect(try await trace("diff", one, two, "--exact").status == 1)
  }

  @Test func statsMeasureAsWritten() async throws {
    let trace = try file(
      [
        "> apdu 06 01 07 04 00 00 01 50 00 00", "< apdu 80 00 00", "< apdu 04 FF 01 0A", "> apdu 80 00 00",
        "< apdu 04 FF 01 0A", "< noise FF", "> apdu 80 00 00", "< apdu 04 0F 02 27 00", "> apdu 80 00 00",
        "< apdu 06 0F 00", "hello", "> apdu 80 00 00", "> apdu 05 01 03 00 00 00", "- closed disconnected",
      ], in: Tool.folder())
    let rows = try await self.trace("stats", trace, "--json").objects
    func row(_ phase: String, _ command: String) -> [String: Any] {
      rows.first { $0.text("phase") == phase && $0.text("command") == command } ?? [:]
    }
    #expect(row("accept", "0601").number("p50") == 100_000)
    #expect(row("record", "0601").number("max") == 600_000)
    #expect(row("whole", "0601").number("p99") == 900_000)
    #expect(row("answer", "04FF").number("count") == 2 && row("answer", "04FF").number("p90") == 200_000)
    #expect(row("gap", "").number("p50") == 300_000)
    let counts = rows.last ?? [:]
    for (name, count) in [
      "connections": 1, "messages": 11, "repeats": 0, "naks": 0, "damaged": 0, "noise": 1, "lost": 1,
      "unread": 1,
    ] { #expect(counts.number(name) == count, "\(name)") }
    let chosen = try await self.trace("stats", trace, "--json", "--command", "0601").objects
    #expect(chosen.compactMap { $0.text("phase") } == ["accept", "record", "whole"])
  }

  /// The picture of docs/trace.md is what its command draws.
  @Test func thePictureInTheDocumentsIsDrawnAsItSays() async throws {
    let picture = Tool.root.appending(path: "docs/images/payment.svg")
    let path = try Tool.folder().appending(path: "payment.svg")
    let drawn = try await trace("svg", Self.payment, "--payment", "1", "-o", path.path)
    #expect(drawn.status == 0 && drawn.output.isEmpty)
    if ProcessInfo.processInfo.environment["POS_GOLDEN"] == "write" {
      try Data(contentsOf: path).write(to: picture)
    }
    #expect(try Data(contentsOf: path) == Data(contentsOf: picture))
  }

  @Test(arguments: ["en", "fa"]) func picturesAreWellFormed(lang: String) async throws {
    let folder = try Tool.folder()
    let trace = folder.appending(path: "odd.trace").path
    let text = try String(contentsOfFile: Self.payment, encoding: .utf8)
    try Data(text.replacing("/dev/ttyUSB0", with: "/<&\"'>\u{1}]]>").utf8).write(to: URL(filePath: trace))
    let (picture, plot) = (folder.appending(path: "a.svg").path, folder.appending(path: "b.svg").path)
    #expect(try await self.trace("svg", trace, "--lang", lang, "-o", picture).status == 0)
    #expect(try await self.trace("stats", trace, "--plot", plot).status == 0)
    for file in [picture, plot] {
      let program =
        "import sys, xml.dom.minidom as m; assert m.parse(sys.argv[1]).documentElement.tagName == 'svg'"
      let child = try Child(URL(filePath: "/usr/bin/env"), ["python3", "-c", program, file], in: folder)
      let read = await child.end()
      #expect(read.status == 0, "\(read.errors)")
    }
  }

  @Test(arguments: [["show"], ["stats"], ["svg"], ["diff"], ["follow"]])
  func whatIsNoTraceIsSaidSo(verb: [String]) async throws {
    let folder = try Tool.folder()
    let path = folder.appending(path: "x").path
    try Data("hello\n".utf8).write(to: URL(filePath: path))
    let words = verb == ["diff"] ? [path, path] : [path]
    let outcome = try await Tool.run(["trace"] + verb + words, in: folder)
    #expect(outcome.status == 65 && outcome.errors.contains("line 1"), "\(outcome.errors)")
    guard verb != ["follow"] else { return }
    let missing = try await Tool.run(["trace"] + verb + words.map { _ in "nowhere" }, in: folder)
    #expect(missing.status == 66 && missing.errors.contains("nowhere"), "\(missing.errors)")
  }
}
