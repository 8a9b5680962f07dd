import CPosShim

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pseudo-terminal's master, and the link by which its other side is known.
///
/// Unchecked: it belongs to one host, which touches it on its loop only.
final class PseudoTerminalPair: @unchecked Sendable {
  let path: String
  private let link: String
  private let master: Int32

  /// Makes the pair and lets `link` point to it: in one step, so that whoever opens the link finds an old one or this.
  init(link: String) throws(TransportError) {
    let master = pos_open_master()
    guard master >= 0 else { throw SystemError.transport(errno, "a pseudo-terminal", doing: "opening") }
    (self.link, self.master) = (link, master)
    var name = [CChar](repeating: 0, count: 128)
    guard pos_slave_path(master, &name, name.count) == 0 else {
      path = ""
      throw SystemError.transport(errno, "a pseudo-terminal", doing: "naming")
    }
    path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    try prepare()
    try publish()
  }

  deinit {
    if Self.linkTarget(link) == path { unlink(link) }
    systemClose(master)
  }

  /// Someone has the other side open, or was there and left bytes.
  var hasPeer: Bool { pos_master_has_peer(master) == 1 }

  /// The master as the port behind one line.
  func port() throws(TransportError) -> SerialPort {
    let copy = fcntl(master, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw SystemError.transport(errno, path, doing: "opening") }
    return SerialPort(copy)
  }

  /// What was written for a register that is gone is not the next one's.
  func dropOutput() { _ = pos_serial_drop_output(master) }

  /// Opened and closed once: raw from the first byte, and the system reports a hang-up as long as nobody is there.
  private func prepare() throws(TransportError) {
    let descriptor = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.transport(errno, path, doing: "opening") }
    defer { systemClose(descriptor) }
    guard pos_serial_configure(descriptor, 9600, 2, 0) == 0 else {
      throw SystemError.transport(errno, path, doing: "setting up")
    }
  }

  private func publish() throws(TransportError) {
    var status = stat()
    if lstat(link, &status) == 0, status.st_mode & S_IFMT != S_IFLNK {
      throw .inUse("\(link), a file that is no link")
    }
    let fresh = "\(link).\(getpid())"
    unlink(fresh)
    guard symlink(path, fresh) == 0 else { throw SystemError.transport(errno, link, doing: "linking") }
    guard rename(fresh, link) == 0 else {
      let code = errno
      unlink(fresh)
      throw SystemError.transport(code, link, doing: "linking")
    }
  }

  static func linkTarget(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes {
      readlink(path, $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
    }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
