import Foundation

/// Many schedules, a block of seeds at a time, in a file that says what is done: whoever stops it may go on
/// later. Seeds that mean something else by now are not run again: the new ones go on behind them.
struct Campaign {
  static let block = 10_000

  private let file: URL
  /// Blocks done, and the seeds that failed.
  private(set) var done = 0
  private(set) var failing: [UInt64] = []
  /// The first block of this version.
  private var first = 0

  /// One of `shards` that share the seeds, each with a file and a processor of its own.
  init(folder: String, shard: Int, shards: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    file = URL(filePath: folder).appending(path: "shard-\(shard)-of-\(shards)")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
    var version = 1
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 2, let number = UInt64(words[1]) else { continue }
      switch words[0] {
      case "blocks": done = Int(number)
      case "failed": failing.append(number)
      case "version": (version, first) = (Int(number), words.count > 3 ? Int(words[3]) ?? 0 : 0)
      default: break
      }
    }
    if version != Plan.version { (first, failing) = (done, []) }
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
    let lines = ["version \(Plan.version) from \(first)", "blocks \(done)"] + failing.map { "failed \($0)" }
    try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
  }
}
