internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One byte of the file beside the journal, held by one run in one process. The kernel gives it back when the
/// process dies, however it dies.
///
/// An open-file-description lock: it excludes other holders in this process too, and closing another
/// descriptor of the file does not lose it, as POSIX locks would.
final class FileLock: LedgerLease {
  /// What is held. Names fall on one of 2^40 bytes each.
  enum Subject: Hashable, Sendable {
    case opening
    case key(AttemptKey)
    case reader(String)
    case task(String)

    init(_ subject: LedgerSubject) {
      switch subject {
      case .key(let key): self = .key(key)
      case .reader(let name): self = .reader(name)
      case .task(let name): self = .task(name)
      }
    }

    var offset: Int64 {
      switch self {
      case .opening: 0
      case .key(let key): 1 << 40 | Self.hash(key.text)
      case .reader(let name): 1 << 41 | Self.hash(name)
      case .task(let name): 1 << 42 | Self.hash(name)
      }
    }

    /// FNV-1a, cut to 40 bits.
    private static func hash(_ text: String) -> Int64 {
      let (basis, prime): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x100_0000_01B3)
      let hash = text.utf8.reduce(basis) { ($0 ^ UInt64($1)) &* prime }
      return Int64(hash & 0xFF_FFFF_FFFF)
    }
  }

  /// Only the process's death takes it away.
  var fence: Int64 { 0 }
  private let descriptor: Int32

  private init(holding descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the lock if nobody holds it; nil if somebody does.
  static func attempt(_ subject: Subject, file: String) throws(JournalError) -> FileLock? {
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw JournalError(errno: errno, file: file) }
    var range = flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = off_t(subject.offset)
    range.l_len = 1
    guard fcntl(descriptor, setOpenFileLock, &range) == 0 else {
      let code = errno
      close(descriptor)
      guard code == EAGAIN || code == EACCES else { throw JournalError(errno: code, file: file) }
      return nil
    }
    return FileLock(holding: descriptor)
  }

  /// F_OFD_SETLK, which the system modules hide.
  #if os(Linux) || os(Android)
    private static let setOpenFileLock: Int32 = 37
  #else
    private static let setOpenFileLock: Int32 = 90
  #endif
}

extension JournalError {
  init(errno code: Int32, file: String) {
    switch code {
    case EACCES, EPERM, EROFS: self = .readOnly
    case ENOSPC, EDQUOT: self = .full
    default: self = .cannotOpen("\(file): \(String(cString: strerror(code)))")
    }
  }
}
