import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole lines at the end of a file, whoever else writes to it, and a new file where a limit asks for one.
///
/// - Several processes may write to one path. Each line is one `write` at the end of the file; whoever finds
///   the file full turns it over, under a lock of the full file, and everybody else follows to the new one.
///   Nobody waits for a lock: who does not get it writes on.
/// - Every file begins with a headline, and so does what each process writes into a file that another began.
/// - A line that a crash or a full disk cut short is ended before the next is written.
/// - What cannot be written is left out.
final class TraceFile: Sendable {
  private let path: String
  private let limit: TraceLimit?
  private let state: Mutex<State>

  private struct State {
    var descriptor: Int32
    var identity: Identity?
    /// A line without its end stands last.
    var isTorn = false
    /// What each new file begins with.
    var headline: TraceConnection?
  }

  /// Which file a descriptor or a path stands for; nil for what is no plain file.
  private struct Identity: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int

    init?(_ found: Int32, _ status: stat) {
      guard found == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      (device, inode) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
      size = Int(status.st_size)
    }

    static func of(_ descriptor: Int32) -> Identity? {
      var status = stat()
      return Identity(fstat(descriptor, &status), status)
    }

    static func at(_ path: String) -> Identity? {
      var status = stat()
      return Identity(stat(path, &status), status)
    }

    func isSame(as other: Identity?) -> Bool { device == other?.device && inode == other?.inode }
  }

  init(path: String, limit: TraceLimit?) throws(TraceError) {
    (self.path, self.limit) = (path, limit)
    let descriptor = Self.open(path)
    guard descriptor >= 0 else { throw TraceError(path: path, code: errno) }
    state = Mutex(
      State(
        descriptor: descriptor, identity: Identity.of(descriptor), isTorn: Self.isTorn(descriptor)))
  }

  deinit { state.withLock { _ = close($0.descriptor) } }

  /// A connection begins.
  func begin(_ connection: TraceConnection) {
    state.withLock { state in
      state.headline = nil
      makeRoom(connection.line.utf8.count + 1, &state)
      state.headline = connection
      Self.write(connection.line, &state)
    }
  }

  func append(_ line: String) {
    state.withLock { state in
      makeRoom(line.utf8.count + 1, &state)
      Self.write(line, &state)
    }
  }

  /// Follows the path to another file, or turns this one over.
  private func makeRoom(_ count: Int, _ state: inout State) {
    guard let own = state.identity else { return }
    guard let current = Identity.at(path), current.isSame(as: own) else { return reopen(&state) }
    guard let limit, current.size > 0, current.size > limit.bytesPerFile - count else { return }
    guard flock(state.descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    // Another process may have been faster.
    if Identity.at(path)?.isSame(as: own) == true { turnOver(limit) }
    // The lock ends with the descriptor.
    reopen(&state)
  }

  /// A crash in between leaves a gap in the numbers, which the next turn closes.
  private func turnOver(_ limit: TraceLimit) {
    guard limit.files > 1 else {
      unlink(path)
      return
    }
    for number in stride(from: limit.files - 1, to: 1, by: -1) {
      rename("\(path).\(number - 1)", "\(path).\(number)")
    }
    rename(path, "\(path).1")
  }

  private func reopen(_ state: inout State) {
    let descriptor = Self.open(path)
    // The old file takes what comes until there can be a new one.
    guard descriptor >= 0 else { return }
    close(state.descriptor)
    state.descriptor = descriptor
    state.identity = Identity.of(descriptor)
    state.isTorn = Self.isTorn(descriptor)
    if let headline = state.headline { Self.write(headline.continued.line, &state) }
  }

  private static func open(_ path: String) -> Int32 {
    let flags = O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY
    let descriptor = systemOpen(path, O_RDWR | flags, 0o600)
    return descriptor >= 0 || errno != EACCES ? descriptor : systemOpen(path, O_WRONLY | flags, 0o600)
  }

  private static func isTorn(_ descriptor: Int32) -> Bool {
    guard let size = Identity.of(descriptor)?.size, size > 0 else { return false }
    var last: UInt8 = 0x0A
    return pread(descriptor, &last, 1, off_t(size - 1)) == 1 && last != 0x0A
  }

  private static func write(_ line: String, _ state: inout State) {
    let bytes = Array(((state.isTorn ? "\n" : "") + line + "\n").utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { systemWrite(state.descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      start += count
    }
    if start > 0 { state.isTorn = start < bytes.count }
  }
}

extension TraceConnection {
  /// The same, in the next file.
  fileprivate var continued: TraceConnection {
    TraceConnection(address: address, framing: framing, isContinued: true)
  }
}

/// `write` and `open`, where a type has functions of the same name.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
