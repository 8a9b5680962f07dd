import Foundation
import Testing

/// `pos serve --stdio`: one answer a line, in order, events before it.
@Suite(.serialized) struct ServeTests {
  private func talk(_ sim: SimulatedReader, _ lines: [String]) async throws -> Tool.Outcome {
    try await Tool.run(
      ["serve", "--stdio"] + sim.both, input: lines.joined(separator: "\n") + "\n", in: sim.folder)
  }

  @Test func paysAndTellsWhatHappens() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let outcome = try await talk(
        sim,
        [
          #"{"id":9,"verb":"cancel"}"#,
          #"{"id":1,"verb":"status"}"#, #"{"id":"two","verb":"pay","key":"a","amount":1500000}"#,
          #"{"id":3,"verb":"pay","key":"a","amount":"1500000"}"#, #"{"id":4,"verb":"history"}"#,
          #"{"id":5,"verb":"recover"}"#, #"{"id":6,"verb":"receipt","key":"a","lang":"fa"}"#,
          #"{"id":7,"verb":"reverse","key":"back","of":"a"}"#, #"{"id":8,"verb":"decode","hex":"8000 00"}"#,
        ])
      #expect(outcome.status == 0)
      let objects = outcome.objects
      #expect(objects.count == outcome.lines.count, "every line is an object")
      let results = objects.filter { $0["result"] != nil }
      #expect(results.allSatisfy { $0.number("exit") == 0 })
      func result(_ id: Int) -> [String: Any] {
        results.first { $0.number("id") == id }?.object("result") ?? [:]
      }
      #expect(results.count == 9)
      #expect(result(1).flag("ready") == true)
      #expect(result(3).flag("replayed") == true)
      #expect((result(4)["payments"] as? [Any])?.count == 1)
      #expect(result(5).number("unresolved") == 0)
      #expect((result(6)["lines"] as? [String])?.contains { $0.contains("رسید") } == true)
      #expect(result(7).text("reverses") == "a" && result(7).text("outcome") == "approved")
      #expect((result(8)["messages"] as? [[String: Any]])?.first?.text("control") == "8000")
      #expect(result(9).flag("cancelling") == false)
      let paying = objects.filter { $0.text("id") == "two" }
      #expect(paying.dropLast().map { $0.text("event") }.contains("progress"))
      #expect(paying.last?.object("result")?.text("outcome") == "approved", "no event after the result")
      #expect(try sim.ledger(1_500_000) == ["booked", "reversed"])
    }
  }

  @Test func onePortServesEveryCurrency() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let outcome = try await talk(
        sim,
        [
          #"{"id":1,"verb":"pay","key":"a","amount":1250,"currency":"EUR"}"#, #"{"id":2,"verb":"status"}"#,
          #"{"id":3,"verb":"pay","key":"b","amount":5000}"#, #"{"id":4,"verb":"recover"}"#,
        ])
      let results = outcome.objects.filter { $0["result"] != nil }
      #expect(results.map { $0.number("exit") } == [0, 0, 0, 0])
    }
  }

  @Test(arguments: [
    ("nonsense", "notJSON"), ("[]", "notRequest"), ("1", "notRequest"), (#"{"verb":"status"}"#, "noID"),
    (#"{"id":null,"verb":"status"}"#, "noID"), (#"{"id":7}"#, "unknownVerb"),
    (#"{"id":7,"verb":"dance"}"#, "unknownVerb"), (#"{"id":7,"verb":"serve"}"#, "unknownVerb"),
    (#"{"id":7,"verb":"pay","key":"a"}"#, "usage"),
    (#"{"id":7,"verb":"pay","key":"a","amount":-1}"#, "usage"),
    (#"{"id":7,"verb":"pay","key":"a","amount":1,"colour":"red"}"#, "usage"),
    (#"{"id":7,"verb":"pay","key":["a"],"amount":1}"#, "unknownMember"),
    (#"{"id":7,"verb":"pay","key":"a","--amount":1}"#, "usage"),
    (#"{"id":7,"verb":"pay","ke y":"a","amount":1}"#, "unknownMember"),
    (#"{"id":7,"verb":"pay","key":"a","amount":1.5}"#, "notJSON"),
    (#"{"id":7,"verb":"status","help":true}"#, "usage"),
    (String(repeating: "x", count: 400_000), "tooLong"),
  ])
  func answersABadLineAndGoesOn(line: String, reason: String) async throws {
    try await withoutReader([line, #"{"id":8,"verb":"decode","hex":"060F00"}"#]) { objects in
      #expect(objects.count == 2)
      #expect(objects[0].object("error")?.text("reason") == reason)
      #expect(objects[0].number("exit") == (["notJSON", "tooLong"].contains(reason) ? 65 : 64))
      if line.contains("\"id\":7"), reason != "notJSON" { #expect(objects[0].number("id") == 7) }
      #expect(objects[1].number("id") == 8 && objects[1].number("exit") == 0)
    }
  }

  @Test func aVerbThatFailsAnswersWithItsOwnExit() async throws {
    try await withoutReader([
      #"{"id":1,"verb":"pay","key":"a","amount":5}"#, #"{"id":2,"verb":"decode","hex":"0600"}"#,
      #"{"id":3,"verb":"status","reader":"/dev/null"}"#,
    ]) { objects in
      #expect(objects.map { $0.number("exit") } == [69, 65, 69])
      #expect(objects[0].object("result")?.text("outcome") == "notSent")
    }
  }

  @Test func cancelOvertakes() async throws {
    try await SimulatedReader.run(.pty, more: ["--card", "none"]) { sim in
      let input = Pipe()
      let serve = try Child(
        Tool.binary, ["serve", "--stdio"] + sim.both, in: sim.folder, pipe: input)
      let say = { (line: String) in try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
      }
      try say(#"{"id":1,"verb":"pay","key":"a","amount":5000}"#)
      #expect(await serve.wait { $0.contains("\"event\":\"progress\"") } != nil)
      try say(#"{"id":2,"verb":"cancel"}"#)
      #expect(await serve.wait { $0.contains("\"outcome\":\"declined\"") } != nil)
      try input.fileHandleForWriting.close()
      let outcome = await serve.end()
      #expect(outcome.status == 0)
      #expect(outcome.objects.first { $0.number("id") == 2 }?.object("result")?.flag("cancelling") == true)
    }
  }

  @Test func anIdleOneEndsOnTheFirstSignal() async throws {
    let folder = try Tool.folder()
    let serve = try Child(Tool.binary, ["serve", "--stdio"], in: folder, pipe: Pipe())
    try await Task.sleep(for: .seconds(1))
    serve.signal(SIGTERM)
    #expect(await serve.end(within: 10).status == 0)
  }

  @Test func thePythonTillPays() async throws {
    try await SimulatedReader.run(.tcp) { sim in
      let example = Tool.root.appending(path: "docs/serve_example.py").path
      let arguments = ["python3", example, Tool.binary.path, sim.address, sim.journal, "till-1", "1500000"]
      let options = ["--time-scale", SimulatedReader.timeScale]
      let outcome = try await Child(
        URL(filePath: "/usr/bin/env"), arguments + options, in: sim.folder
      ).end()
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("approved 1"))
      #expect(outcome.output.contains("1,500,000 IRR"))
      #expect(try sim.ledger(1_500_000) == ["booked"])
    }
    let lines = try String(
      contentsOf: Tool.root.appending(path: "docs/serve_example.py"), encoding: .utf8)
    #expect(lines.split(separator: "\n").count <= 30)
  }

  private func withoutReader(
    _ lines: [String], _ body: ([[String: Any]]) throws -> Void
  ) async throws {
    let folder = try Tool.folder("serve")
    let arguments = ["serve", "--stdio", "--reader", "tcp:127.0.0.1:1", "--journal", folder.path + "/j"]
    let outcome = try await Tool.run(arguments, input: lines.joined(separator: "\n"), in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == outcome.objects.count)
    try #require(outcome.objects.count == lines.count)
    try body(outcome.objects)
  }
}
