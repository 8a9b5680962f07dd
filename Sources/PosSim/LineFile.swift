import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A text file that only grows, a line at a time, each on disk before the call returns. One program at a time
/// has it.
///
/// A crash can tear only the last line; opening the file cuts that off, since nobody was told that it is
/// there.
final class LineFile {
  let path: String
  private let descriptor: Int32

  /// Opens or makes the file.
  convenience init(_ path: String) throws(SimulatorError) { try self.init(path, at: path) }

  /// - Parameter place: where it stands until it is renamed; `path` names it in errors.
  private init(_ path: String, at place: String) throws(SimulatorError) {
    self.path = path
    let path = place
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(code: errno, doing: "opening", path: path) }
    var status = stat()
    // From here on a throw ends in `deinit`, which closes it. A second close could hit another's descriptor.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .system(code: EINVAL, doing: "using as a file", path: path)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      throw code == EWOULDBLOCK ? .inUse(path: path) : .system(code: code, doing: "locking", path: path)
    }
  }

  deinit { close(descriptor) }

  /// Every whole line, oldest first.
  func lines() throws(SimulatorError) -> [[UInt8]] {
    let bytes = try contents()
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end < bytes.count, ftruncate(descriptor, off_t(end)) != 0 {
      throw .system(code: errno, doing: "cutting the torn last line off", path: path)
    }
    return bytes[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast().map(Array.init)
  }

  /// Adds a line, which must not contain a line feed.
  func append(_ line: [UInt8]) throws(SimulatorError) {
    var rest = (line + [UInt8(ascii: "\n")])[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system(code: errno, doing: "writing", path: path) }
      rest = rest.dropFirst(count)
    }
    guard sync() == 0 else { throw .system(code: errno, doing: "syncing", path: path) }
  }

  /// A new file with these lines in the place of this one, all of it on disk. A crash on the way leaves this
  /// one.
  func replaced(by lines: [[UInt8]]) throws(SimulatorError) -> LineFile {
    let place = path + ".new"
    unlink(place)
    let file = try LineFile(path, at: place)
    for line in lines { try file.append(line) }
    guard rename(place, path) == 0 else { throw .system(code: errno, doing: "replacing", path: path) }
    let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    defer { close(folder) }
    guard folder >= 0, fsync(folder) == 0 else {
      throw .system(code: errno, doing: "syncing the folder of", path: path)
    }
    return file
  }

  private func sync() -> Int32 {
    #if canImport(Glibc)
      fdatasync(descriptor)
    #else
      fcntl(descriptor, F_FULLFSYNC)
    #endif
  }

  private func contents() throws(SimulatorError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = chunk.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(bytes.count))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(code: errno, doing: "reading", path: path) }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }
}

/// Values of one kind, one a line, as JSON.
struct JSONLines<Row: Codable> {
  private let file: LineFile

  init(_ path: String) throws(SimulatorError) { file = try LineFile(path) }

  private init(file: LineFile) { self.file = file }

  func rows() throws(SimulatorError) -> [Row] {
    var (rows, number) = ([Row](), 0)
    for line in try file.lines() {
      number += 1
      guard let row = try? JSONDecoder().decode(Row.self, from: Data(line)) else {
        throw .damaged(path: file.path, line: number, why: "not a record of this file")
      }
      rows.append(row)
    }
    return rows
  }

  func append(_ row: Row) throws(SimulatorError) { try file.append(try encoded(row)) }

  /// A new file with these rows in the place of this one.
  func replaced(by rows: [Row]) throws(SimulatorError) -> JSONLines {
    var lines: [[UInt8]] = []
    for row in rows { lines.append(try encoded(row)) }
    return JSONLines(file: try file.replaced(by: lines))
  }

  private func encoded(_ row: Row) throws(SimulatorError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(row) else {
      throw .damaged(path: file.path, line: 0, why: "a record that cannot be written")
    }
    return Array(data)
  }
}

func describe(errno code: Int32) -> String { String(cString: strerror(code)) }
