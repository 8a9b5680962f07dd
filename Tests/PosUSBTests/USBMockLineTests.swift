#if USB
  import Testing

  @testable import PosTransport

  extension USBMockTests {
    /// Lines over libusb as the system has it.
    @Suite struct LineTests {
      private let mock: USBMock
      private let loop = LineLoop.next()

      init() throws { mock = try #require(USBMock.shared) }

      private func open(_ device: MockDevice) async throws -> (any Line, Probe) {
        try await open(device.address)
      }

      private func open(
        _ address: USBAddress, _ limits: USBLine.Limits = USBLine.Limits()
      ) async throws -> (any Line, Probe) {
        let connection = try await Task.detached { try USBConnection.open(address, known: .forOpening()) }
          .value
        let (line, probe) = (USBLine(connection, on: loop, limits: limits), Probe())
        await line.begin(probe)
        return (line, probe)
      }

      private func trouble(_ address: USBAddress) async throws -> TransportError? {
        do throws(TransportError) {
          let line = try await LineAddress.usb(address).open(on: loop)
          await line.loop.run { line.close() }
          return nil
        } catch {
          return error
        }
      }

      private func wait(_ probe: Probe, _ closure: LineClosure) async throws {
        try await mock.wait("\(closure)") { !probe.closures.isEmpty }
        #expect(probe.closures == [closure])
      }

      @Test func setsTheLineUpAndGivesItBack() async throws {
        let device = try await MockDevice(mock)
        var address = device.address
        address.settings = SerialSettings(baud: 115_200, stopBits: 1, parity: .even)
        let (line, probe) = try await open(address)
        let before = device.events.filter { !$0.hasPrefix("read") }
        #expect(
          before == [
            "detach 0", "claim 0", "detach 1", "claim 1", "control 2120000000000700 00c20100000208",
            "control 2122030000000000 -",
          ])
        try await line.end(probe, mock)
        #expect(probe.closures == [.closedHere])
        let after = device.events.filter { !$0.hasPrefix("read") }.dropFirst(before.count)
        #expect(
          Array(after) == ["control 2122000000000000 -", "release 1", "attach 1", "release 0", "attach 0"])
      }

      @Test(arguments: [
        MockDevice.Shape.modem(hasUnion: true), .modem(hasUnion: false), .twoModems, .bulk,
      ])
      func carriesBytes(_ shape: MockDevice.Shape) async throws {
        let isBulk = if case .bulk = shape { true } else { false }
        let device = try await MockDevice(
          mock, shape, vendorID: isBulk ? 0x1209 : 0x11CA, productID: isBulk ? 1 : 0x0220)
        var address = device.address
        if case .twoModems = shape { address.interface = 2 }
        let (line, probe) = try await open(address)
        #expect(await line.send([0x06, 0xD1]))
        try await device.wait(for: "out 02 06d1")
        try await device.send([1, 2, 3])
        try await device.send([])
        try await device.send([4])
        try await mock.wait("bytes") { probe.bytes == [1, 2, 3, 4] }
        try await line.end(probe, mock)
        #expect(device.events.contains { $0.hasPrefix("control 21") } != isBulk)
      }

      @Test func asksForWholePacketsSeveralAtOnce() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        try await mock.wait("reads") { device.events.count { $0 == "read 82 512" } >= 4 }
        try await line.end(probe, mock)
      }

      @Test func aDeviceThatIsConfusedByThemIsAskedOnce() async throws {
        let device = try await MockDevice(mock, productID: 0x0201)
        let (line, probe) = try await open(device)
        try await device.send([7])
        try await mock.wait("bytes") { probe.bytes == [7] }
        // One before the line was opened, to drop what is stale, one, and one again.
        try await device.wait(for: "read 82 512", times: 3)
        #expect(device.events.count { $0 == "read 82 512" } == 3)
        try await line.end(probe, mock)
      }

      @Test func endsWhatFillsItsLastPacketWithAnEmptyOne() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        let full = [UInt8](repeating: 0xAA, count: 128)
        #expect(await line.send(full))
        #expect(await line.send([1]))
        try await device.wait(for: "out 02 01")
        #expect(device.written == [USBMock.hex(full), "-", "01"])
        try await line.end(probe, mock)
      }

      @Test func dropsWhatWasSentToNobody() async throws {
        let device = try await MockDevice(mock)
        try await device.send([9, 9, 9])
        let (line, probe) = try await open(device)
        try await device.send([1])
        try await mock.wait("bytes") { !probe.bytes.isEmpty }
        #expect(probe.bytes == [1])
        try await line.end(probe, mock)
      }

      @Test func clearsAHaltAndGoesOn() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        try await device.set("stall 82 1")
        try await device.wait(for: "halt 82")
        try await device.send([5])
        try await mock.wait("bytes") { probe.bytes == [5] }
        try await device.set("stall 02 1")
        #expect(await line.send([6]))
        try await device.wait(for: "halt 02")
        try await device.wait(for: "out 02 06")
        #expect(device.written == ["06"])
        try await line.end(probe, mock)
      }

      @Test(arguments: ["82", "02"])
      func aHaltThatComesAgainAndAgainEndsTheLine(_ endpoint: String) async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        try await device.set("stall \(endpoint) 1000")
        _ = await line.send([6])
        try await wait(probe, .failed(32))
        #expect(device.events.count { $0 == "halt \(endpoint)" } == 3)
        #expect(await line.send([6]) == false)
      }

      @Test func aDeviceThatTakesNothingEndsTheLine() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device.address, USBLine.Limits(write: 100))
        try await device.set("nak 02 on")
        #expect(await line.send([6]))
        try await wait(probe, .failed(110))
      }

      @Test func whatWaitsToBeWrittenIsBounded() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device.address, USBLine.Limits(queue: 100))
        try await device.set("nak 02 on")
        #expect(await line.send([UInt8](repeating: 1, count: 60)))
        #expect(await line.send([UInt8](repeating: 1, count: 60)) == false)
        try await wait(probe, .failed(105))
      }

      /// What a program does not read stays in the device.
      @Test func whoDoesNotReadHoldsTheDeviceUp() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        let flow = try #require(line as? any PausableLine)
        await loop.run { flow.setReading(false) }
        for number in 0..<10 { try await device.send([UInt8(number)]) }
        try await mock.wait("what was asked for") { probe.bytes.count >= 4 }
        try await Task.sleep(for: .milliseconds(100))
        #expect(probe.bytes == [0, 1, 2, 3], "four requests were on their way")
        await loop.run { flow.setReading(true) }
        try await mock.wait("the rest") { probe.bytes.count == 10 }
        #expect(probe.bytes == Array(0..<10))
        try await line.end(probe, mock)
      }

      @Test func theLastWordGoesOutBeforeTheEnd() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        let sent = await loop.run {
          let sent = line.write([0x06])
          line.close()
          return sent
        }
        try await wait(probe, .closedHere)
        #expect(sent && device.written == ["06"])
      }

      @Test func unpluggingIsHeardAtOnce() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        try await device.send([1, 2])
        try await mock.wait("bytes") { probe.bytes == [1, 2] }
        let start = ContinuousClock.now
        try await device.unplug()
        try await wait(probe, .disconnected)
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(await line.send([6]) == false)
        await loop.run { line.close() }
        #expect(probe.closures == [.disconnected])
      }

      @Test func canBeOpenedAgainWhenItsEndIsTold() async throws {
        let device = try await MockDevice(mock)
        for round in 0..<3 {
          let (line, probe) = try await open(device)
          #expect(await line.send([UInt8(round)]))
          try await device.wait(for: "out 02 0\(round)")
          try await line.end(probe, mock)
        }
      }

      @Test func changesItsWiresOneAfterAnother() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        let isSet = await loop.run {
          guard let control = line.control else { return false }
          return control.setDTR(false) && control.setRTS(false)
        }
        #expect(isSet)
        try await device.wait(for: "control 2122000000000000 -")
        await loop.run { _ = line.control?.setRTS(true) }
        try await device.wait(for: "control 2122020000000000 -")
        try await line.end(probe, mock)
      }

      @Test func waitsUntilAllIsWritten() async throws {
        let device = try await MockDevice(mock)
        let (line, probe) = try await open(device)
        try await device.set("nak 02 on")
        #expect(await line.send([6]))
        let waiting = Task { () throws(LineError) in try await line.control?.drain() }
        let impatient = Task { () throws(LineError) in try await line.control?.drain() }
        impatient.cancel()
        await #expect(throws: LineError.cancelled) { try await impatient.value }
        try await device.set("nak 02 off")
        try await waiting.value
        #expect(device.written == ["06"])
        try await line.end(probe, mock)
      }

      @Test func aDeviceWithoutLineCodingIsOneToo() async throws {
        let device = try await MockDevice(mock)
        try await device.set("stall 00 2")
        let (line, probe) = try await open(device)
        try await line.end(probe, mock)
      }

      // MARK: which one

      @Test func saysWhoHoldsIt() async throws {
        let device = try await MockDevice(mock)
        try await device.set("busy on")
        guard case .inUse(let text) = try await trouble(device.address) else {
          return #expect(Bool(false), "not in use")
        }
        #expect(text.contains("/dev/bus/usb/001/0"))
      }

      @Test func ofSeveralItTakesNone() async throws {
        let one = try await MockDevice(mock, vendorID: 0x079B, productID: 0x0028)
        let two = try await MockDevice(mock, vendorID: 0x079B, productID: 0x0028)
        guard case .badAddress(let text) = try await trouble(USBAddress(vendorID: 0x079B, productID: 0x0028))
        else { return #expect(Bool(false), "opened one") }
        #expect(text.contains("at 1-\(one.number)") && text.contains("at 1-\(two.number)"))
        #expect(try await trouble(two.address) == nil)
        #expect(one.events.isEmpty && !two.events.isEmpty)
        try await one.unplug()
        try await two.unplug()
      }

      @Test func namesAModeThatIsNoLine() async throws {
        let device = try await MockDevice(mock, .hid, vendorID: 0x0801, productID: 2)
        guard case .notSerial(let text) = try await trouble(device.address) else {
          return #expect(Bool(false), "opened")
        }
        #expect(text.hasPrefix("usb:0801:0002 (MagTek swipe reader), in HID mode"))
      }

      @Test func aVendorsInterfaceIsNotGuessed() async throws {
        let device = try await MockDevice(mock, .bulk, vendorID: 0x1209, productID: 0x7777)
        guard case .notSerial = try await trouble(device.address) else {
          return #expect(Bool(false), "opened")
        }
      }

      @Test func leavesNothingBehind() async throws {
        let device = try await MockDevice(mock)
        func round() async throws {
          let (line, probe) = try await open(device)
          #expect(await line.send([1]))
          try await line.end(probe, mock)
        }
        for _ in 0..<5 { try await round() }
        let before = Machine.census()
        for _ in 0..<50 { try await round() }
        // A thread that was joined may stand in /proc for a moment.
        try await mock.wait("the same number of threads") { Machine.census().threads <= before.threads }
        #expect(Machine.census().descriptors == before.descriptors)
      }
    }
  }
#endif
