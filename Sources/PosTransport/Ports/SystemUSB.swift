/// A USB device as sysfs shows it.
struct SystemUSB {
  /// Where it is in sysfs.
  let path: String
  let vendorID: UInt16
  let productID: UInt16
  let make: String?
  let product: String?
  let serialNumber: String?
  let interfaces: [Interface]
  private let bus: Int?
  private let number: Int?

  struct Interface {
    let number: UInt8?
    let triple: Triple
    let driver: String?
  }

  /// Class, subclass and protocol.
  struct Triple: Hashable {
    let major: Int
    let minor: Int
    let wire: Int
  }

  /// Nil: the folder is no USB device's.
  init?(_ path: String, in tree: FileTree) {
    guard let vendor = tree.number("\(path)/idVendor", radix: 16).flatMap(UInt16.init(exactly:)),
      let product = tree.number("\(path)/idProduct", radix: 16).flatMap(UInt16.init(exactly:))
    else { return nil }
    self.path = path
    (vendorID, productID) = (vendor, product)
    make = tree.text("\(path)/manufacturer")
    self.product = tree.text("\(path)/product")
    serialNumber = tree.text("\(path)/serial")
    bus = tree.number("\(path)/busnum")
    number = tree.number("\(path)/devnum")
    interfaces = tree.names(path).filter { $0.contains(":") }.compactMap { name in
      Interface("\(path)/\(name)", in: tree)
    }
  }

  /// All devices that are no hubs.
  static func all(in tree: FileTree) -> [SystemUSB] {
    tree.names("/sys/bus/usb/devices").filter { !$0.contains(":") }
      .compactMap { tree.resolved("/sys/bus/usb/devices/\($0)") }
      .filter { tree.number("\($0)/bDeviceClass", radix: 16) != 0x09 }
      .compactMap { SystemUSB($0, in: tree) }
  }

  /// The device that a folder of sysfs belongs to, and the interface on the way up to it.
  static func above(_ path: String, in tree: FileTree) -> (SystemUSB, interface: UInt8?)? {
    var parts = path.split(separator: "/")
    var interface: UInt8?
    while parts.count > 1 {
      let folder = "/" + parts.joined(separator: "/")
      if let device = SystemUSB(folder, in: tree) { return (device, interface) }
      if let number = tree.number("\(folder)/bInterfaceNumber", radix: 16) {
        interface = UInt8(exactly: number)
      }
      parts.removeLast()
    }
    return nil
  }

  /// What libusb opens.
  var file: String? {
    guard let bus, let number else { return nil }
    return "/dev/bus/usb/\(Self.padded(bus))/\(Self.padded(number))"
  }

  /// What it presents itself as where no serial port came of it.
  var kind: PortKind? {
    let triples = interfaces.map(\.triple)
    if triples.contains(where: \.isNetwork) { return .usbNetwork }
    if triples.contains(where: { $0.major == 0x02 && $0.minor == 0x02 }) { return .usbUnclaimed }
    if triples.contains(where: { $0.major == 0x03 }) { return .usbHID }
    return triples.contains { $0.major == 0xFF } ? .usbVendor : nil
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}

extension SystemUSB.Triple {
  /// RNDIS in its three spellings, CDC Ethernet and NCM.
  var isNetwork: Bool {
    let networks: [SystemUSB.Triple] = [
      .init(major: 0xE0, minor: 0x01, wire: 0x03), .init(major: 0xEF, minor: 0x04, wire: 0x01),
      .init(major: 0x02, minor: 0x02, wire: 0xFF),
    ]
    return networks.contains(self) || major == 0x02 && (minor == 0x06 || minor == 0x0D)
  }
}

extension SystemUSB.Interface {
  init?(_ path: String, in tree: FileTree) {
    guard let major = tree.number("\(path)/bInterfaceClass", radix: 16) else { return nil }
    number = tree.number("\(path)/bInterfaceNumber", radix: 16).flatMap(UInt8.init(exactly:))
    triple = SystemUSB.Triple(
      major: major, minor: tree.number("\(path)/bInterfaceSubClass", radix: 16) ?? 0,
      wire: tree.number("\(path)/bInterfaceProtocol", radix: 16) ?? 0)
    driver = tree.linkedName("\(path)/driver")
  }
}
