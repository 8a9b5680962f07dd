#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of a machine as the kernel shows them, below a root that tests choose.
struct FileTree {
  /// Resolved, without a slash at its end.
  private let root: String

  init(root: String = "/") {
    let path = Self.realPath(root) ?? root
    self.root = path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Where the machine's file of that absolute path is.
  func path(_ path: String) -> String { root + path }

  func exists(_ path: String) -> Bool { access(self.path(path), F_OK) == 0 }

  /// The names in a folder, sorted as people count: `tty2` before `tty10`.
  func names(_ folder: String) -> [String] {
    guard let stream = opendir(path(folder)) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  /// The first line of a small file, without control characters, which a device's own texts may have; nil if
  /// it cannot be read or is empty.
  func text(_ path: String) -> String? {
    guard let line = lines(path, limit: 512).first else { return nil }
    let scalars = line.unicodeScalars
      .filter { $0.properties.generalCategory != .control && $0.properties.generalCategory != .format }
    let words = String(String.UnicodeScalarView(scalars)).split(separator: " ")
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// The lines of a file; none if it cannot be read.
  ///
  /// - Parameter limit: bytes that are read at most.
  func lines(_ path: String, limit: Int = 1_048_576) -> [Substring] {
    let descriptor = systemOpen(self.path(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { systemClose(descriptor) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 512)
    while all.count < limit {
      let count = systemRead(descriptor, &piece, min(piece.count, limit - all.count))
      guard count > 0 else { break }
      all += piece[..<count]
    }
    return String(decoding: all, as: UTF8.self).split(separator: "\n")
  }

  func number(_ path: String, radix: Int = 10) -> Int? { text(path).flatMap { Int($0, radix: radix) } }

  /// The path without links, as the machine sees it; nil if it leads nowhere, or out of the root.
  func resolved(_ path: String) -> String? {
    guard let full = Self.realPath(self.path(path)) else { return nil }
    guard !root.isEmpty else { return full }
    return full.hasPrefix(root + "/") ? String(full.dropFirst(root.count)) : nil
  }

  /// The last part of where a link leads.
  func linkedName(_ path: String) -> String? {
    PseudoTerminalPair.linkTarget(self.path(path)).flatMap { $0.split(separator: "/").last.map(String.init) }
  }

  private static func realPath(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
