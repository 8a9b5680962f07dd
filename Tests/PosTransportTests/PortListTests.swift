import Testing

@testable import PosTransport

#if canImport(Glibc)
  import Glibc

  @Suite(.timeLimit(.minutes(1))) struct PortListTests {
    let system: FakeSystem

    init() throws { system = try FakeSystem() }

    func find() -> [PortInfo] { PortList.find(root: system.root) }

    @Test func nothingIsThereOnABareMachine() {
      #expect(find().isEmpty)
    }

    @Test func portsOfTheMachineAreThoseThatExist() throws {
      try system.addBuiltIn("ttyS0", type: 4)
      try system.addBuiltIn("ttyS1", type: 0)
      try system.make("/sys/class/tty/tty1")
      try system.linkOut("/dev/ttyS0", to: "/dev/null")
      let ports = find()
      #expect(ports.map(\.address.description) == ["serial:/dev/ttyS0"])
      #expect(ports[0].kind == .builtIn && ports[0].driver == "serial" && ports[0].access == .ok)
    }

    @Test func anAdapterHasMakeProductNumberAndDriver() throws {
      let device = FakeSystem.Device()
      try system.addUSB(device)
      try system.addInterface(0, of: device, triple: "ff/ff/ff", driver: "ftdi_sio", tty: "ttyUSB0")
      let port = try #require(find().first)
      #expect(port.address.description == "serial:/dev/ttyUSB0")
      #expect(port.stableAddress?.description == "serial:auto?id=A1")
      #expect((port.kind, port.make, port.product) == (.usb, "FTDI", "FT232R USB UART"))
      #expect((port.serialNumber, port.driver) == ("A1", "ftdi_sio"))
      #expect(port.usb == USBIdentity(vendorID: 0x0403, productID: 0x6001, interface: 0))
      #expect(port.access == .noFile, "the kernel has it and /dev has not")
    }

    @Test func eachPortOfACompositeDeviceHasItsInterface() throws {
      let device = FakeSystem.Device(
        vendor: "2fb8", product: "2205", make: "PAX", name: "A910", serial: "S 9")
      try system.addUSB(device)
      try system.addInterface(0, of: device, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM0")
      try system.addInterface(1, of: device, triple: "0a/00/00", driver: "cdc_acm")
      try system.addInterface(2, of: device, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM1")
      let ports = find()
      #expect(ports.map(\.usb?.interface) == [0, 2])
      #expect(
        ports.map(\.stableAddress?.description) == [
          "serial:auto?id=S 9&interface=0", "serial:auto?id=S 9&interface=2",
        ])
    }

    @Test func aSharedSerialNumberIsNoStableAddress() throws {
      for (port, tty) in [("1-1", "ttyUSB0"), ("1-2", "ttyUSB1")] {
        let device = FakeSystem.Device(port: port, serial: "0001")
        try system.addUSB(device)
        try system.addInterface(0, of: device, triple: "ff/ff/ff", driver: "ch341", tty: tty)
      }
      #expect(find().map(\.stableAddress) == [nil, nil])
    }

    /// A device of the class that no driver has taken; hubs, keyboards of nobody we know and a device with a
    /// port are none.
    @Test func aReaderWithoutAPortIsShownByUSB() throws {
      let reader = FakeSystem.Device(
        port: "1-1", vendor: "079b", product: "0028", make: nil, name: nil, serial: "R1", number: 12)
      try system.addUSB(reader)
      try system.addInterface(0, of: reader, triple: "02/02/01")
      let keyboard = FakeSystem.Device(port: "1-2", vendor: "feed", product: "0001", serial: nil)
      try system.addUSB(keyboard)
      try system.addInterface(0, of: keyboard, triple: "03/01/01", driver: "usbhid")
      try system.addUSB(FakeSystem.Device(port: "usb1", deviceClass: "09"))
      let ports = find()
      #expect(ports.map(\.address.description) == ["usb:079b:0028:R1"])
      #expect(ports.map(\.kind) == [.usbUnclaimed] && ports[0].isLine)
    }

    /// Makes that the device table knows, in the modes that no serial port comes of.
    @Test(arguments: [
      ("03/00/00", PortKind.usbHID), ("e0/01/03", .usbNetwork), ("02/06/00", .usbNetwork),
      ("02/02/ff", .usbNetwork), ("ff/00/00", .usbVendor), ("02/02/01", .usbUnclaimed),
    ])
    func aReadersModeIsTold(triple: String, kind: PortKind) throws {
      let reader = FakeSystem.Device(vendor: "11ca", product: "0220", serial: nil)
      try system.addUSB(reader)
      try system.addInterface(0, of: reader, triple: triple)
      let port = try #require(find().first)
      #expect((port.kind, port.address.description) == (kind, "usb:11ca:0220"))
      #expect(port.knownAs?.contains("805") == true)
      #expect(port.access == .noFile)
      #expect(port.isLine == (kind == .usbUnclaimed))
    }

    /// The table decides where the class does not: plain bulk endpoints, and a protocol of the vendor's
    /// behind an interface of the class.
    @Test(arguments: [
      ("1209", "0001", "ff/00/00", true), ("1209", "0001", "03/00/00", false),
      ("1209", "7777", "ff/00/00", false), ("0ca6", "a051", "02/02/01", false),
      ("0403", "6001", "02/02/01", false), ("142a", "0003", "02/02/01", true),
    ])
    func whatCarriesALineIsTold(vendor: String, product: String, triple: String, isLine: Bool) throws {
      let reader = FakeSystem.Device(vendor: vendor, product: product)
      try system.addUSB(reader)
      try system.addInterface(0, of: reader, triple: triple)
      #expect(try #require(find().first).isLine == isLine)
    }

    @Test func permissionAndFileAreTold() throws {
      try system.addBuiltIn("ttyS0", type: 4)
      try system.write("/dev/ttyS0", "")
      #expect(chmod("\(system.root)/dev/ttyS0", 0o620) == 0)
      #expect(chmod(system.root, 0o755) == 0)
      let ports = OtherUser.run { find() }
      let port = try #require(ports.first)
      let owner = UserName.user(getuid())
      let group = UserName.group(getgid())
      if getuid() == 0 {
        #expect(port.access == .noPermission(owner: owner, group: group, mode: "rw--w----"))
      } else {
        #expect(port.access == .ok)
      }
    }

    @Test func aHolderIsNamedBehindALink() async throws {
      let pair = try PseudoTerminalPair(link: "\(system.root)/tmp/pos-tty-1")
      try pair.publish()
      try system.addBuiltIn("ttyS0", type: 4)
      try system.linkOut("/dev/ttyS0", to: "\(system.root)/tmp/pos-tty-1")
      let holder = try HolderProcess(locking: pair.path)
      await holder.hasLocked()
      try system.linkOut("/proc/\(holder.pid)", to: "/proc/\(holder.pid)")
      #expect(find().first?.holder == "\(holder.pid) (python3)")
      holder.end()
      #expect(find().first?.holder == nil)
    }

    /// What a device says of itself is anybody's text.
    @Test func aDevicesTextsAreOneLineEach() throws {
      let device = FakeSystem.Device(make: "\u{1B}[31mEvil\u{202E}\tmake", name: " \u{7} ", serial: "A\u{0}1")
      try system.addUSB(device)
      try system.addInterface(0, of: device, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM0")
      try system.write("/sys/devices/pci0/usb1/1-1/idProduct", "zz")
      #expect(find().first?.usb == nil)
      try system.write("/sys/devices/pci0/usb1/1-1/idProduct", "6001")
      let port = try #require(find().first)
      #expect((port.make, port.product, port.serialNumber) == ("[31mEvilmake", nil, "A1"))
    }

    @Test func simulatorsAreFoundByTheirLinks() async throws {
      let terminal = try await PseudoTerminal.open { _ in }
      guard case .serial(let path, _) = terminal.address else { return }
      let isFound = { PortList.find().contains { $0.kind == .simulator && $0.address == terminal.address } }
      #expect(isFound(), "\(path)")
      await terminal.close()
      #expect(!isFound())
    }
  }
#endif
