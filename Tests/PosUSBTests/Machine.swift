#if USB
  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// What the machine of these tests is.
  enum Machine {
    /// No bus at all. A bus that is only played is one.
    static let hasNoUSB = access("/sys/bus/usb/devices", F_OK) != 0 && USBMock.shared == nil

    /// How many descriptors this process has open, and how many threads it has.
    static func census() -> (descriptors: Int, threads: Int) {
      ((0..<Int32(4096)).count { fcntl($0, F_GETFD) >= 0 }, entries("/proc/self/task"))
    }

    private static func entries(_ folder: String) -> Int {
      guard let stream = opendir(folder) else { return 0 }
      defer { closedir(stream) }
      var count = 0
      while readdir(stream) != nil { count += 1 }
      return count
    }
  }
#endif
