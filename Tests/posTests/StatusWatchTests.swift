import Foundation
import Testing

/// `pos status --watch`, at a simulator that goes and comes back.
@Suite(.timeLimit(.minutes(5))) struct StatusWatchTests {
  @Test(arguments: [SimulatedReader.Port.tcp, .pty])
  func lossAndReturnAreTold(_ port: SimulatedReader.Port) async throws {
    let folder = try Tool.folder()
    var sim = try await SimulatedReader(port, in: folder)
    // A TCP port is another one for each simulator, unless it is named.
    let more = port == .tcp ? ["--tcp", String(sim.address.dropFirst("tcp:".count))] : []
    let watch = try Child(Tool.binary, ["status", "--watch", "--json"] + sim.reader, in: folder)
    #expect(await watch.wait { $0.contains(#""event":"ready""#) } != nil)
    await sim.stop()
    #expect(await watch.wait { $0.contains(#""event":"lost""#) } != nil)
    sim = try await SimulatedReader(port, in: folder, more: more)
    let isBack = await watch.wait { $0.components(separatedBy: #""event":"ready""#).count == 3 }
    #expect(isBack != nil)
    watch.signal(SIGINT)
    let outcome = await watch.end()
    await sim.stop()
    #expect(outcome.status == 0, "\(outcome)")
    let events = outcome.objects.compactMap { $0.text("event") }
    #expect(events.filter { $0 != "away" } == ["ready", "lost", "ready"])
    let reason = port == .tcp ? "idle_drop" : "unplugged"
    #expect(outcome.objects.first { $0.text("event") == "lost" }?.text("reason") == reason)
    let summary = try #require(outcome.objects.last)
    #expect(summary.number("lost") == 1 && summary.object("reasons")?.number(reason) == 1, "\(summary)")
    let (ready, watched) = (summary.number("ready") ?? 0, summary.number("watched") ?? 0)
    #expect(0 < ready && ready < watched)
  }

  /// The reason is told once, however often it is tried.
  @Test func whatNeverWasThereIsUnreachable() async throws {
    let folder = try Tool.folder()
    let watch = try Child(
      Tool.binary, ["status", "--watch", "--reader", "serial:\(folder.path)/none", "--lang", "fa"], in: folder
    )
    #expect(await watch.wait { $0.contains("چنین کارتخوانی پیدا نشد") } != nil)
    try await Task.sleep(for: .milliseconds(500))
    watch.signal(SIGINT)
    let outcome = await watch.end()
    #expect(outcome.status == 69)
    #expect(outcome.lines.count == 2, "\(outcome)")
  }

  @Test func amongTheLinesOfServeItIsRefused() async throws {
    let folder = try Tool.folder()
    let line = #"{"id":1,"verb":"status","watch":true}"#
    let outcome = try await Tool.run(
      ["serve", "--stdio", "--reader", "tcp:127.0.0.1:1", "--journal", folder.path + "/j"], input: line + "\n"
    )
    #expect(outcome.output.contains("--watch is for the command line"), "\(outcome)")
  }
}
