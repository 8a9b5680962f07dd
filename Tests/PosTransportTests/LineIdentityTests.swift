import Testing

@testable import PosTransport

#if canImport(Glibc)
  @Suite struct LineIdentityTests {
    let system: FakeSystem

    /// An adapter at ttyUSB0 with a link by its id, a device with two lines, and one that has no port.
    init() throws {
      system = try FakeSystem()
      let adapter = FakeSystem.Device()
      try system.addUSB(adapter)
      try system.addInterface(0, of: adapter, triple: "ff/ff/ff", driver: "ftdi_sio", tty: "ttyUSB0")
      let pair = FakeSystem.Device(port: "1-2", vendor: "2fb8", product: "2116", serial: "P1")
      try system.addUSB(pair)
      try system.addInterface(0, of: pair, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM0")
      try system.addInterface(2, of: pair, triple: "02/02/01", driver: "cdc_acm", tty: "ttyACM1")
      let unclaimed = FakeSystem.Device(port: "1-3", vendor: "079b", product: "0028", serial: "R1")
      try system.addUSB(unclaimed)
      try system.addInterface(0, of: unclaimed, triple: "02/02/01")
      for name in ["ttyUSB0", "ttyACM0", "ttyACM1", "ttyS0"] { try system.write("/dev/\(name)", "") }
      try system.make("/dev/serial/by-id")
      try system.link("/dev/serial/by-id/usb-FTDI_A1-if00-port0", to: "/dev/ttyUSB0")
    }

    private func isOne(_ one: String, _ other: String) throws -> Bool {
      let addresses = try [one, other].map { text throws in try LineAddress.parse(text) }
      let identities = LineIdentity.all(of: addresses, root: system.root)
      return identities[0] == identities[1]
    }

    @Test(arguments: [
      ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0?baud=19200&stop=1&parity=even&dtr=off&hangup=on"),
      ("serial:/dev/ttyUSB0", "/dev/ttyUSB0"),
      ("serial:/dev/ttyUSB0", "serial:/dev/serial/by-id/usb-FTDI_A1-if00-port0?baud=115200"),
      ("serial:/dev/ttyUSB0", "serial:auto?id=A1"),
      ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB7?id=A1&interface=0"),
      ("serial:/dev/ttyUSB0", "serial:/dev//ttyUSB0"),
      ("serial:/dev/ttyUSB0", "usb:0403:6001"),
      ("serial:/dev/ttyACM1", "serial:auto?id=P1&interface=2"),
      ("serial:/dev/ttyACM0", "serial:auto?id=P1"),
      ("usb:079b:0028", "usb:079B:0028:R1?baud=1200"),
      ("serial:/dev/ttyS0", "serial:/dev/ttyS0?rts=off"),
      ("serial:/dev/not-there", "serial:/dev/not-there?baud=1200"),
      ("serial:auto?id=GONE", "serial:/dev/ttyUSB3?id=GONE&baud=1200"),
      ("tcp:Reader.Local:20007", "tcp:reader.local.:20007"),
      ("tcp:[::1]:20007", "tcp:[0:0:0:0:0:0:0:1]:20007"),
      ("tcp:[FE80::A]:20007", "tcp:[fe80::a]:20007"),
      ("replay:a?gaps=none", "replay:a?side=register"),
    ])
    func oneReaderInTwoSpellings(one: String, other: String) throws {
      #expect(try isOne(one, other))
    }

    @Test(arguments: [
      ("serial:/dev/ttyUSB0", "serial:/dev/ttyACM0"),
      ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0?id=P1"),
      ("serial:/dev/ttyACM0", "serial:/dev/ttyACM1"),
      ("serial:/dev/ttyACM0", "serial:auto?id=P1&interface=2"),
      ("serial:/dev/ttyACM0", "usb:2fb8:2116"),
      ("usb:2fb8:2116?interface=0", "usb:2fb8:2116?interface=2"),
      ("serial:/dev/ttyUSB0", "usb:079b:0028"),
      ("usb:079b:0028:R1", "usb:079b:0028:R2"),
      ("serial:auto?id=GONE", "serial:auto?id=AWAY"),
      ("serial:/dev/not-there", "serial:/dev/nor-this"),
      ("tcp:reader:20007", "tcp:reader:20008"), ("tcp:127.0.0.1:1", "tcp:127.0.0.2:1"),
      ("tcp:reader:1", "serial:reader"),
      ("replay:a", "replay:b"), ("replay:a", "replay:a?connection=2"),
    ])
    func twoReaders(one: String, other: String) throws {
      #expect(try !isOne(one, other))
    }

    /// The name that the kernel gave a port is another reader's after it was plugged in again.
    @Test func whatCountsIsWhereItIsNow() throws {
      #expect(try isOne("serial:/dev/ttyUSB0", "serial:auto?id=A1"))
      system.remove(FakeSystem.Device())
      #expect(try !isOne("serial:/dev/ttyUSB0", "serial:auto?id=A1"))
    }
  }
#endif
