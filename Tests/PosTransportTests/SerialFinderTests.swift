import Testing

@testable import PosTransport

#if canImport(Glibc)
  @Suite(.timeLimit(.minutes(1))) struct SerialFinderTests {
    let system: FakeSystem

    init() throws { system = try FakeSystem() }

    func path(_ hint: String, id: String?, interface: UInt8? = nil) throws(TransportError) -> String {
      var settings = SerialSettings()
      (settings.id, settings.interface) = (id, interface)
      return try SerialFinder.path(hint, settings, in: FileTree(root: system.root))
    }

    func adapter(_ port: String, _ id: String?, _ tty: String) throws -> FakeSystem.Device {
      let device = FakeSystem.Device(port: port, serial: id)
      try system.addUSB(device)
      try system.addInterface(0, of: device, triple: "ff/ff/ff", driver: "ftdi_sio", tty: tty)
      return device
    }

    @Test func withoutANumberThePathIsThePath() throws {
      #expect(try path("/dev/ttyUSB9", id: nil) == "/dev/ttyUSB9")
    }

    @Test func theNumberWinsOverThePath() throws {
      _ = try adapter("1-1", "A1", "ttyUSB0")
      _ = try adapter("1-2", "A2", "ttyUSB1")
      _ = try adapter("1-3", nil, "ttyUSB2")
      for hint in ["auto", "/dev/ttyUSB0", "/dev/ttyUSB2", "/dev/nothing"] {
        #expect(try path(hint, id: "A2") == "/dev/ttyUSB1")
      }
    }

    @Test func aDeviceThatComesBackElsewhereIsFound() throws {
      let device = try adapter("1-1", "A1", "ttyUSB0")
      #expect(try path("/dev/ttyUSB0", id: "A1") == "/dev/ttyUSB0")
      system.remove(device)
      #expect(throws: TransportError.self) { try path("/dev/ttyUSB0", id: "A1") }
      _ = try adapter("1-4", "A1", "ttyUSB7")
      #expect(try path("/dev/ttyUSB0", id: "A1") == "/dev/ttyUSB7")
    }

    @Test func whatIsThereInsteadIsSaid() throws {
      _ = try adapter("1-1", "A1", "ttyUSB0")
      let text =
        "serial:auto?id=A2: no port of a USB device with this serial number; there are A1 at /dev/ttyUSB0"
      #expect(throws: TransportError.notFound(text)) { try path("auto", id: "A2") }
    }

    @Test func ofSeveralPortsTheInterfaceOrThePathDecides() throws {
      let device = FakeSystem.Device(serial: "A1")
      try system.addUSB(device)
      try system.addInterface(2, of: device, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM0")
      try system.addInterface(4, of: device, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM1")
      #expect(try path("auto", id: "A1") == "/dev/ttyACM0")
      #expect(try path("auto", id: "A1", interface: 4) == "/dev/ttyACM1")
      #expect(try path("/dev/ttyACM1", id: "A1") == "/dev/ttyACM1")
      #expect(throws: TransportError.self) { try path("/dev/ttyACM1", id: "A1", interface: 3) }
    }

    @Test func twoDevicesOfOneNumberAreNotGuessedBetween() throws {
      _ = try adapter("1-1", "0001", "ttyUSB0")
      _ = try adapter("1-2", "0001", "ttyUSB1")
      #expect(throws: TransportError.self) { try path("auto", id: "0001") }
      #expect(try path("/dev/ttyUSB1", id: "0001") == "/dev/ttyUSB1")
    }

    /// The whole way: a real port is opened under the name that the device has now.
    @Test func aPortIsOpenedByNumber() async throws {
      let folder = try TemporaryFolder()
      let pair = try PseudoTerminalPair(link: folder.path("tty"))
      try pair.publish()
      _ = try adapter("1-1", "A1", "ttyUSB3")
      try system.linkOut("/dev/ttyUSB3", to: pair.path)
      var settings = SerialSettings()
      settings.id = "A1"
      let tree = FileTree(root: system.root)
      let port = try SerialPort.open("/dev/ttyUSB0", settings, in: tree)
      port.release()
      settings.id = "A2"
      #expect(throws: TransportError.self) { try SerialPort.open("/dev/ttyUSB3", settings, in: tree) }
    }
  }
#endif
