import NIOPosix

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The ports of this machine, without opening one: opening raises DTR, and some readers restart at that.
public enum PortList {
  /// Everything that is there: serial ports of the machine and of USB devices, simulators' pseudo-terminals
  /// whose links stand in the folder for temporary files, and readers on USB without a serial port.
  ///
  /// Reads `sys`, `dev` and `proc` below `root`, so that it works without libusb and udev. May block; not for
  /// a line's loop.
  ///
  /// - Parameter root: another root than the machine's, for tests.
  public static func find(root: String = "/") -> [PortInfo] {
    let tree = FileTree(root: root)
    let holders = PortHolder(tree)
    let ports = SystemTTY.all(in: tree)
    let found = ports.map { port($0, among: ports) } + others(in: tree) + readers(besides: ports, in: tree)
    return found.map { info, file in
      var info = info
      info.access = access(file, in: tree)
      info.holder = file.flatMap { holders.holder(of: tree.path($0)) }
      return info
    }
  }

  /// `find`, on a thread that may block.
  public static func current(root: String = "/") async -> [PortInfo] {
    (try? await NIOThreadPool.singleton.runIfActive { find(root: root) }) ?? []
  }

  /// Where `find` looks, for those to whom it found nothing.
  public static var places: [String] {
    #if canImport(Glibc)
      ["/sys/class/tty", "/sys/bus/usb/devices"] + temporaryFolders.map { "\($0)/pos-tty-*" }
    #else
      ["/dev/cu.*"]
    #endif
  }

  /// A port, and its file, which says who may use it and who does.
  private typealias Found = (PortInfo, file: String?)

  private static func port(_ port: SystemTTY, among ports: [SystemTTY]) -> Found {
    var info = PortInfo(
      address: .serial(path: port.file, settings: SerialSettings()),
      kind: port.usb == nil ? .builtIn : .usb, driver: port.driver)
    guard let usb = port.usb else { return (info, port.file) }
    info.describe(usb, interface: port.interface)
    let namesakes = ports.filter { $0.usb?.serialNumber == usb.serialNumber }
    if let id = usb.serialNumber, namesakes.allSatisfy({ $0.usb?.path == usb.path }) {
      var settings = SerialSettings()
      (settings.id, settings.interface) = (id, namesakes.count > 1 ? port.interface : nil)
      info.stableAddress = .serial(path: "auto", settings: settings)
    }
    return (info, port.file)
  }

  /// Readers that a driver made no port of, and those that want none.
  private static func readers(besides ports: [SystemTTY], in tree: FileTree) -> [Found] {
    let taken = Set(ports.compactMap(\.usb?.path))
    return SystemUSB.all(in: tree).filter { !taken.contains($0.path) }.compactMap { usb in
      guard let kind = usb.kind, kind == .usbUnclaimed || isReader(usb) else { return nil }
      let address = USBAddress(
        vendorID: usb.vendorID, productID: usb.productID, serialNumber: usb.serialNumber)
      var info = PortInfo(address: .usb(address), kind: kind, driver: usb.interfaces.first?.driver)
      info.describe(usb, interface: nil)
      info.isLine = carriesLine(usb, kind)
      return (info, usb.file)
    }
  }

  /// As `USBPlan` has it, without the endpoints.
  private static func carriesLine(_ usb: SystemUSB, _ kind: PortKind) -> Bool {
    switch KnownDevice.row(vendorID: usb.vendorID, productID: usb.productID)?.kind {
    case .bulk: usb.interfaces.contains { $0.triple.major == 0xFF }
    case .cdc, .unknown, nil: kind == .usbUnclaimed
    case .adapter, .hid, .network, .vendor: false
    }
  }

  private static func isReader(_ usb: SystemUSB) -> Bool { KnownDevice.isVendor(usb.vendorID) }

  private static func access(_ file: String?, in tree: FileTree) -> PortAccess {
    guard let file else { return .noFile }
    var status = stat()
    guard stat(tree.path(file), &status) == 0 else { return .noFile }
    guard faccessat(AT_FDCWD, tree.path(file), R_OK | W_OK, AT_EACCESS) != 0 else { return .ok }
    return .noPermission(
      owner: UserName.user(status.st_uid), group: UserName.group(status.st_gid),
      mode: modeText(UInt32(status.st_mode)))
  }

  private static func modeText(_ mode: UInt32) -> String {
    String((0..<9).map { mode >> (8 - $0) & 1 == 0 ? "-" : Array("rwxrwxrwx")[Int($0)] })
  }

  #if canImport(Glibc)
    private static var temporaryFolders: [String] {
      let chosen = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      return Set([chosen.hasSuffix("/") ? String(chosen.dropLast()) : chosen, "/tmp"]).sorted()
    }

    /// A simulator's pseudo-terminal has a link; one that leads nowhere is of a simulator that died.
    private static func others(in tree: FileTree) -> [Found] {
      temporaryFolders.flatMap { folder in
        tree.names(folder).filter { $0.hasPrefix("pos-tty-") }.map { "\(folder)/\($0)" }
      }
      .filter {
        PseudoTerminalPair.linkTarget(tree.path($0))?.hasPrefix("/dev/pts/") == true && tree.exists($0)
      }
      .map { path in
        (PortInfo(address: .serial(path: path, settings: SerialSettings()), kind: .simulator), path)
      }
    }
  #else
    /// Names are all that can be had here without IOKit.
    private static func others(in tree: FileTree) -> [Found] {
      tree.names("/dev").filter { $0.hasPrefix("cu.") }.map { name in
        let isUSB = name.hasPrefix("cu.usb")
        let address = LineAddress.serial(path: "/dev/\(name)", settings: SerialSettings())
        return (PortInfo(address: address, kind: isUSB ? .usb : .builtIn), "/dev/\(name)")
      }
    }
  #endif
}

extension PortInfo {
  fileprivate mutating func describe(_ usb: SystemUSB, interface: UInt8?) {
    (make, product, serialNumber) = (usb.make, usb.product, usb.serialNumber)
    self.usb = USBIdentity(vendorID: usb.vendorID, productID: usb.productID, interface: interface)
    knownAs = KnownDevice.name(vendorID: usb.vendorID, productID: usb.productID)
  }
}
