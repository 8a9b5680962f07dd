#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads trace files of any size, a piece at a time. Blocks while it reads.
public enum TraceFiles {
  /// Every item of the file at `path`.
  public static func read(
    _ path: String, _ body: (TraceItem) -> Void
  ) throws(TraceReadError) {
    try readLines(path) { _, item in
      body(item)
      return true
    }
  }

  /// Every item with the number of its line, until `body` has had enough. A headline may be told by the line
  /// that follows it.
  static func readLines(
    _ path: String, _ body: (_ line: Int, TraceItem) -> Bool
  ) throws(TraceReadError) {
    var (reader, goesOn) = (TraceReader(), true)
    var source = try TraceBytes(path)
    while goesOn, let bytes = try source.next() {
      try reader.feed(bytes, numbered: { line, item in if goesOn { goesOn = body(line, item) } })
    }
    if goesOn { try reader.finish(numbered: { _ = body($0, $1) }) }
  }

  /// The files that `path` was turned over to, the oldest first, and `path` itself.
  public static func rotated(_ path: String) -> [String] {
    var files = [path]
    while files.count < TraceLimit.mostFiles, access("\(path).\(files.count)", F_OK) == 0 {
      files.append("\(path).\(files.count)")
    }
    return files.reversed()
  }
}

/// The bytes of a file, from its beginning on.
struct TraceBytes: ~Copyable {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(TraceReadError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
  }

  deinit { close(descriptor) }

  /// What comes next; nil at the end as it is now.
  mutating func next() throws(TraceReadError) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = systemRead(descriptor, &bytes, bytes.count)
      if count > 0 { return Array(bytes[..<count]) }
      guard count < 0 else { return nil }
      guard errno == EINTR else { throw .unreadable(path: path, code: errno) }
    }
  }

  /// Another file stands at the path now, or none.
  var isLeft: Bool {
    var (own, other) = (stat(), stat())
    guard fstat(descriptor, &own) == 0, stat(path, &other) == 0 else { return true }
    return own.st_ino != other.st_ino || own.st_dev != other.st_dev
  }
}

/// `read`, where a type has a function of the same name.
private func systemRead(_ descriptor: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int {
  read(descriptor, &bytes, count)
}
