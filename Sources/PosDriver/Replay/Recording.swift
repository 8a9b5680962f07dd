import PosProtocol

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One connection of a trace file, to be played or to be drawn.
public struct Recording: Sendable {
  /// The address in its headline, as text.
  public let address: String
  /// What the line carried: checked serial frames, or bare messages over TCP.
  let framing: ZVT.Framing
  /// What passed, in order.
  public internal(set) var entries: [TraceEntry] = []
  /// The line of the file on which each entry stands, counted from 1.
  public internal(set) var lines: [Int] = []

  /// Whether it went over TCP.
  public var isTCP: Bool { framing == .tcp }

  /// More than a terminal says in a month.
  static let longest = 1_000_000

  init(address: String, framing: ZVT.Framing) { (self.address, self.framing) = (address, framing) }

  /// Every connection of the file at `path`. Blocks while it reads.
  public static func all(of path: String) throws(RecordingError) -> [Recording] {
    let reader = try RecordingReader(path)
    while let line = try reader.nextLine() { try reader.take(line) }
    guard !reader.recordings.isEmpty else { throw .notATrace(path: path) }
    return reader.recordings
  }

  /// Connection `number` of the file at `path`, counted from 1. Blocks while it reads.
  public static func read(_ path: String, connection number: Int = 1) throws(RecordingError) -> Recording {
    let all = try all(of: path)
    guard number >= 1, number <= all.count else {
      throw .noConnection(path: path, wanted: number, found: all.count)
    }
    return all[number - 1]
  }
}

/// Reads a trace file from its beginning to its end, a piece at a time.
private final class RecordingReader {
  private(set) var recordings: [Recording] = []
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var number = 0
  private var isAtEnd = false

  /// Longer than any line that is written: a frame of the longest message, three columns a byte.
  private static let longestLine = 500_000

  init(_ path: String) throws(RecordingError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
  }

  deinit { close(descriptor) }

  /// The next line without its end; nil at the file's end. A last line without an end was cut off by a crash,
  /// and is left out.
  func nextLine() throws(RecordingError) -> String? {
    while true {
      if let end = buffer[start...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        number += 1
        return String(decoding: buffer[start..<end], as: UTF8.self)
      }
      guard buffer.count - start <= Self.longestLine else {
        throw .badLine(path: path, line: number + 1, why: "longer than any line of a trace")
      }
      guard !isAtEnd else { return nil }
      try fill()
    }
  }

  private func fill() throws(RecordingError) {
    buffer.removeFirst(start)
    start = 0
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0, errno == EINTR { return }
    guard count >= 0 else { throw .unreadable(path: path, code: errno) }
    isAtEnd = count == 0
    buffer += chunk[..<count]
  }

  func take(_ line: String) throws(RecordingError) {
    if line.hasPrefix("# pos-trace ") { return try begin(line) }
    guard !recordings.isEmpty else { throw .notATrace(path: path) }
    guard !line.isEmpty, !line.hasPrefix("#") else { return }
    let last = recordings.count - 1
    guard recordings[last].entries.count < Recording.longest else { throw .tooLarge(path: path) }
    do throws(TraceLineError) {
      recordings[last].entries.append(try TraceLine.entry(line, recordings[last].framing))
      recordings[last].lines.append(number)
    } catch {
      throw .badLine(path: path, line: number, why: error.why)
    }
  }

  private func begin(_ line: String) throws(RecordingError) {
    let columns = line.split(separator: " ")
    let framing: ZVT.Framing? =
      switch columns.last {
      case "serial": .serial
      case "tcp": .tcp
      case _: nil
      }
    guard columns.count >= 5, columns[2] == "1", let framing else {
      throw .badLine(path: path, line: number, why: "expected '# pos-trace 1 ADDRESS serial|tcp'")
    }
    let address = columns[3..<(columns.count - 1)].joined(separator: " ")
    recordings.append(Recording(address: address, framing: framing))
  }
}
