import Foundation
import Testing

#if canImport(Glibc)
  /// `pos ports` on machines made of folders, and on this one.
  @Suite struct PortsTests {
    /// An adapter whose port is closed to everybody, as sysfs shows it.
    private func machine(_ folder: URL) throws {
      let device = "sys/devices/usb1/1-1"
      let port = "\(device)/1-1:1.0"
      let texts = [
        "\(device)/idVendor": "0403", "\(device)/idProduct": "6001", "\(device)/manufacturer": "FTDI",
        "\(device)/product": "TTL232R", "\(device)/serial": "A1", "\(port)/bInterfaceNumber": "00",
        "\(port)/tty/ttyUSB0/dev": "188:0", "dev/ttyUSB0": "",
      ]
      for (path, text) in texts {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("\(text)\n".utf8).write(to: file)
      }
      try link(folder, "\(port)/tty/ttyUSB0/device", to: "../..")
      try link(folder, "sys/class/tty/ttyUSB0", to: "../../../\(port)/tty/ttyUSB0")
      #expect(chmod(folder.appending(path: "dev/ttyUSB0").path, 0o060) == 0)
    }

    private func link(_ folder: URL, _ path: String, to target: String) throws {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: target)
    }

    /// Root may open everything; whoever is tested here may not.
    private func run(_ arguments: [String], in folder: URL) async throws -> Tool.Outcome {
      guard geteuid() == 0 else { return try await Tool.run(arguments, in: folder) }
      let drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", Tool.binary.path]
      return try await Child(URL(filePath: "/usr/bin/env"), drop + arguments, in: folder).end()
    }

    @Test(arguments: [("en", "Looked at: /sys/class/tty"), ("fa", "هیچ درگاهی پیدا نشد")])
    func nothingFoundIsNoFaultAndSaysWhereItLooked(lang: String, text: String) async throws {
      let folder = try Tool.folder()
      let outcome = try await Tool.run(["ports", "--root", folder.path, "--lang", lang], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains(text))
    }

    @Test func nothingFoundAsJSONIsASummary() async throws {
      let folder = try Tool.folder()
      let outcome = try await Tool.run(["ports", "--root", folder.path, "--json"], in: folder)
      #expect(outcome.object["found"] as? Int == 0)
      #expect((outcome.object["lookedAt"] as? [String])?.first == "/sys/class/tty")
    }

    @Test func anAdapterIsShownWithWhatStandsInItsWay() async throws {
      let folder = try Tool.folder()
      try machine(folder)
      let outcome = try await run(["ports", "--root", folder.path], in: folder)
      #expect(
        outcome.lines.first
          == "serial:/dev/ttyUSB0  FTDI TTL232R, 0403:6001 interface 0, serial number A1")
      #expect(outcome.output.contains("serial:auto?id=A1"))
      #expect(outcome.output.contains("no permission: it belongs to"))
      #expect(outcome.status == 0)
      let object = try await run(["ports", "--root", folder.path, "--json"], in: folder).objects.first ?? [:]
      #expect(object["access"] as? String == "noPermission")
      #expect(object["mode"] as? String == "---rw----")
      #expect(object["vendorID"] as? String == "0403")
      #expect(object["stable"] as? String == "serial:auto?id=A1")
      let persian = try await run(["ports", "--root", folder.path, "--lang", "fa"], in: folder)
      #expect(persian.output.contains("اجازه ندارید"))
    }

    @Test func whatComesAndGoesIsTold() async throws {
      let folder = try Tool.folder()
      try machine(folder)
      let child = try Child(Tool.binary, ["ports", "--watch", "--root", folder.path], in: folder)
      #expect(await child.wait { $0.hasPrefix("here serial:/dev/ttyUSB0  FTDI") } != nil)
      let away = folder.appending(path: "away")
      try FileManager.default.moveItem(at: folder.appending(path: "sys"), to: away)
      #expect(await child.wait { $0.contains("\nwent serial:/dev/ttyUSB0") } != nil)
      try FileManager.default.moveItem(at: away, to: folder.appending(path: "sys"))
      #expect(await child.wait { $0.contains("\ncame serial:/dev/ttyUSB0") } != nil)
      child.signal(SIGINT)
      #expect(await child.end().status == 0)
    }

    @Test func aSimulatorIsListedAndGoneWithIt() async throws {
      let folder = try Tool.folder()
      let sim = try Child(Tool.binary, ["sim", "--pty"], in: folder)
      let ready = try #require(await sim.wait { $0.hasPrefix("ready ") && $0.contains("\n") })
      let address = ready.split(separator: "\n")[0].dropFirst("ready ".count)
      let listed = try await Tool.run(["ports", "--json"], in: folder)
      #expect(listed.objects.contains { $0["address"] as? String == String(address) })
      sim.signal(SIGTERM)
      _ = await sim.end()
      let after = try await Tool.run(["ports", "--json"], in: folder)
      #expect(!after.objects.contains { $0["address"] as? String == String(address) })
    }
  }
#endif
