import Foundation

/// A folder for one test, gone when the test is over; with `$POS_KEEP` it stays there, to be looked through.
final class Folder {
  let path: String

  init() throws {
    let place = Self.kept ?? FileManager.default.temporaryDirectory
    path = place.appending(path: "pos-sim-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { if Self.kept == nil { try? FileManager.default.removeItem(atPath: path) } }

  private static let kept = ProcessInfo.processInfo.environment["POS_KEEP"].map { URL(filePath: $0) }

  func file(_ name: String) -> String { path + "/" + name }

  func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
  }
}
