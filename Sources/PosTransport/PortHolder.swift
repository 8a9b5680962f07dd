import CPosShim

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who has which device open: read from /proc where there is one.
///
/// By device number, since a device has many names: links, `/dev/serial/by-id`, a node of one's own.
struct PortHolder {
  private struct Device: Hashable {
    let number: UInt64
    let home: UInt64
  }

  private var holders: [Device: String] = [:]

  /// Looks through all processes once.
  ///
  /// - Parameters:
  ///   - tree: where `/proc` is.
  ///   - own: a descriptor of this process that does not count.
  init(_ tree: FileTree = FileTree(), except own: Int32? = nil) {
    for process in tree.names("/proc") {
      guard let id = Int32(process) else { continue }
      for descriptor in tree.names("/proc/\(process)/fd") where id != getpid() || Int32(descriptor) != own {
        guard let device = Self.device(tree.path("/proc/\(process)/fd/\(descriptor)")) else { continue }
        if holders[device] == nil || id != getpid() {
          holders[device] = process + (tree.text("/proc/\(process)/comm").map { " (\($0))" } ?? "")
        }
      }
    }
  }

  /// `1234 (name)`; nil if nobody can be named. Another program comes before this one.
  func holder(of path: String) -> String? { Self.device(path).flatMap { holders[$0] } }

  /// `PATH, held by process 1234 (name)`; the path alone if nobody can be named.
  ///
  /// - Parameter own: this process's own descriptor of it, which does not count.
  static func describe(_ path: String, except own: Int32? = nil) -> String {
    guard let holder = PortHolder(except: own).holder(of: path) else { return path }
    return "\(path), held by process \(holder)"
  }

  private static func device(_ path: String) -> Device? {
    var device = pos_device()
    guard pos_device_of(path, &device) == 0 else { return nil }
    return Device(number: device.number, home: device.home)
  }
}
