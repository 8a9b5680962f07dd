import Foundation
import Testing

/// How `pos sim` begins and ends.
@Suite struct SimTests {
  @Test func leavesALinkToASimulatorThatRuns() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let link = sim.address.dropFirst("serial:".count)
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: String(link))
      let second = try await Tool.run(["sim", "--pty", "--link", String(link)], in: sim.folder)
      #expect(second.status == 69 && second.output.isEmpty)
      #expect(second.errors.contains("process \(sim.child.process.processIdentifier) (pos)"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: String(link)) == target)
    }
  }

  /// A simulator that was killed leaves its link behind; another one may have got its pseudo-terminal since.
  @Test func takesALinkWhoseOwnerIsDead() async throws {
    try await SimulatedReader.run(.pty) { other in
      let link = String(other.address.dropFirst("serial:".count))
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
      let folder = try Tool.folder("takesALink")
      let stale = folder.appending(path: "reader").path
      try FileManager.default.createSymbolicLink(atPath: stale, withDestinationPath: target)
      let sim = try await SimulatedReader(.pty, in: folder)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: stale) != target)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
      sim.child.signal(SIGTERM)
      #expect(await sim.child.end().status == 0)
    }
  }

  @Test(arguments: [SIGHUP, SIGTERM, SIGINT])
  func removesItsLink(_ signal: Int32) async throws {
    let sim = try await SimulatedReader(.pty, in: Tool.folder("removesItsLink\(signal)"))
    let link = String(sim.address.dropFirst("serial:".count))
    sim.child.signal(signal)
    #expect(await sim.child.end().status == 0)
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil)
  }

  @Test(
    arguments: [
      ["--usbip", "--pty"], ["--usb-profile", "pax", "--pty"], ["--usbip", "--usb-profile", "nobody"],
      ["--usbip", "--usb-fault", "2:stall"], ["--usbip", "--usb-fault", "short=0"],
      ["--usbip", "--usb-fault", "unplug@pay+"], ["--usbip", "--usb-fault", "stall@-1"], [],
    ])
  func refusesOptionsThatDoNotGoTogether(_ options: [String]) async throws {
    let outcome = try await Tool.run(["sim"] + options, in: Tool.folder("simOptions"))
    #expect(outcome.status == 64 && outcome.output.isEmpty)
  }

  /// Whoever reaches it has the terminal.
  @Test(arguments: [("0.0.0.0", true), ("127.0.0.1", false), ("localhost", false)])
  func warnsWhereOthersReachItsDevices(host: String, warns: Bool) async throws {
    let child = try Child(
      Tool.binary, ["sim", "--usbip", "--usbip-address", "\(host):0"], in: Tool.folder("simWarning"))
    #expect(await child.wait(within: 60) { $0.hasPrefix("ready usbip:") && $0.contains("\n") } != nil)
    child.signal(SIGTERM)
    let outcome = await child.end()
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("warning: USB/IP has no authentication") == warns, "\(outcome.errors)")
  }

  @Test func saysHowToAttachItsDevices() async throws {
    let child = try Child(
      Tool.binary,
      [
        "sim", "--usbip", "--usbip-address", "127.0.0.1:0", "--usb-profile", "pax", "--usb-profile", "vendor",
        "--usb-fault", "2:short=8@pay+3", "--usb-fault", "unplug=0.5@1000s",
      ], in: Tool.folder("simUSBIP"))
    let text = await child.wait(within: 60) { $0.contains("\n") }
    #expect(text?.firstMatch(of: /^ready usbip:127\.0\.0\.1:\d+ busid 1-1 1-2\n$/) != nil)
    #expect(await child.waitForNote { $0.contains("attach -r 127.0.0.1 -b 1-2") })
    child.signal(SIGTERM)
    #expect(await child.end().status == 0)
  }
}
