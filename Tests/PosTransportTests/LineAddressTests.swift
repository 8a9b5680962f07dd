import PosTransport
import Testing

@Suite struct LineAddressTests {
  static let addresses: [(text: String, address: LineAddress, canonical: String)] = [
    ("/dev/ttyUSB0", .serial(path: "/dev/ttyUSB0", settings: SerialSettings()), "serial:/dev/ttyUSB0"),
    ("serial:/dev/ttyS1", .serial(path: "/dev/ttyS1", settings: SerialSettings()), "serial:/dev/ttyS1"),
    (
      "serial:/dev/ttyS1?baud=115200&stop=1&parity=even",
      .serial(path: "/dev/ttyS1", settings: SerialSettings(baud: 115_200, stopBits: 1, parity: .even)),
      "serial:/dev/ttyS1?baud=115200&stop=1&parity=even"
    ),
    ("/dev/pts/3?baud=9600", .serial(path: "/dev/pts/3", settings: SerialSettings()), "serial:/dev/pts/3"),
    ("tcp:127.0.0.1:20007", .tcp(host: "127.0.0.1", port: 20_007), "tcp:127.0.0.1:20007"),
    ("tcp:[::1]:20007", .tcp(host: "::1", port: 20_007), "tcp:[::1]:20007"),
    ("tcp:reader.local:1", .tcp(host: "reader.local", port: 1), "tcp:reader.local:1"),
  ]

  @Test(arguments: addresses.indices)
  func readsAndWrites(index: Int) throws {
    let row = Self.addresses[index]
    #expect(try LineAddress.parse(row.text) == row.address)
    #expect(row.address.description == row.canonical)
    #expect(try LineAddress.parse(row.canonical) == row.address)
  }

  @Test(arguments: [
    "", "ttyUSB0", "serial:", "usb:1", "tcp:", "tcp:host", "tcp:host:", "tcp::1", "tcp:host:65536",
    "tcp:host:+1", "tcp:::1:20007", "tcp:[::1]", "serial:/dev/x?", "serial:/dev/x?baud=0",
    "serial:/dev/x?baud=-1",
    "serial:/dev/x?baud=9600x", "serial:/dev/x?stop=3", "serial:/dev/x?parity=mark", "serial:/dev/x?speed=1",
    "serial:/dev/x?baud=99999999999999999999", "tcp:a b:1", "/dev/a\0b",
  ])
  func refuses(text: String) throws {
    #expect { try LineAddress.parse(text) } throws: { error in
      guard case TransportError.badAddress? = error as? TransportError else { return false }
      return true
    }
  }
}
