import PosProtocol

/// Reads a trace file, in pieces of any size, and keeps no more of it than one line.
///
/// docs/trace.md tells what stands in it. Lines that cannot be read are handed on as warnings, so that a bad
/// line loses no other.
public struct TraceReader: Sendable {
  /// The connection that the last line belongs to.
  public private(set) var connection: TraceConnection?
  /// The number of the last line, from 1 on.
  public private(set) var line = 0

  /// The beginning of a line of which the rest is still to come.
  private var pending: [UInt8] = []
  /// That beginning is longer than any line; the rest of it is dropped too.
  private var isTooLong = false
  /// A headline whose next line may say more of it.
  private var headline: TraceConnection?
  private var parser = TraceLineParser()

  /// The longest line that is read, in bytes: the longest frame has each byte doubled, and each takes three
  /// columns.
  public static let longestLine = 3 * 2 * 65_540 + 256

  public init() {}

  /// What is told: the number of the line, and what stands on it. A headline is told by the line after it.
  typealias Body = (_ line: Int, TraceItem) -> Void

  /// Reads on. A line may end in a later piece.
  ///
  /// - Throws: what makes the file none; feed no more then.
  public mutating func feed(
    _ bytes: [UInt8], _ body: (TraceItem) -> Void
  ) throws(TraceReadError) {
    try feed(bytes, numbered: { body($1) })
  }

  /// The file has ended. A last line without its end was cut short, by a crash or a full disk.
  public mutating func finish(_ body: (TraceItem) -> Void) throws(TraceReadError) {
    try finish(numbered: { body($1) })
  }

  mutating func feed(_ bytes: [UInt8], numbered body: Body) throws(TraceReadError) {
    var start = 0
    while let end = Self.newline(in: bytes, from: start) {
      if pending.isEmpty, !isTooLong {
        try take(bytes, start..<end, body)
      } else {
        try keep(bytes[start..<end])
        try endPending(body)
      }
      start = end + 1
    }
    try keep(bytes[start...])
  }

  mutating func finish(numbered body: Body) throws(TraceReadError) {
    defer { pending = [] }
    tellHeadline(body)
    guard !pending.isEmpty || isTooLong else { return }
    line += 1
    guard connection != nil else { throw .notATrace(line: line) }
    body(line, .unread(TraceWarning(line: line, reason: .cut)))
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(TraceReadError) {
    guard !isTooLong, !bytes.isEmpty else { return }
    if pending.count + bytes.count > Self.longestLine {
      // A file without a headline may be one without lines, and without an end.
      guard connection != nil else { throw .notATrace(line: line + 1) }
      (pending, isTooLong) = ([], true)
    } else {
      pending += bytes
    }
  }

  private mutating func endPending(_ body: Body) throws(TraceReadError) {
    var whole: [UInt8] = []
    swap(&whole, &pending)
    guard isTooLong else { return try take(whole, 0..<whole.count, body) }
    isTooLong = false
    line += 1
    body(line, .unread(TraceWarning(line: line, reason: .tooLong)))
  }

  private mutating func take(
    _ bytes: [UInt8], _ range: Range<Int>, _ body: Body
  ) throws(TraceReadError) {
    line += 1
    guard !range.isEmpty else { return }
    if bytes[range.lowerBound] == UInt8(ascii: "#") { return try takeComment(bytes[range], body) }
    if headline != nil { tellHeadline(body) }
    guard let connection else { throw .notATrace(line: line) }
    do throws(TraceLineParser.Problem) {
      body(line, .entry(try parser.entry(bytes, range, connection.framing)))
    } catch {
      body(line, .unread(TraceWarning(line: line, reason: error.reason)))
    }
  }

  private mutating func takeComment(
    _ bytes: ArraySlice<UInt8>, _ body: Body
  ) throws(TraceReadError) {
    // By bytes: a space may be half of a character, as when an accent follows it.
    let columns = bytes.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map {
      String(decoding: $0, as: UTF8.self)
    }
    guard columns.count > 1, columns[1] == "pos-trace" else {
      guard let connection else { throw .notATrace(line: line) }
      if columns.joined(separator: " ") == TraceConnection.continued, headline != nil {
        headline = TraceConnection(
          address: connection.address, framing: connection.framing, isContinued: true)
      }
      return
    }
    let framing: ZVT.Framing? =
      switch columns.last {
      case "serial": .serial
      case "tcp": .tcp
      default: nil
      }
    guard columns.count >= 5, columns[2] == "1", let framing else { throw .headline(line: line) }
    tellHeadline(body)
    let address = columns[3..<columns.count - 1].joined(separator: " ")
    connection = TraceConnection(address: address, framing: framing)
    headline = connection
  }

  private mutating func tellHeadline(_ body: Body) {
    guard let headline else { return }
    self.headline = nil
    connection = headline
    body(line, .connection(headline))
  }

  private static func newline(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == 0x0A { return index }
      index += 1
    }
    return nil
  }
}
