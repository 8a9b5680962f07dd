#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who has a port open: read from /proc where there is one.
enum PortHolder {
  /// `PATH, held by process 1234 (name)`; the path alone if nobody can be named.
  static func describe(_ path: String) -> String {
    guard let device = resolved(path), let holder = holder(of: device) else { return path }
    return "\(path), held by process \(holder)"
  }

  private static func holder(of device: String) -> String? {
    for process in entries("/proc") where Int32(process) != nil && Int32(process) != getpid() {
      for descriptor in entries("/proc/\(process)/fd")
      where PseudoTerminalPair.linkTarget("/proc/\(process)/fd/\(descriptor)") == device {
        return "\(process)\(name(of: process))"
      }
    }
    return nil
  }

  private static func name(of process: String) -> String {
    let descriptor = open("/proc/\(process)/comm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 1 else { return "" }
    return " (\(String(decoding: bytes[..<(count - 1)], as: UTF8.self)))"
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
    return names
  }

  private static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
