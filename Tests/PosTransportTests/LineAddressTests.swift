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
    (
      "serial:/dev/ttyACM0?rts=off&dtr=on&id=SN0001", .serial(path: "/dev/ttyACM0", settings: controlled),
      "serial:/dev/ttyACM0?dtr=on&rts=off&id=SN0001"
    ),
    (
      "serial:auto?hangup=on&interface=2&id=SN0001", .serial(path: "auto", settings: byNumber),
      "serial:auto?hangup=on&id=SN0001&interface=2"
    ),
    ("usb:", .usb(USBAddress()), "usb:"),
    ("usb:079B:0028", .usb(USBAddress(vendorID: 0x079B, productID: 0x0028)), "usb:079b:0028"),
    (
      "usb:11ca:0220:A:1?interface=2&baud=115200",
      .usb(
        USBAddress(
          vendorID: 0x11CA, productID: 0x0220, serialNumber: "A:1", interface: 2,
          settings: SerialSettings(baud: 115_200))),
      "usb:11ca:0220:A:1?interface=2&baud=115200"
    ),
    ("replay:a.postrace", .replay(path: "a.postrace", ReplaySettings()), "replay:a.postrace"),
    (
      "replay:a?side=register&gaps=20&loop=on&connection=2", .replay(path: "a", played),
      "replay:a?side=register&gaps=20&loop=on&connection=2"
    ),
  ]

  static var controlled: SerialSettings {
    var settings = SerialSettings()
    (settings.dtr, settings.rts, settings.id) = (true, false, "SN0001")
    return settings
  }

  static var byNumber: SerialSettings {
    var settings = SerialSettings()
    (settings.hangsUp, settings.id, settings.interface) = (true, "SN0001", 2)
    return settings
  }

  static var played: ReplaySettings {
    var settings = ReplaySettings()
    (settings.side, settings.gaps, settings.isLooped) = (.register, .fixed(.milliseconds(20)), true)
    settings.connection = 2
    return settings
  }

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
    "serial:/dev/x?dtr=yes", "serial:/dev/x?baud=1&baud=2", "usb:79b:0028", "usb:079b", "usb:079b:0028:",
    "usb:079b:0028?interface=256", "usb:079b:0028?dtr=on", "replay:", "replay:a?gaps=soon",
    "replay:a?side=both",
    "replay:a?connection=0", "replay:a?loop", "serial:auto", "serial:/dev/x?id=", "serial:/dev/x?interface=1",
    "serial:auto?id=a&interface=256", "serial:/dev/x?hangup=1",
  ])
  func refuses(text: String) throws {
    #expect { try LineAddress.parse(text) } throws: { error in
      guard case TransportError.badAddress? = error as? TransportError else { return false }
      return true
    }
  }
}
