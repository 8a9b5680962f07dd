#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Names of users and groups; the number where there is no name.
enum UserName {
  static func user(_ id: uid_t) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return String(id) }
    return String(cString: entry.pw_name)
  }

  static func group(_ id: gid_t) -> String {
    var entry = GroupEntry()
    var found: UnsafeMutablePointer<GroupEntry>?
    var buffer = [CChar](repeating: 0, count: 65_536)
    guard getgrgid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return String(id) }
    return String(cString: entry.gr_name)
  }
}

#if canImport(Glibc)
  private typealias GroupEntry = Glibc.group
#else
  private typealias GroupEntry = Darwin.group
#endif
