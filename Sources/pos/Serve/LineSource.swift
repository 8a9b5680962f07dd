import Foundation

/// Standard input as a bounded stream of lines, read on a thread of its own, because reading it blocks.
enum LineSource {
  enum Line: Hashable, Sendable {
    case bytes([UInt8])
    /// A line longer than `longest`; it was skipped.
    case tooLong
  }

  static let longest = 300_000

  /// Ends with the input's end.
  static func lines(of descriptor: Int32 = STDIN_FILENO) -> AsyncStream<Line> {
    let (stream, continuation) = AsyncStream.makeStream(of: Line.self, bufferingPolicy: .bufferingOldest(256))
    let thread = Thread { read(descriptor, into: continuation) }
    thread.name = "standard input"
    thread.start()
    return stream
  }

  @Sendable private static func read(_ descriptor: Int32, into lines: AsyncStream<Line>.Continuation) {
    var cutter = LineCutter(longest: longest)
    var buffer = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for byte in buffer[..<count] {
        if let line = cutter.feed(byte) { hand(line, to: lines) }
      }
    }
    if let line = cutter.end() { hand(line, to: lines) }
    lines.finish()
  }

  /// Waits while the stream is full, so that whoever writes to us waits too.
  private static func hand(_ line: Line, to lines: AsyncStream<Line>.Continuation) {
    while case .dropped = lines.yield(line) { usleep(5000) }
  }
}

/// Cuts bytes into lines and never holds more than one.
struct LineCutter {
  let longest: Int
  private var bytes: [UInt8] = []
  private var isTooLong = false

  init(longest: Int) { self.longest = longest }

  /// A line that ends with this byte. Empty lines are none.
  mutating func feed(_ byte: UInt8) -> LineSource.Line? {
    if byte == UInt8(ascii: "\n") { return end() }
    if bytes.count < longest {
      bytes.append(byte)
    } else {
      isTooLong = true
    }
    return nil
  }

  /// What is left when the input ends.
  mutating func end() -> LineSource.Line? {
    defer { (bytes, isTooLong) = ([], false) }
    if isTooLong { return .tooLong }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ? nil : .bytes(bytes)
  }
}
