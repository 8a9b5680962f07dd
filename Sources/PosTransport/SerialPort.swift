import CPosShim
import NIOPosix

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
  private(set) var isLowLatency = false

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { release() }

  /// Opens, claims and sets up a tty. May block for as long as the driver takes.
  ///
  /// The system raises DTR and RTS while it opens, before anybody can say otherwise; `dtr=off` lowers DTR at
  /// once. Closing lowers neither unless `hangsUp`.
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
    port.isLowLatency = pos_serial_low_latency(descriptor) == 1
    port.dropInput()
    return port
  }

  /// Opens it where it is now; see `SerialFinder`.
  static func open(
    _ path: String, _ settings: SerialSettings, in tree: FileTree
  ) throws(TransportError) -> SerialPort {
    try open(settings.id == nil ? path : tree.path(SerialFinder.path(path, settings, in: tree)), settings)
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

  func dropOutput() {
    guard descriptor >= 0 else { return }
    _ = pos_serial_drop_output(descriptor)
  }

  /// What the driver made of the settings. Baud 0: it does not tell.
  func actualSettings() throws(TransportError) -> SerialSettings {
    let actual = try readBack("a serial port")
    var settings = SerialSettings(baud: Int(actual.baud), stopBits: Int(actual.stop_bits))
    settings.parity = Self.parities[Int(actual.parity)]
    if let lines = lines() { (settings.dtr, settings.rts) = (lines.dtr, lines.rts) }
    return settings
  }

  /// Sets a control wire. False: there is none.
  func set(_ line: some BinaryInteger, _ isOn: Bool) -> Bool {
    descriptor >= 0 && pos_serial_set_line(descriptor, Int32(line), isOn ? 1 : 0) == 0
  }

  /// The control wires; nil where there are none.
  func lines() -> ModemLines? {
    guard descriptor >= 0 else { return nil }
    let bits = pos_serial_lines(descriptor)
    guard bits >= 0 else { return nil }
    let isOn = { (line: Int) in Int(bits) & line != 0 }
    return ModemLines(
      dtr: isOn(Int(POS_LINE_DTR)), rts: isOn(Int(POS_LINE_RTS)), cts: isOn(Int(POS_LINE_CTS)),
      dsr: isOn(Int(POS_LINE_DSR)), dcd: isOn(Int(POS_LINE_DCD)), ri: isOn(Int(POS_LINE_RI)))
  }

  /// Bytes in the driver's queue.
  func waiting() -> Int { descriptor >= 0 ? max(0, Int(pos_serial_waiting(descriptor))) : 0 }

  /// One more descriptor of it, which the caller must close; -1 if there is none to be had.
  func duplicate() -> Int32 { descriptor >= 0 ? fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : -1 }

  /// Waits for what is left in the hardware when the queue is empty: a few bytes. Closes the descriptor.
  static func sendRest(_ copy: Int32) async {
    guard copy >= 0 else { return }
    try? await NIOThreadPool.singleton.runIfActive {
      _ = pos_serial_drain(copy)
      systemClose(copy)
    }
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
      throw .inUse(PortHolder.describe(path, except: descriptor))
    }
    if pos_is_pseudo_terminal(descriptor) == 0 { _ = pos_serial_claim(descriptor) }
  }

  private func configure(_ path: String, _ settings: SerialSettings) throws(TransportError) {
    // First, since it would undo a baud that is none of the standard's on some systems.
    _ = pos_serial_hang_up(descriptor, settings.hangsUp ? 1 : 0)
    let parity = Int32(Self.parities.firstIndex(of: settings.parity) ?? 0)
    let baud = UInt32(settings.baud)
    guard pos_serial_configure(descriptor, baud, Int32(settings.stopBits), parity) == 0 else {
      guard errno != EINVAL else { throw .badSettings("\(path) takes no \(settings.words)") }
      throw SystemError.transport(errno, path, doing: "setting up")
    }
    try check(settings, path)
    // Without such wires there is nothing to set, which is no error.
    if let dtr = settings.dtr { _ = set(POS_LINE_DTR, dtr) }
    if let rts = settings.rts { _ = set(POS_LINE_RTS, rts) }
  }

  /// Drivers drop what they cannot do, and report success: what was made of the settings is read back.
  func check(_ settings: SerialSettings, _ path: String) throws(TransportError) {
    let raw = try readBack(path)
    let actual = try actualSettings()
    let difference = actual.baud == 0 ? 0 : abs(actual.baud - settings.baud)
    // A pseudo-terminal has no parity, and drops it. The device side of a USB gadget keeps 8N1, which is
    // never on a wire.
    let isGadget = path.split(separator: "/").last?.hasPrefix("ttyGS") == true
    let hasNoWire = isGadget || pos_is_pseudo_terminal(descriptor) == 1
    // A UART divides its clock: two in a hundred beside the asked rate is as good as it gets, and good
    // enough.
    let isSet =
      raw.is_raw == 1 && difference * 50 <= settings.baud
      && (hasNoWire || actual.parity == settings.parity && actual.stopBits == settings.stopBits)
    guard isSet else {
      let made = actual.words + (raw.is_raw == 1 ? "" : ", not raw")
      throw .badSettings("\(path) takes no \(settings.words); its driver made \(made) of it")
    }
  }

  private func readBack(_ path: String) throws(TransportError) -> pos_serial_settings {
    var actual = pos_serial_settings()
    guard pos_serial_read_back(descriptor, &actual) == 0 else {
      throw SystemError.transport(errno, path, doing: "reading the settings of")
    }
    return actual
  }

  /// As CPosShim numbers them.
  private static let parities: [SerialSettings.Parity] = [.none, .even, .odd]
}

extension SerialSettings {
  /// As technicians write it: `9600 8N2`.
  var words: String { "\(baud) 8\(parity.rawValue.prefix(1).uppercased())\(stopBits)" }
}
