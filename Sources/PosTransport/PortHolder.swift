import CPosShim

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who has which device open: read from /proc where there is one.
///
/// By device number, since a device has many names: links, `/dev/serial/by-id`, a node of one's own. Only
/// root sees what other users' processes have open; the list of locks, which tells who has locked a port, is
/// open to all.
struct PortHolder {
  private struct Device: Hashable {
    let number: UInt64
    let home: UInt64
  }

  private var holders: [Device: String] = [:]
  private let tree: FileTree
  /// Of those who locked a file, by the file as /proc/locks spells it.
  private let lockers: [String: String]

  /// Looks through all processes once.
  ///
  /// - Parameters:
  ///   - tree: where `/proc` is.
  ///   - own: a descriptor of this process that does not count.
  init(_ tree: FileTree = FileTree(), except own: Int32? = nil) {
    self.tree = tree
    lockers = Self.lockers(tree)
    for process in tree.names("/proc") {
      guard let id = Int32(process) else { continue }
      let descriptors = tree.names("/proc/\(process)/fd").filter { id != getpid() || Int32($0) != own }
      let devices = descriptors.map { Self.device(tree.path("/proc/\(process)/fd/\($0)")) }
      // Who has the master is the terminal, and may keep the other side open besides; it holds up nobody.
      let served = zip(descriptors, devices).compactMap { descriptor, device in
        device?.number == Self.master ? Self.served(tree, "/proc/\(process)/fdinfo/\(descriptor)") : nil
      }
      for case let device? in devices where !served.contains(device.number) {
        if holders[device] == nil || id != getpid() { holders[device] = Self.named(process, tree) }
      }
    }
  }

  /// `/dev/ptmx`, 5:2.
  private static let master: UInt64 = 5 << 32 | 2

  /// The number of the device on the other side of a master.
  private static func served(_ tree: FileTree, _ information: String) -> UInt64? {
    tree.lines(information).lazy.compactMap { line -> UInt64? in
      let words = line.split(whereSeparator: { $0 == ":" || $0 == "\t" || $0 == " " })
      guard words.count == 2, words[0] == "tty-index", let index = UInt64(words[1]) else { return nil }
      return 136 << 32 | index
    }.first
  }

  /// `1234 (name)`; nil if nobody can be named. Who has locked it comes before who has it open, and another
  /// program before this one.
  func holder(of path: String) -> String? {
    guard let device = Self.device(path) else { return nil }
    return Self.file(path).flatMap { lockers[$0] }.map { Self.named($0, tree) } ?? holders[device]
  }

  /// `PATH, held by process 1234 (name)`; the path alone if nobody can be named.
  ///
  /// - Parameter own: this process's own descriptor of it, which does not count.
  static func describe(_ path: String, except own: Int32? = nil) -> String {
    guard let holder = PortHolder(except: own).holder(of: path) else { return path }
    return "\(path), held by process \(holder)"
  }

  private static func named(_ process: String, _ tree: FileTree) -> String {
    process + (tree.text("/proc/\(process)/comm").map { " (\($0))" } ?? "")
  }

  /// Lines as `1: FLOCK  ADVISORY  WRITE 1234 00:18:5 0 EOF`, the device in hexadecimal.
  private static func lockers(_ tree: FileTree) -> [String: String] {
    var lockers: [String: String] = [:]
    for line in tree.lines("/proc/locks") {
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK", words[3] == "WRITE", let id = Int32(words[4]), id > 0 else {
        continue
      }
      lockers[String(words[5])] = String(id)
    }
    return lockers
  }

  private static func file(_ path: String) -> String? {
    #if canImport(Glibc)
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      let (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
      let major = device >> 8 & 0xFFF
      let minor = device & 0xFF | device >> 12 & 0xFFF00
      let digits = [major, minor].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return "\(digits[0]):\(digits[1]):\(number)"
    #else
      return nil
    #endif
  }

  private static func device(_ path: String) -> Device? {
    var device = pos_device()
    guard pos_device_of(path, &device) == 0 else { return nil }
    return Device(number: device.number, home: device.home)
  }
}
