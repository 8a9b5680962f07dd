import CPosShim

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An opened tty: raw, exclusive, with nothing stale in it.
///
/// Unchecked: after `open` it belongs to one line, which touches it on its loop only.
final class SerialPort: @unchecked Sendable {
  private var descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { release() }

  /// Opens, claims and sets up a tty. May block for as long as the driver takes.
  ///
  /// The order matters: nothing is changed on a port that somebody else holds, and raw mode stands before the
  /// first byte, since a tty starts cooked and then echoes and swallows control characters.
  static func open(_ path: String, _ settings: SerialSettings) throws(TransportError) -> SerialPort {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SystemError.transport(errno, path, doing: "opening") }
    guard status.st_mode & S_IFMT == S_IFCHR else { throw .notSerial(path) }
    // Non-blocking, so that a line without carrier does not hold us here.
    let descriptor = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == EBUSY else { throw SystemError.transport(errno, path, doing: "opening") }
      throw .inUse(PortHolder.describe(path))
    }
    let port = SerialPort(descriptor)
    guard isatty(descriptor) == 1 else { throw .notSerial(path) }
    try port.claim(path)
    try port.configure(path, settings)
    port.dropInput()
    return port
  }

  /// Two further descriptors of the same open port, which the caller must close.
  func duplicates(_ path: String) throws(TransportError) -> (Int32, Int32) {
    let first = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard first >= 0 else { throw SystemError.transport(errno, path, doing: "opening") }
    let second = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard second >= 0 else {
      let code = errno
      systemClose(first)
      throw SystemError.transport(code, path, doing: "opening")
    }
    return (first, second)
  }

  /// Bytes written to a port that nobody had open are kept by the system and read, stale, by the next one who
  /// opens.
  func dropInput() {
    guard descriptor >= 0 else { return }
    _ = pos_serial_drop_input(descriptor)
  }

  /// What the driver made of the asked baud.
  func actualBaud() throws(TransportError) -> Int {
    var actual = pos_serial_settings()
    guard pos_serial_read_back(descriptor, &actual) == 0 else {
      throw SystemError.transport(errno, "a serial port", doing: "reading the settings of")
    }
    return Int(actual.baud)
  }

  func release() {
    guard descriptor >= 0 else { return }
    // Closing alone leaves the lock to a child process that was just forked, until it executes its program.
    flock(descriptor, LOCK_UN)
    systemClose(descriptor)
    descriptor = -1
  }

  /// The advisory lock keeps out every program that takes it, root's too; TIOCEXCL every program that is not
  /// root's. A pseudo-terminal would keep TIOCEXCL after its user died, and then be shut to the next one.
  private func claim(_ path: String) throws(TransportError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw SystemError.transport(errno, path, doing: "locking") }
      throw .inUse(PortHolder.describe(path))
    }
    if pos_is_pseudo_terminal(descriptor) == 0 { _ = pos_serial_claim(descriptor) }
  }

  private func configure(_ path: String, _ settings: SerialSettings) throws(TransportError) {
    let parity: Int32 =
      switch settings.parity {
      case .none: 0
      case .even: 1
      case .odd: 2
      }
    let baud = UInt32(settings.baud)
    guard pos_serial_configure(descriptor, baud, Int32(settings.stopBits), parity) == 0 else {
      throw SystemError.transport(errno, path, doing: "setting up")
    }
    // Drivers drop what they cannot do, and report success.
    var actual = pos_serial_settings()
    guard pos_serial_read_back(descriptor, &actual) == 0 else {
      throw SystemError.transport(errno, path, doing: "setting up")
    }
    let isPseudo = pos_is_pseudo_terminal(descriptor) == 1
    let difference = actual.baud == 0 ? 0 : abs(Int(actual.baud) - settings.baud)
    // A UART divides its clock: two in a hundred beside the asked rate is as good as it gets, and good
    // enough.
    let isSet =
      actual.is_raw == 1 && difference * 50 <= settings.baud
      && (isPseudo || actual.parity == parity && actual.stop_bits == Int32(settings.stopBits))
    let address = LineAddress.serial(path: path, settings: settings)
    guard isSet else { throw .system(code: EINVAL, doing: "setting \(address) up") }
  }
}
