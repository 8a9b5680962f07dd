#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An error number of the system, in words of a line.
enum SystemError {
  static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// - Parameter subject: what could not be had: a path, or a host with its port.
  static func transport(_ code: Int32, _ subject: String, doing action: String) -> TransportError {
    switch code {
    // EIO: a pseudo-terminal whose other side is gone.
    case ENOENT, ENOTDIR, ENXIO, ENODEV, ELOOP, EIO, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN:
      .notFound("\(subject): \(text(code))")
    case EADDRNOTAVAIL: .notFound("\(subject): this machine has no such address")
    case EAFNOSUPPORT, EPROTONOSUPPORT:
      .notFound("\(subject): this machine has no network of this kind (\(text(code)))")
    case ENETDOWN: .notFound("\(subject): the network is down")
    case ECONNRESET, ECONNABORTED: .refused(subject)
    case EACCES, EPERM: .noPermission(subject)
    case EBUSY, EADDRINUSE: .inUse(subject)
    case ECONNREFUSED: .refused(subject)
    case ETIMEDOUT: .timedOut(subject)
    case ENOTTY, EISDIR: .notSerial(subject)
    default: .system(code: code, doing: "\(action) \(subject): \(text(code))")
    }
  }
}

// The system's functions, where a type has one of the same name.

func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

func systemClose(_ descriptor: Int32) { _ = close(descriptor) }

func systemPoll(_ entries: inout [pollfd], _ milliseconds: Int32) -> Int32 {
  poll(&entries, nfds_t(entries.count), milliseconds)
}

func systemRead(_ descriptor: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int {
  read(descriptor, &bytes, count)
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
