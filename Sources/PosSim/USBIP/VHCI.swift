import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// This computer's virtual USB host controller (Linux' vhci-hcd), to which a device can be attached by a
/// socket: tools/usb/usbip/libsrc/vhci_driver.c and drivers/usb/usbip/vhci_sysfs.c of Linux.
public struct VHCI: Sendable {
  /// Where sysfs is.
  let root: String

  public init(root: String = "/sys") { self.root = root }

  /// A port of the controller.
  struct Port: Hashable, Sendable {
    let number: Int
    /// For devices of high speed and slower.
    let isHighSpeed: Bool
    let isFree: Bool
    /// As in /sys/bus/usb/devices; nil: no device is known there yet.
    let busID: String?
  }

  private var folder: String { root + "/devices/platform/vhci_hcd.0" }

  /// Throws what is certain to be in the way of attaching.
  public func check() throws(VHCIError) {
    guard access(folder, F_OK) == 0 else { throw .notLoaded }
    guard access(folder + "/attach", W_OK) == 0 else { throw .noPermission(path: folder + "/attach") }
  }

  /// Gives the kernel a connection to a device; this process keeps none of `descriptor`.
  ///
  /// - Returns: the port that it took.
  func attach(_ descriptor: Int32, device: UInt32) async throws(VHCIError) -> Int {
    defer { close(descriptor) }
    // Another program may take the same free port first.
    for _ in 0..<8 {
      guard let port = try await ports().first(where: { $0.isFree && $0.isHighSpeed }) else {
        throw .noFreePort
      }
      let text = "\(port.number) \(descriptor) \(device) \(USBIPReply.speed)"
      let code = await Self.aside { Self.write(text, to: folder + "/attach") }
      if code == 0 { return port.number }
      if code == EACCES || code == EPERM { throw .noPermission(path: folder + "/attach") }
      guard code == EBUSY || code == EINVAL else {
        throw .system(code: code, doing: "attaching by", path: folder + "/attach")
      }
    }
    throw .noFreePort
  }

  /// The serial port that the kernel made of an interface of the device at a port; nil: none within ten
  /// seconds.
  func serialPort(_ port: Int, interface: UInt8) async -> String? {
    for _ in 0..<100 {
      let busID = (try? await ports())?.first { $0.number == port && !$0.isFree }?.busID
      if let busID, let name = Self.entries("\(root)/bus/usb/devices/\(busID):1.\(interface)/tty").first {
        return "/dev/" + name
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return nil
  }

  /// What the controller says of its ports.
  func ports() async throws(VHCIError) -> [Port] {
    let path = folder + "/status"
    guard let text = await Self.aside({ Self.read(path) }) else { throw .notLoaded }
    return try Self.ports(text, path: path)
  }

  /// Reads lines as `hs  0000 004 000 00000000 000000 0-0`: hub, port, state, speed, device, socket and bus
  /// number; 004 is a free port.
  static func ports(_ text: String, path: String = "status") throws(VHCIError) -> [Port] {
    var ports: [Port] = []
    for (index, line) in text.split(separator: "\n").enumerated() where !line.hasPrefix("hub") {
      let words = line.split(separator: " ")
      guard words.count >= 7, let number = Int(words[1]), let state = Int(words[2]) else {
        throw .badStatus(path: path, line: index + 1)
      }
      let busID = words[6] == "0-0" ? nil : String(words[6])
      ports.append(
        Port(number: number, isHighSpeed: words[0] == "hs", isFree: state == 4, busID: busID))
    }
    return ports
  }

  // MARK: the system

  /// Files of sysfs answer from within the kernel, which may wait: neither a loop nor Swift's pool does.
  private static func aside<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: body()) }
    }
  }

  private static func write(_ text: String, to path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    return systemWrite(descriptor, bytes, bytes.count) == bytes.count ? 0 : errno
  }

  private static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // A file of sysfs is one page at most.
    var bytes = [UInt8](repeating: 0, count: 16_384)
    let count = systemRead(descriptor, &bytes, bytes.count)
    return count >= 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }

  private static func entries(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(String(cString: $0)) }
      }
    }
    return names.filter { !$0.hasPrefix(".") }
  }
}

// The system's functions, of which `VHCI` has namesakes.

private func systemRead(_ descriptor: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int {
  read(descriptor, &bytes, count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
