import Foundation

/// Which simulator a link to a pseudo-terminal belongs to, while that simulator lives.
enum LinkHolder {
  /// `1234 (pos)`; nil: nobody, or a program, perhaps a simulator with another link, that got the same
  /// pseudo-terminal after the link's owner had died. Only where /proc tells (Linux).
  static func find(_ link: String) -> String? {
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
      let number = target.split(separator: "/").last, target.hasPrefix("/dev/pts/"),
      let own = name(of: "self")
    else { return nil }
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for process in processes where Int32(process) != nil && Int32(process) != getpid() {
      guard name(of: process) == own, made(process, link), holds(process, number) else { continue }
      return "\(process) (\(own))"
    }
    return nil
  }

  /// Whether the process was started with that link.
  private static func made(_ process: String, _ link: String) -> Bool {
    let words = (text("/proc/\(process)/cmdline") ?? "").split(separator: "\0").map(String.init)
    let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
    let base = folder.map { URL(filePath: $0, directoryHint: .isDirectory) }
    let wanted = URL(filePath: link).standardizedFileURL.path
    return words.contains { word in
      let path = word.replacing(/^(--link=|pty:)/, with: "")
      return !path.isEmpty && URL(filePath: path, relativeTo: base).standardizedFileURL.path == wanted
    }
  }

  /// Whether the process has the master of /dev/pts/`number` open.
  private static func holds(_ process: String, _ number: Substring) -> Bool {
    let folder = "/proc/\(process)/fd"
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return descriptors.contains { descriptor in
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
      guard target?.hasSuffix("ptmx") == true else { return false }
      let facts = text("/proc/\(process)/fdinfo/\(descriptor)") ?? ""
      return facts.split(separator: "\n").contains { $0.split(separator: "\t") == ["tty-index:", number] }
    }
  }

  private static func name(of process: String) -> String? {
    text("/proc/\(process)/comm")?.split(separator: "\n").first.map(String.init)
  }

  /// Files of /proc have no length that could be asked for.
  private static func text(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    return (try? file.readToEnd()).map { String(decoding: $0, as: UTF8.self) }
  }
}
