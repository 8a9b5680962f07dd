import Foundation
import Testing

/// `pos doctor` and `pos probe` at the sick readers a technician meets.
@Suite(.serialized) struct DoctorVerbTests {
  private func finding(_ check: String, in outcome: Tool.Outcome) -> [String: Any] {
    outcome.objects.first { $0.text("check") == check } ?? [:]
  }

  private func examine(_ sim: SimulatedReader, _ more: String...) async throws -> Tool.Outcome {
    try await Tool.run(["doctor"] + sim.reader + ["--json"] + more, in: sim.folder)
  }

  @Test(arguments: SimulatedReader.Port.allCases)
  func aGoodReader(port: SimulatedReader.Port) async throws {
    try await SimulatedReader.run(port) { sim in
      _ = try await sim.pay("a", 5000)
      let outcome = try await examine(sim, "--journal", sim.journal)
      #expect(finding("status", in: outcome).text("verdict") == "ok")
      #expect(finding("clock", in: outcome).text("verdict") == "ok")
      #expect(finding("lastTransaction", in: outcome).text("message")?.contains("approved") == true)
      #expect(!outcome.objects.contains { $0.text("verdict") == "failed" })
      #expect(try sim.ledger(5000) == ["booked"], "a doctor pays nothing")
    }
  }

