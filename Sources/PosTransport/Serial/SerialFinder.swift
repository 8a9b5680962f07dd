/// Finds the port of a USB device by the device's serial number, since the kernel gives a device that comes
/// back another name.
enum SerialFinder {
  /// - Parameter hint: where it was last, which decides between several ports of one device.
  /// - Returns: `hint` if no serial number is asked for.
  /// - Throws: `.notFound`, which says what is there instead.
  static func path(
    _ hint: String, _ settings: SerialSettings, in tree: FileTree
  ) throws(TransportError) -> String {
    guard let id = settings.id else { return hint }
    let ports = ports(in: tree)
    let fitting = ports.filter {
      $0.id == id && (settings.interface == nil || $0.interface == settings.interface)
    }
    let subject = LineAddress.serial(path: hint, settings: settings).description
    guard let first = fitting.first else {
      let others = ports.map { "\($0.id) at \($0.file)" }.joined(separator: ", ")
      throw .notFound(
        "\(subject): no port of a USB device with this serial number; "
          + (others.isEmpty ? "there is no USB port with one" : "there are \(others)"))
    }
    let place = tree.resolved(hint) ?? hint
    if let same = fitting.first(where: { $0.file == hint || $0.file == place }) { return same.file }
    guard fitting.allSatisfy({ $0.device == first.device }) else {
      let files = fitting.map(\.file).joined(separator: ", ")
      throw .notFound("\(subject): several devices have this serial number, at \(files); give a path")
    }
    return first.file
  }

  private struct Port {
    let file: String
    let id: String
    let interface: UInt8?
    let device: String
  }

  #if canImport(Glibc)
    private static func ports(in tree: FileTree) -> [Port] {
      SystemTTY.all(in: tree).compactMap { tty in
        guard let usb = tty.usb, let id = usb.serialNumber else { return nil }
        return Port(file: tty.file, id: id, interface: tty.interface, device: usb.path)
      }
      .sorted { ($0.interface ?? 0, $0.file) < ($1.interface ?? 0, $1.file) }
    }
  #else
    /// Names carry the serial number: `cu.usbserial-A1`, `cu.usbmodemA11`, whose last digit is the interface.
    private static func ports(in tree: FileTree) -> [Port] {
      tree.names("/dev").compactMap { name in
        if name.hasPrefix("cu.usbserial-") {
          let id = String(name.dropFirst("cu.usbserial-".count))
          return Port(file: "/dev/\(name)", id: id, interface: nil, device: id)
        }
        guard name.hasPrefix("cu.usbmodem"), let last = name.last.flatMap({ UInt8(String($0)) }) else {
          return nil
        }
        let id = String(name.dropFirst("cu.usbmodem".count).dropLast())
        return Port(file: "/dev/\(name)", id: id, interface: last, device: id)
      }
    }
  #endif
}
