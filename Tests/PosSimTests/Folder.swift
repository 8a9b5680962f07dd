import Foundation

/// A folder for one test, gone when the test is over; with `$POS_KEEP` it stays there, to be looked through.
final class Folder {
  let path: String
  private let isOwn: Bool

  /// - Parameter isQuick: in memory where the system has a place for it, for thousands of synced writes.
  init(isQuick: Bool = false) throws {
    isOwn = true
    let shared = URL(filePath: "/dev/shm")
    let hasShared = isQuick && FileManager.default.isWritableFile(atPath: shared.path())
    let place = Self.kept ?? (hasShared ? shared : FileManager.default.temporaryDirectory)
    path = place.appending(path: "pos-sim-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// A folder in `other`, which goes with it.
  init(within other: Folder) throws {
    path = other.path + "/" + UUID().uuidString
    isOwn = false
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { if isOwn, Self.kept == nil { try? FileManager.default.removeItem(atPath: path) } }

  private static let kept = ProcessInfo.processInfo.environment["POS_KEEP"].map { URL(filePath: $0) }

  func file(_ name: String) -> String { path + "/" + name }

  func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
  }
}
