#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A machine's `sys` and `dev` in a folder of its own, as the kernel would show them.
final class FakeSystem {
  let root: String

  /// One USB device, at `port` of the first bus.
  struct Device {
    var port = "1-1"
    var vendor = "0403"
    var product = "6001"
    var make: String? = "FTDI"
    var name: String? = "FT232R USB UART"
    var serial: String? = "A1"
    var deviceClass = "00"
    var number = 7
  }

  struct Failure: Error { let code = errno }

  init() throws {
    var template = Array("/tmp/pos-system-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure() }
    root = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    for folder in ["/sys/class/tty", "/sys/bus/usb/devices", "/sys/bus/drivers", "/dev", "/proc", "/tmp"] {
      try make(folder)
    }
  }

  deinit { Self.remove(root) }

  /// A serial port of the machine. `type` 0: the kernel has it in case there is one.
  func addBuiltIn(_ name: String, type: Int, driver: String = "serial") throws {
    let device = "/sys/devices/pnp0/00:0\(name.last!)"
    try make("\(device)/tty/\(name)")
    try write("\(device)/tty/\(name)/type", String(type))
    try link("\(device)/driver", to: "/sys/bus/drivers/\(driver)")
    try link("\(device)/tty/\(name)/device", to: device)
    try link("/sys/class/tty/\(name)", to: "\(device)/tty/\(name)")
  }

  /// A device without interfaces; see `addInterface`.
  func addUSB(_ device: Device) throws {
    let path = Self.path(device)
    try make(path)
    let files: [(String, String?)] = [
      ("idVendor", device.vendor), ("idProduct", device.product), ("manufacturer", device.make),
      ("product", device.name), ("serial", device.serial), ("bDeviceClass", device.deviceClass),
      ("busnum", "1"), ("devnum", String(device.number)),
    ]
    for (name, text) in files { if let text { try write("\(path)/\(name)", text) } }
    try link("/sys/bus/usb/devices/\(device.port)", to: path)
  }

  /// - Parameters:
  ///   - triple: class, subclass and protocol, as `02/02/01`.
  ///   - tty: the port that the driver made of it; a USB adapter's port has a device of its own.
  func addInterface(
    _ number: Int, of device: Device, triple: String, driver: String? = nil, tty: String? = nil
  ) throws {
    let path = "\(Self.path(device))/\(device.port):1.\(number)"
    let parts = triple.split(separator: "/").map(String.init)
    try make(path)
    try write("\(path)/bInterfaceNumber", "0\(number)")
    for (name, text) in zip(["bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol"], parts) {
      try write("\(path)/\(name)", text)
    }
    try link("/sys/bus/usb/devices/\(device.port):1.\(number)", to: path)
    if let driver { try link("\(path)/driver", to: "/sys/bus/drivers/\(driver)") }
    guard let tty else { return }
    let holder = tty.hasPrefix("ttyUSB") ? "\(path)/\(tty)" : path
    try make("\(holder)/tty/\(tty)")
    if holder != path, let driver { try link("\(holder)/driver", to: "/sys/bus/drivers/\(driver)") }
    try link("\(holder)/tty/\(tty)/device", to: holder)
    try link("/sys/class/tty/\(tty)", to: "\(holder)/tty/\(tty)")
  }

  /// Takes a device away, ports and all.
  func remove(_ device: Device) {
    Self.remove(root + Self.path(device))
    for folder in ["/sys/class/tty", "/sys/bus/usb/devices"] {
      for name in Self.names(root + folder) where access("\(root)\(folder)/\(name)", F_OK) != 0 {
        unlink("\(root)\(folder)/\(name)")
      }
    }
  }

  func make(_ folder: String) throws {
    var path = root
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Failure() }
    }
  }

  func write(_ file: String, _ text: String) throws {
    let descriptor = open(root + file, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw Failure() }
    defer { close(descriptor) }
    let line = Array("\(text)\n".utf8)
    guard systemWriteAll(descriptor, line) else { throw Failure() }
  }

  /// A relative link, as those of sysfs; `target` is from the root.
  func link(_ path: String, to target: String) throws {
    if target.hasPrefix("/sys/bus/drivers/") { try make(target) }
    let depth = path.split(separator: "/").count - 1
    let up = String(repeating: "../", count: depth)
    guard symlink(up + target.dropFirst(), root + path) == 0 else { throw Failure() }
  }

  /// A device file that is a real one elsewhere.
  func linkOut(_ path: String, to target: String) throws {
    unlink(root + path)
    guard symlink(target, root + path) == 0 else { throw Failure() }
  }

  private static func path(_ device: Device) -> String { "/sys/devices/pci0/usb1/\(device.port)" }

  private static func names(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in names(path) { remove("\(path)/\(name)") }
    rmdir(path)
  }
}

/// The system's function, where a method has its name.
private func systemWriteAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
  write(descriptor, bytes, bytes.count) == bytes.count
}
