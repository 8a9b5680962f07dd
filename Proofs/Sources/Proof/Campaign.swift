import Foundation

/// Many schedules, a block of seeds at a time, in a file that says what is done: whoever stops it may go on
/// later.
struct Campaign {
  static let block = 10_000

  private let file: URL
  /// Blocks done, and the seeds that failed.
  private(set) var done = 0
  private(set) var failing: [UInt64] = []

  /// One of `shards` that share the seeds, each with a file and a processor of its own.
  init(folder: String, shard: Int, shards: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    file = URL(filePath: folder).appending(path: "shard-\(shard)-of-\(shards)")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2 else { continue }
      if words[0] == "blocks" { done = Int(words[1]) ?? 0 }
      if words[0] == "failed" { failing += UInt64(words[1]).map { [$0] } ?? [] }
    }
  }

  /// The seeds of the next block.
  func next(shard: Int, shards: Int) -> Range<UInt64> {
    let first = UInt64((done * shards + shard) * Self.block) + 1
    return first..<first + UInt64(Self.block)
  }

  /// Notes that the block is done.
  mutating func note(failed: [UInt64]) throws {
    done += 1
    failing += failed
    let lines = ["blocks \(done)"] + failing.map { "failed \($0)" }
    try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
  }
}
