import NIOCore

/// Which reader an address leads to now, however it is spelt: the addresses of one reader have equal
/// identities.
///
/// Baud, stop bits, parity and control wires do not count. A link (`/dev/serial/by-id/…`) counts as the port
/// it leads to, `id=` as the port of that device, and a `usb:` address as the port that the system has made
/// of the same device, if it is the only one. Host names are compared without regard to case, and not looked
/// up.
public struct LineIdentity: Hashable, Sendable {
  private let place: Place

  private enum Place: Hashable {
    /// A USB device with one line, by its folder in sysfs.
    case device(String)
    case port(String)
    case host(String, Int)
    case trace(String, connection: Int)
    /// Not there now: as it is spelt.
    case absent(LineAddress)
  }

  /// The identities of `addresses`, in their order, by one look at the machine. May block.
  ///
  /// - Parameter root: another root than the machine's, for tests.
  public static func all(of addresses: [LineAddress], root: String = "/") -> [LineIdentity] {
    let machine = Machine(tree: FileTree(root: root))
    return addresses.map { LineIdentity(place: machine.place(of: $0)) }
  }

  private struct Machine {
    let tree: FileTree
    let ports: [SystemTTY]
    let devices: [SystemUSB]

    init(tree: FileTree) {
      self.tree = tree
      (ports, devices) = (SystemTTY.all(in: tree), SystemUSB.all(in: tree))
    }

    func place(of address: LineAddress) -> Place {
      switch address {
      case .serial(let path, let settings): port(path, settings)
      case .usb(let usb): device(usb)
      case .tcp(let host, let port): .host(Self.canonical(host), port)
      case .replay(let path, let settings):
        .trace(tree.resolved(path) ?? path, connection: settings.connection)
      }
    }

    private func port(_ path: String, _ settings: SerialSettings) -> Place {
      guard let file = try? SerialFinder.path(path, settings, in: tree) else {
        var plain = SerialSettings()
        (plain.id, plain.interface) = (settings.id, settings.interface)
        return .absent(.serial(path: "auto", settings: plain))
      }
      let real = tree.resolved(file) ?? file
      guard let usb = ports.first(where: { $0.file == real })?.usb, hasOneLine(usb) else {
        return .port(real)
      }
      return .device(usb.path)
    }

    private func device(_ address: USBAddress) -> Place {
      let same = devices.filter { usb in
        usb.vendorID == address.vendorID && usb.productID == address.productID
          && (address.serialNumber == nil || usb.serialNumber == address.serialNumber)
      }
      if same.count == 1, hasOneLine(same[0]) { return .device(same[0].path) }
      var plain = address
      plain.settings = SerialSettings()
      return .absent(.usb(plain))
    }

    private func hasOneLine(_ usb: SystemUSB) -> Bool { ports.count { $0.usb?.path == usb.path } <= 1 }

    /// A literal address as the system writes it, a name in small letters and without the root's dot.
    private static func canonical(_ host: String) -> String {
      if let literal = try? SocketAddress(ipAddress: host, port: 0).ipAddress { return literal }
      return (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
    }
  }
}
