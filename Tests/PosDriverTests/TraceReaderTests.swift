import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

@Suite struct TraceReaderTests {
  static let head = "# pos-trace 1 tcp:127.0.0.1:20007 tcp\n"
  static let stamp = "0.000001 2026-11-21T03:35:06.007Z"

  static func items(_ text: String, chunk: Int = 1_000_000) throws(TraceReadError) -> [TraceItem] {
    var (reader, items) = (TraceReader(), [TraceItem]())
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      try reader.feed(Array(bytes[start..<min(start + chunk, bytes.count)])) { items.append($0) }
    }
    try reader.finish { items.append($0) }
    return items
  }

  static func entry(
    _ kind: TraceEntry.Kind, _ bytes: [UInt8] = [], apdu: [UInt8] = [], closure: LineClosure? = nil
  ) -> TraceEntry {
    TraceEntry(
      time: .microseconds(1_234_567), wallMilliseconds: 1_795_232_106_007,
      direction: kind == .closed ? .line : .sent, kind: kind, bytes: bytes, isMasked: bytes.count > 3,
      apdu: apdu, closure: closure)
  }

  /// A line for each kind, at both framings.
  static var samples: [(ZVT.Framing, TraceEntry)] {
    let apdu: [UInt8] = [0x06, 0x10, 0x03, 0x10, 0xEE, 0xEE]
    return [
      (.tcp, entry(.apdu, apdu, apdu: apdu)),
      (.serial, entry(.apdu, ZVT.FrameEncoder.encode(apdu), apdu: apdu)),
      (.serial, entry(.ack, [6])), (.serial, entry(.nak, [0x15])), (.serial, entry(.noise, [1, 2])),
      (.serial, entry(.damaged, [1, 2, 3, 0xEE])), (.tcp, entry(.closed, closure: .closedHere)),
      (.tcp, entry(.closed, closure: .disconnected)), (.tcp, entry(.closed, closure: .failed(5))),
    ]
  }

  @Test(arguments: [1, 7, 1_000_000]) func whatIsWrittenIsRead(chunk: Int) throws {
    for (framing, entry) in Self.samples {
      // The second one was found by fuzzing: an accent on a space.
      for address in ["serial:/dev/tty A", "a \u{6DC}b"] {
        let connection = TraceConnection(address: address, framing: framing)
        let text = "\(connection.line)\n\(entry.line)\n"
        #expect(try Self.items(text, chunk: chunk) == [.connection(connection), .entry(entry)])
      }
    }
  }

  @Test(arguments: [1, 1_000_000]) func aBadLineLosesOneLine(chunk: Int) throws {
    let bad: [(String, TraceWarning.Reason)] = [
      ("hello", .columns), ("1.5 2026-11-21T03:35:06.007Z > ack 06", .columns),
      ("\(Self.stamp) ? ack 06", .columns), ("\(Self.stamp) > word 06", .kind),
      ("\(Self.stamp) >", .columns), ("\(Self.stamp) > ack", .bytes), ("\(Self.stamp) > ack 0", .bytes),
      ("\(Self.stamp) > ack 06 ", .bytes), ("\(Self.stamp) > ack masked", .bytes),
      ("0.000001 2026-13-21T03:35:06.007Z > ack 06", .columns),
      ("0.000001 2026-11-21T24:35:06.007Z > ack 06", .columns),
      ("99999999999.000001 2026-11-21T03:35:06.007Z > ack 06", .columns),
      ("\(Self.stamp) > apdu 80 00 0G", .bytes), ("\(Self.stamp) > apdu 80 00 +1", .bytes),
      ("\(Self.stamp) > apdu 80 00 01", .frame), ("\(Self.stamp) - closed", .closure),
      ("\(Self.stamp) - closed error 99999999999", .closure), ("\(Self.stamp) - closed there", .closure),
    ]
    for (line, reason) in bad {
      let items = try Self.items("\(Self.head)\(line)\n\(Self.stamp) < apdu 80 00 00\r\n", chunk: chunk)
      #expect(items.count == 3, "\(line)")
      #expect(items[1] == .unread(TraceWarning(line: 2, reason: reason)), "\(line)")
      guard case .entry(let entry) = items[2] else { continue }
      #expect(entry.apdu == [0x80, 0, 0])
    }
  }

  @Test func aCutLastLineIsFine() throws {
    let whole = Self.head + "\(Self.stamp) < apdu 80 00 00\n"
    for count in Self.head.utf8.count + 1..<whole.utf8.count {
      let items = try Self.items(String(whole.prefix(count)))
      #expect(items.last == .unread(TraceWarning(line: 2, reason: .cut)))
    }
    #expect(try Self.items(whole).count == 2)
  }

  @Test func aLongLineTakesNoMemory() throws {
    var (reader, warnings) = (TraceReader(), [TraceItem]())
    try reader.feed(Array(Self.head.utf8)) { _ in }
    for _ in 0..<100 { try reader.feed([UInt8](repeating: 0x41, count: 10_000)) { warnings.append($0) } }
    try reader.feed(Array("\n\(Self.stamp) < apdu 80 00 00\n".utf8)) { warnings.append($0) }
    #expect(warnings.count == 3)
    #expect(warnings.contains(.unread(TraceWarning(line: 2, reason: .tooLong))))
  }

  /// A device or a film has no end that is worth waiting for.
  @Test func aFileWithoutAHeadlineIsNotReadToItsEnd() {
    let endless = String(repeating: "x", count: TraceReader.longestLine + 1)
    var reader = TraceReader()
    #expect(throws: TraceReadError.notATrace(line: 1)) { try reader.feed(Array(endless.utf8)) { _ in } }
  }

  @Test func whatIsNoTraceIsRefused() {
    #expect(throws: TraceReadError.notATrace(line: 1)) { try Self.items("hello\n") }
    #expect(throws: TraceReadError.notATrace(line: 2)) { try Self.items("\nhello") }
    #expect(throws: TraceReadError.headline(line: 1)) { try Self.items("# pos-trace 2 tcp:a:1 tcp\n") }
    #expect(throws: TraceReadError.headline(line: 1)) { try Self.items("# pos-trace 1 tcp\n") }
    #expect(throws: TraceReadError.headline(line: 2)) { try Self.items("\(Self.head)# pos-trace 1 a udp\n") }
  }

  @Test func aContinuedConnectionIsToldFromANewOne() throws {
    let again = TraceConnection(address: "tcp:a:1", framing: .tcp, isContinued: true)
    let text = "\(again.line)\n# a remark\n\(Self.stamp) < apdu 80 00 00\n\(Self.head)"
    let items = try Self.items(text, chunk: 3)
    #expect(items.count == 3 && items[0] == .connection(again))
    #expect(items[2] == .connection(TraceConnection(address: "tcp:127.0.0.1:20007", framing: .tcp)))
  }
}
