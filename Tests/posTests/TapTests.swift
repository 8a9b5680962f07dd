import Foundation
import Testing

/// `pos tap` between a till and a simulated reader, and what becomes of its trace.
@Suite(.serialized, .timeLimit(.minutes(3))) struct TapTests {
  /// `pos tap` as a child process.
  struct RunningTap {
    let child: Child
    let address: String
    let trace: String

    init(_ till: String, _ reader: String, in folder: URL) async throws {
      trace = folder.appending(path: "tap.postrace").path
      child = try Child(Tool.binary, ["tap", till, reader, "--trace", trace, "--explain"], in: folder)
      let text = await child.wait(within: 60) { $0.contains("\n") }
      let first = try #require(text?.split(separator: "\n").first, "the tap did not start")
      try #require(first.hasPrefix("ready "))
      address = String(first.dropFirst("ready ".count))
    }

    func stop() async -> Tool.Outcome {
      child.signal(SIGTERM)
      return await child.end(within: 20)
    }
  }

  private func till(_ port: SimulatedReader.Port, _ folder: URL) -> String {
    port == .tcp ? "tcp:127.0.0.1:0" : "pty:\(folder.path)/till"
  }

  private func pay(_ address: String, _ sim: SimulatedReader, journal: String) async throws -> Tool.Outcome {
    try await Tool.run(
      [
        "pay", "--reader", address, "--time-scale", SimulatedReader.timeScale, "--journal", journal, "--key",
        "k1", "--amount", "1500000", "--json",
      ], in: sim.folder)
  }

  /// The whole chain: a till pays through the tap; the trace plays the terminal to our till, which comes to
  /// the same; and plays the till to a fresh terminal, which says the same.
  @Test(arguments: SimulatedReader.Port.allCases)
  func aPaymentThroughATapIsPlayedBackToBothSides(port: SimulatedReader.Port) async throws {
    try await SimulatedReader.run(port, "tap-\(port)") { sim in
      let tap = try await RunningTap(till(port, sim.folder), sim.address, in: sim.folder)
      let paid = try await pay(tap.address, sim, journal: sim.journal)
      #expect(paid.status == 0 && paid.object.text("outcome") == "approved", "\(paid.errors)")
      let outcome = await tap.stop()
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("06 01 authorization"))
      let lines = try String(contentsOfFile: tap.trace, encoding: .utf8).split(separator: "\n")
      #expect(lines.first?.hasPrefix("# pos-trace 1 ") == true)
      #expect(lines.last?.contains(" - closed here") == true)

      let again = try await pay(
        "replay:\(tap.trace)?gaps=none", sim, journal: sim.folder.appending(path: "again.sqlite").path)
      for key in ["outcome", "receiptNumber", "traceNumber", "amount"] {
        #expect("\(again.object[key] ?? "none")" == "\(paid.object[key] ?? "none")", "\(again.errors)")
      }
      try await SimulatedReader.run(port, "tap-fresh-\(port)") { fresh in
        let replay = [
          "trace", "replay", tap.trace, "--as", "register", "--on", fresh.address, "--gaps", "none",
        ]
        let refused = try await Tool.run(replay, in: sim.folder)
        #expect(refused.status == 64 && refused.errors.contains("06 01 authorization"), "\(refused.errors)")
        #expect(try fresh.ledger(1_500_000).isEmpty, "money only where it is asked for")
        let played = try await Tool.run(replay + ["--with-payments"], in: sim.folder)
        #expect(played.status == 0, "\(played.errors)")
        #expect(try fresh.ledger(1_500_000) == ["booked"])
      }
    }
  }

  @Test func aTillThatAsksForSomethingElseIsToldOf() async throws {
    try await SimulatedReader.run(.tcp) { sim in
      let tap = try await RunningTap("tcp:127.0.0.1:0", sim.address, in: sim.folder)
      _ = try await pay(tap.address, sim, journal: sim.journal)
      _ = await tap.stop()
      let player = try Child(
        Tool.binary,
        ["trace", "replay", tap.trace, "--as", "terminal", "--on", "tcp:127.0.0.1:0", "--gaps", "none"],
        in: sim.folder)
      let ready = try #require(await player.wait(within: 60) { $0.contains("\n") })
      let address = String(ready.dropFirst("ready ".count).prefix { $0 != "\n" })
      _ = try await Tool.run(
        [
          "pay", "--reader", address, "--journal", sim.folder.appending(path: "other.sqlite").path, "--key",
          "k", "--amount", "1500001",
        ], in: sim.folder)
      let end = await player.end(within: 60)
      #expect(end.status == 1)
      #expect(end.errors.contains("byte 9 of 06 01 authorization is 01, recorded 00"), "\(end.errors)")
    }
  }

  @Test func whileTheReaderIsAwayATillSeesADeadOne() async throws {
    let folder = try Tool.folder()
    let tap = try await RunningTap("tcp:127.0.0.1:0", "serial:\(folder.path)/reader", in: folder)
    let refused = try await Tool.run(["status", "--reader", tap.address], in: folder)
    #expect(refused.status == 69)
    #expect(await tap.child.waitForNote { $0.contains("the reader is away") })
    let outcome = await tap.stop()
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("till gone") || outcome.errors.contains("closed"))
  }

  @Test(arguments: [
    ("pty:", "tcp:127.0.0.1:1", "tcp:HOST:PORT"), ("tcp:127.0.0.1:0", "serial:/nowhere", "pty:LINK"),
    ("tcp:127.0.0.1:0", "tcp:127.0.0.1:1", nil), ("pty:", "serial:/nowhere", nil),
  ])
  func differentFramingsAreWarnedOf(till: String, reader: String, advice: String?) async throws {
    let tap = try await RunningTap(till, reader, in: try Tool.folder())
    let outcome = await tap.stop()
    #expect(outcome.errors.contains("speak differently") == (advice != nil), "\(outcome.errors)")
    #expect(outcome.errors.contains("connect by \(advice ?? "")") == (advice != nil), "\(outcome.errors)")
  }

  @Test(arguments: ["x", "pty:a?b\u{0}", "tcp:nowhere", "usb:", "replay:x"])
  func aPlaceNobodyCanConnectToIsWrongUsage(place: String) async throws {
    guard !place.contains("\u{0}") else { return }
    #expect(try await Tool.run(["tap", place, "tcp:127.0.0.1:1"]).status == 64)
  }

  @Test func whatIsNoTraceCannotBePlayed() async throws {
    let folder = try Tool.folder()
    let file = folder.appending(path: "x").path
    for (text, message) in [
      ("", "not a trace"), ("hello\n", "not a trace"),
      ("# pos-trace 1 tcp:a:1 morse\n", "line 1: expected '# pos-trace 1 ADDRESS serial|tcp'"),
      ("# pos-trace 1 tcp:a:1 tcp\nhello\n", "line 2: expected TIME WALL DIRECTION KIND"),
    ] {
      try Data(text.utf8).write(to: URL(filePath: file))
      let outcome = try await Tool.run(["trace", "pcap", file, "-o", "out"], in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains(message), "\(outcome.errors)")
    }
    let missing = try await Tool.run(["trace", "pcap", "nowhere", "-o", "out"], in: folder)
    #expect(missing.status == 66)
    let reader = try await Tool.run(["status", "--reader", "replay:\(file)"], in: folder)
    #expect(reader.status == 69 && reader.errors.contains("line 2"), "\(reader.errors)")
  }
}
