#if USB
  import PosDriver
  import PosSim
  import PosTransport
  import Testing

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  extension USBMockTests {
    /// Probe and doctor over libusb, and a table of the user's own.
    @Suite struct KitTests {
      private let mock: USBMock
      private let loop = LineLoop.next()

      init() throws { mock = try #require(USBMock.shared) }

      private func probe(_ targets: [ProbeTarget], patience: Duration) async -> [ProbeTry] {
        var probe = PosDriver.Probe()
        probe.patience = patience
        return await probe.run(targets)
      }

      private func target(_ device: MockDevice) -> ProbeTarget { .line(.usb(device.address)) }

      // MARK: probe

      @Test func aProbeOfAllPortsTriesReadersOnUSBAndTouchesNothingElse() async throws {
        let known = try await MockDevice(mock)
        let ofTheClass = try await MockDevice(mock, vendorID: 0xFEED, productID: 1)
        let bulk = try await MockDevice(mock, .bulk, vendorID: 0x1209, productID: 1)
        let others = [
          try await MockDevice(mock, .bulk, vendorID: 0x1209, productID: 0x7777),
          try await MockDevice(mock, .bulk, vendorID: 0xFEED, productID: 2),
          try await MockDevice(mock, .hid, vendorID: 0x11CA, productID: 0x0221),
          try await MockDevice(mock, vendorID: 0x0CA6, productID: 0xA051),
        ]
        let all = ProbeTarget.allPorts()
        let mine = [known, ofTheClass, bulk].map(target)
        #expect(mine.allSatisfy(all.contains))
        #expect(!others.map(target).contains(where: all.contains))
        let terminal = try await known.terminal(on: loop)
        let tries = await probe(all.filter { $0 == mine[0] }, patience: .seconds(10))
        #expect(tries.map { $0.hearing?.symptom } == [.answered])
        let deaf = await probe(all.filter { mine.dropFirst().contains($0) }, patience: .milliseconds(50))
        #expect(deaf.map { $0.hearing?.symptom } == [.silent, .silent, .silent, .silent])
        for device in [known, ofTheClass, bulk] {
          let frames = device.written.filter { $0.hasPrefix("1002") }.map { $0.dropFirst(4).prefix(4) }
          #expect(frames.contains("0501") && frames.allSatisfy { ["0501", "8000"].contains($0) })
          #expect(device.events.contains { $0.hasPrefix("release") })
        }
        #expect(others.allSatisfy { $0.events.isEmpty })
        await terminal.switchOff()
        for device in [known, ofTheClass, bulk] + others { try await device.unplug() }
        #expect(!ProbeTarget.allPorts().contains(where: mine.contains), "what is unplugged is none")
      }

      // MARK: doctor

      private func examine(_ address: USBAddress, scale: Double = 1) async -> [CheckUp: Finding] {
        var doctor = Doctor(address: .usb(address), password: 123_456)
        doctor.timeScale = scale
        return Dictionary(await doctor.examine().map { ($0.check, $0) }) { first, _ in first }
      }

      @Test func aDoctorExaminesAReaderOnUSB() async throws {
        let device = try await MockDevice(mock)
        let terminal = try await device.terminal(on: loop)
        let findings = await examine(device.address)
        let well: [CheckUp] = [
          .port, .permission, .holder, .wiring, .handshake, .registration, .status, .clock,
        ]
        for check in well {
          #expect(findings[check]?.verdict == .ok, "\(String(describing: findings[check]))")
        }
        #expect(findings.values.allSatisfy { $0.verdict != .failed })
        try await device.wait(for: "attach 0", times: 2)
        // It is given back before it is opened again.
        let drivers = device.events.filter { $0.hasPrefix("detach") || $0.hasPrefix("attach") }
        let once = ["detach 0", "detach 1", "attach 1", "attach 0"]
        #expect(drivers == once + once)
        await terminal.switchOff()
        try await device.unplug()
      }

      @Test func aDoctorNamesWhatIsWrongWithAReaderOnUSB() async throws {
        let device = try await MockDevice(mock)
        let silent = await examine(device.address, scale: 0.05)
        #expect(silent[.port]?.verdict == .ok && silent[.holder]?.verdict == .ok)
        #expect(silent[.wiring]?.reason == "silent" && silent[.registration]?.verdict == .skipped)
        try await device.set("busy on")
        let busy = await examine(device.address)
        #expect(busy[.permission]?.verdict == .ok && busy[.holder]?.reason == "inUse")
        try await device.unplug()
        let gone = await examine(device.address)
        #expect(gone[.port]?.reason == "notFound" && gone[.permission]?.verdict == .skipped)
        let keyboard = try await MockDevice(mock, .hid, vendorID: 0x0801, productID: 2)
        let hid = await examine(keyboard.address)
        #expect(hid[.port]?.reason == "notSerial" && keyboard.events.isEmpty)
        try await keyboard.unplug()
      }

      // MARK: a table of one's own

      /// A device of class FF that the built-in table does not know. The row names an interface behind
      /// another one of its kind, and a quirk: both are heeded.
      @Test func aUsersOwnRowMakesADeviceAReader() async throws {
        let device = try await MockDevice(mock, .twoBulks, vendorID: 0xFEED, productID: 0x0B0E)
        let file = "/tmp/pos-usb-devices-\(getpid())"
        let row = "feed:0b0e | Nobody | bench device | bulk | 1 | - | single-read | C | this test\n"
        try #require(write(row, to: file))
        defer { unlink(file) }
        #expect(await trouble(device)?.isNotSerial == true, "without the row it is refused")
        #expect(device.events.isEmpty && !ProbeTarget.allPorts().contains(target(device)))

        setenv("POS_USB_DEVICES", file, 1)
        defer { unsetenv("POS_USB_DEVICES") }
        let reader = try #require(try await USBBus.readers().first { $0.address == device.address })
        #expect(reader.row?.name == "Nobody bench device" && reader.hindrance == nil)
        #expect(ProbeTarget.allPorts().contains(target(device)))
        let line = try await LineAddress.usb(device.address).open(on: loop)
        let probe = Probe()
        await line.begin(probe)
        #expect(await line.send([0x06]))
        try await device.wait(for: "out 02 06")
        try await device.send([0xD1])
        try await mock.wait("bytes") { probe.bytes == [0xD1] }
        #expect(device.events.filter { $0.hasPrefix("claim") } == ["claim 1"])
        // One to drop what is stale, one, and one again: never four at once.
        try await device.wait(for: "read 82 512", times: 3)
        #expect(device.events.count { $0 == "read 82 512" } == 3)
        try await line.end(probe, mock)
        try await device.unplug()
      }

      @Test func aUsersRowWithAMistakeIsNotPassedOver() async throws {
        let device = try await MockDevice(mock)
        let file = "/tmp/pos-usb-mistake-\(getpid())"
        let row = "feed:0b0e | Nobody | bench device | lines | - | - | - | C | this test\n"
        try #require(write(row, to: file))
        defer { unlink(file) }
        setenv("POS_USB_DEVICES", file, 1)
        defer { unsetenv("POS_USB_DEVICES") }
        guard case .badAddress(let text) = await trouble(device) else {
          return #expect(Bool(false), "opened")
        }
        #expect(text.contains(file) && text.contains("1") && device.events.isEmpty)
        try await device.unplug()
      }

      private func trouble(_ device: MockDevice) async -> TransportError? {
        do throws(TransportError) {
          let line = try await LineAddress.usb(device.address).open(on: loop)
          await line.loop.run { line.close() }
          return nil
        } catch {
          return error
        }
      }

      private func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        defer { fclose(file) }
        return fputs(text, file) >= 0
      }
    }
  }

  extension TransportError {
    fileprivate var isNotSerial: Bool { if case .notSerial = self { true } else { false } }
  }
#endif
