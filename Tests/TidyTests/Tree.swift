import Foundation

/// The project's own files, as the rules see them.
enum Tree {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Paths from the root, sorted, of the files below `folder` whose name ends in one of `endings`
  /// (all if empty).
  static func files(below folder: String = "", endings: [String] = []) -> [String] {
    let start = folder.isEmpty ? root : root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      let name = (path as NSString).lastPathComponent
      if name == ".git" || name.hasPrefix(".build") || name == "__pycache__" {
        walk.skipDescendants()
      } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular,
        endings.isEmpty || endings.contains(where: name.hasSuffix)
      {
        found.append(folder.isEmpty ? path : "\(folder)/\(path)")
      }
    }
    return found.sorted()
  }

  /// The lines of a file; none if it is not text.
  static func lines(of path: String) -> [String] {
    guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return [] }
    return text.components(separatedBy: "\n")
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  static var swiftFiles: [String] {
    ["Sources", "Tests", "Examples", "Fuzz", "Benchmarks", "Proofs", "Judge"].flatMap {
      files(below: $0, endings: [".swift"])
    }
  }

  /// Applies a rule to each of `paths` and gives its findings, each with the file before it.
  static func findings(in paths: [String], rule: ([String]) -> [String]) -> [String] {
    paths.flatMap { path in rule(lines(of: path)).map { "\(path): \($0)" } }
  }
}
