internal import CPosShim

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What this process holds of the system now. For tests: what a cycle leaves behind is a leak.
public struct Footprint: Hashable, Sendable {
  public let descriptors: Int
  /// 0: the system does not tell.
  public let threads: Int
  /// Asked of malloc and not given back; 0: the system does not tell.
  public let bytes: Int

  /// Looks; opens and closes a few descriptors for it.
  public static func now() -> Footprint {
    let open = count("/proc/self/fd").map { $0 - 1 } ?? (0..<Int32(1024)).count { fcntl($0, F_GETFD) >= 0 }
    return Footprint(
      descriptors: open, threads: count("/proc/self/task") ?? 0,
      bytes: Int(clamping: pos_allocated_bytes()))
  }

  private static func count(_ folder: String) -> Int? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var count = 0
    while let entry = readdir(stream) { count += entry.pointee.d_name.0 == 0x2E ? 0 : 1 }
    return count
  }
}
