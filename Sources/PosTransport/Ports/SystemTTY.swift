/// A serial port as sysfs shows it.
struct SystemTTY {
  let name: String
  let driver: String?
  let usb: SystemUSB?
  let interface: UInt8?

  var file: String { "/dev/\(name)" }

  /// Every port with something behind it.
  static func all(in tree: FileTree) -> [SystemTTY] {
    let listed = tree.names("/sys/class/tty").compactMap { SystemTTY($0, in: tree) }
    let known = Set(listed.map(\.name))
    // A driver of the older kind that has no entry in the class.
    let others = tree.names("/dev").filter { isDirect($0) && !known.contains($0) }
    return listed + others.map { SystemTTY(name: $0, driver: nil, usb: nil, interface: nil) }
  }

  private init(name: String, driver: String?, usb: SystemUSB?, interface: UInt8?) {
    (self.name, self.driver, self.usb, self.interface) = (name, driver, usb, interface)
  }

  /// Nil: a console, or one of the ports that a kernel provides for in case there is one.
  private init?(_ name: String, in tree: FileTree) {
    let entry = "/sys/class/tty/\(name)"
    guard let device = tree.resolved("\(entry)/device") else {
      guard Self.isDirect(name) else { return nil }
      self.init(name: name, driver: nil, usb: nil, interface: nil)
      return
    }
    let driver = Self.driver(of: device, in: tree)
    // PORT_UNKNOWN of the kernel's serial core. Asking the port itself would open it, and raise DTR.
    guard tree.number("\(entry)/type") != 0, driver != "serial8250" || tree.exists("\(entry)/type"),
      !["hvc", "console", "ttynull", "ttyprintk"].contains(where: name.hasPrefix)
    else { return nil }
    let found = SystemUSB.above(device, in: tree)
    self.init(name: name, driver: driver, usb: found?.0, interface: found?.interface)
  }

  /// Gadgets (this machine is the USB device) and PAX's own driver have no device above them.
  private static func isDirect(_ name: String) -> Bool {
    ["ttyGS", "ttyPos"].contains { prefix in
      name.hasPrefix(prefix) && name.count > prefix.count
        && name.dropFirst(prefix.count).allSatisfy(\.isNumber)
    }
  }

  /// Newer kernels have a port and a controller of the serial core between a port and what drives it.
  private static func driver(of device: String, in tree: FileTree) -> String? {
    var folder = device[...]
    for _ in 0..<3 {
      if let name = tree.linkedName("\(folder)/driver"), name != "port", name != "ctrl" { return name }
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = folder[..<slash]
    }
    return nil
  }
}