  @Test(arguments: ["F0": "status", "62": "clock", "51": "status"])
  func aLockedTerminal(code: String, check: String) async throws {
    try await SimulatedReader.run(.pty, more: ["--status", code]) { sim in
      let outcome = try await examine(sim)
      #expect(outcome.status == 1)
      #expect(finding("status", in: outcome).text("reason") == "status\(code)")
      #expect(finding(check, in: outcome).text("verdict") == "failed")
      #expect(finding(check, in: outcome).text("advice")?.isEmpty == false)
      if code == "F0" { #expect(finding("endOfDay", in: outcome).text("reason") == "due") }
    }
  }

  @Test(arguments: [
    "silent": "silent", "wrong-baud": "garbled", "refusing": "rejected", "echo": "echo", "text": "foreign",
  ])
  func aBadLine(fault: String, reason: String) async throws {
    try await SimulatedReader.run(.pty, more: ["--fault", fault]) { sim in
      let outcome = try await examine(sim)
      #expect(outcome.status == 69)
      #expect(finding("wiring", in: outcome).text("reason") == reason)
      #expect(finding("registration", in: outcome).text("verdict") == "skipped")
    }
  }

  @Test func aTerminalThatIsSwitchedOffInMidTalk() async throws {
    try await SimulatedReader.run(.tcp, more: ["--fault", "dying"]) { sim in
      let outcome = try await examine(sim)
      #expect(outcome.status == 69)
      #expect(finding("handshake", in: outcome).text("verdict") == "failed")
    }
  }

  @Test func aWrongPassword() async throws {
    try await SimulatedReader.run(.pty, more: ["--password", "654321"]) { sim in
      let outcome = try await examine(sim, "--password", "482915")
      #expect(outcome.status == 69)
      #expect(finding("registration", in: outcome).text("reason") == "password")
      #expect(!outcome.output.contains("482915"), "the password that was given is not shown")
    }
  }

  @Test func aClockThatIsAhead() async throws {
    try await SimulatedReader.run(.pty, more: ["--clock", "+1h"]) { sim in
      _ = try await sim.pay("a", 5000)
      let outcome = try await examine(sim)
      #expect(outcome.status == 1)
      #expect(finding("clock", in: outcome).text("reason") == "ahead")
    }
  }

  @Test func aClockThatIsBehindIsToldAndSetOnlyIfThatIsAsked() async throws {
    try await SimulatedReader.run(.tcp, more: ["--clock", "-20m"]) { sim in
      for _ in 0..<2 {
        let outcome = try await examine(sim)
        #expect(outcome.status == 1)
        #expect(finding("clock", in: outcome).text("reason") == "behind")
        #expect(finding("clock", in: outcome).text("message") == "It is 20 minutes behind this machine's.")
      }
      #expect(finding("clock", in: try await examine(sim, "--set-clock")).text("verdict") == "ok")
      #expect(finding("clock", in: try await examine(sim)).text("verdict") == "ok")
    }
  }

  @Test func aWrongDateIsNoLockOnceTheClockIsSet() async throws {
    try await SimulatedReader.run(.pty, more: ["--status", "62", "--clock", "-3d"]) { sim in
      let outcome = try await examine(sim, "--set-clock", "--diagnose")
      #expect(outcome.status == 0)
      for check in ["status", "clock", "diagnosis"] {
        #expect(finding(check, in: outcome).text("verdict") == "ok")
      }
    }
  }

  @Test func anOpenPreauthorization() async throws {
    let more = ["--open-preauthorization", "17", "--open-preauthorization", "23"]
    try await SimulatedReader.run(.pty, more: more) { sim in
      let outcome = try await examine(sim)
      #expect(outcome.status == 1)
      #expect(finding("preauthorizations", in: outcome).text("message") == "Open, by receipt: 17, 23.")
    }
  }

  @Test func aPortThatSomebodyHolds() async throws {
    try await SimulatedReader.run(.pty, more: ["--card", "none"]) { sim in
      let holder = try Child(
        Tool.binary, ["pay"] + sim.both + ["--key", "a", "--amount", "5000"], in: sim.folder)
      #expect(await holder.waitForNote(within: 60) { $0.contains("card") })
      let outcome = try await examine(sim)
      holder.signal(SIGINT)
      _ = await holder.end(within: 60)
      #expect(outcome.status == 69)
      #expect(finding("holder", in: outcome).text("reason") == "inUse")
      #expect(finding("holder", in: outcome).text("message")?.contains("(pos)") == true)
    }
  }

  @Test func probeFindsTheReaderAndPaysNothing() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let outcome = try await Tool.run(["probe", sim.address, "--json"], in: sim.folder)
      #expect(outcome.status == 0)
      #expect(outcome.objects.last?.number("found") == 1)
      #expect(outcome.objects.first?.flag("reader") == true)
    }
  }

  #if canImport(Glibc)
    /// A reader of the table without a port: where USB is not in the build, that is said.
    @Test func probeOfAllPortsNamesAReaderOnUSB() async throws {
      let folder = try Tool.folder()
      let (device, port) = ("sys/bus/usb/devices/1-1", "sys/bus/usb/devices/1-1/1-1:1.0")
      let texts = [
        "\(device)/idVendor": "079b", "\(device)/idProduct": "0028", "\(device)/serial": "NOWHERE",
        "\(device)/busnum": "1", "\(device)/devnum": "7", "\(port)/bInterfaceNumber": "00",
        "\(port)/bInterfaceClass": "02", "\(port)/bInterfaceSubClass": "02",
        "\(port)/bInterfaceProtocol": "01", "dev/bus/usb/001/007": "",
      ]
      for (path, text) in texts {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("\(text)\n".utf8).write(to: file)
      }
      let arguments = ["probe", "--root", folder.path]
      let outcome = try await Tool.run(arguments + ["--json"], in: folder)
      #expect(outcome.status == 69)
      #expect(outcome.objects.map { $0.text("address") } == ["usb:079b:0028:NOWHERE", nil])
      let error = outcome.objects.first?.text("error") ?? ""
      #if USB
        #expect(error.contains("not on USB"))
      #else
        #expect(error.contains("build with the package trait USB"))
        let lines = try await Tool.run(arguments, in: folder).errors.split(separator: "\n")
        #expect(lines.count { $0.contains("package trait USB") } == 1)
      #endif
    }

    /// A journal has a reader as somebody once typed it.
    @Test func aJournalsAttemptIsFoundUnderAnotherSpelling() async throws {
      try await SimulatedReader.run(.pty) { sim in
        #expect(try await sim.pay("a", 66_107_000).status == 75)
        let link = String(sim.address.dropFirst("serial:".count))
        let real = try FileManager.default.destinationOfSymbolicLink(atPath: link)
        let outcome = try await Tool.run(
          ["doctor", "--reader", "serial:\(real)?baud=19200", "--time-scale", SimulatedReader.timeScale]
            + ["--journal", sim.journal, "--json"], in: sim.folder)
        let pending = finding("pendingReversals", in: outcome)
        #expect(pending.text("reason") == "openAttempts")
        #expect(pending.text("advice")?.contains(sim.address) == true, "recovery goes by the spelling")
        let own = finding("pendingReversals", in: try await examine(sim, "--journal", sim.journal))
        #expect(own.text("reason") == "openAttempts" && own.text("advice")?.contains("also as") == false)
      }
    }
  #endif

  @Test func wrongUsageIsRefused() async throws {
    #expect(try await Tool.run(["probe", "nonsense"]).status == 64)
    #expect(try await Tool.run(["doctor"]).status == 64)
  }
}
