import CPosShim

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pseudo-terminal's master, and the link by which its other side is known. Closed when nobody holds it any
/// more.
final class PseudoTerminalPair: Sendable {
  let path: String
  private let link: String
  private let master: Int32

  /// Makes the pair. Nobody knows it until `publish`.
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
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    try prepare()
  }

  deinit {
    unpublish()
    systemClose(master)
  }

  /// Removes the link, unless it leads to another by now.
  func unpublish() {
    if Self.linkTarget(link) == path { unlink(link) }
  }

  /// Waits until something happens, or for `milliseconds`; what `poll` says of the master and of `other`.
  func poll(_ other: Int32, milliseconds: Int32) -> (master: Int32, other: Int32) {
    // A master whose other side nobody has open is always ready, with nothing but a hang-up.
    let isWaiting = milliseconds > 0
    var entries = [pollfd(fd: other, events: Int16(POLLIN), revents: 0)]
    if !isWaiting { entries.append(pollfd(fd: master, events: Int16(POLLIN), revents: 0)) }
    _ = systemPoll(&entries, milliseconds)
    if isWaiting {
      var entry = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
      _ = systemPoll(&entry, 0)
      entries += entry
    }
    return (Int32(entries[1].revents), Int32(entries[0].revents))
  }

  /// What is there to be read; nil: nobody has the other side open.
  func read() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = systemRead(master, &bytes, bytes.count)
    guard count > 0 else { return count < 0 && errno == EAGAIN ? [] : nil }
    return Array(bytes[..<count])
  }

  /// Another descriptor of the master, which the caller must close; -1: there is none to be had.
  func duplicate() -> Int32 { fcntl(master, F_DUPFD_CLOEXEC, 0) }

  /// How many of `bytes` the system took.
  func write(_ bytes: ArraySlice<UInt8>) -> Int {
    max(0, bytes.withUnsafeBytes { systemWrite(master, $0.baseAddress!, $0.count) })
  }

  /// What the other side was set to last; nil: the system does not tell.
  var baud: Int? {
    var settings = pos_serial_settings()
    return pos_serial_read_back(master, &settings) == 0 ? Int(settings.baud) : nil
  }

  /// What was written for a register that is gone is not the next one's.
  func dropOutput() { _ = pos_serial_drop_output(master) }

  /// Opened and closed once: raw from the first byte, and the system reports a hang-up as long as nobody is
  /// there.
  private func prepare() throws(TransportError) {
    let descriptor = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.transport(errno, path, doing: "opening") }
    defer { systemClose(descriptor) }
    guard pos_serial_configure(descriptor, 9600, 2, 0) == 0 else {
      throw SystemError.transport(errno, path, doing: "setting up")
    }
  }

  /// Lets the link point to it: in one step, so that whoever opens the link finds an old one or this.
  func publish() throws(TransportError) {
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
