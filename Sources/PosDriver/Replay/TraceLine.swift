import PosProtocol
import PosTransport

/// What is wrong with a line of a trace.
struct TraceLineError: Error {
  let why: String
}

/// Reads ``TraceEntry/line`` back.
enum TraceLine {
  static func entry(_ line: String, _ framing: ZVT.Framing) throws(TraceLineError) -> TraceEntry {
    var columns = line.split(separator: " ")[...]
    guard columns.count >= 4 else { throw TraceLineError(why: "expected TIME WALL DIRECTION KIND …") }
    guard let time = time(columns.removeFirst()) else {
      throw TraceLineError(why: "the time is not seconds with six decimals")
    }
    guard let wall = WallClock.milliseconds(columns.removeFirst()) else {
      throw TraceLineError(why: "the wall time is not one")
    }
    let word = columns.removeFirst()
    guard word.count == 1, let direction = word.first.flatMap(TraceEntry.Direction.init) else {
      throw TraceLineError(why: "the direction is none of > < -")
    }
    guard let kind = TraceEntry.Kind(rawValue: String(columns.removeFirst())) else {
      throw TraceLineError(why: "unknown kind of entry")
    }
    let isMasked = columns.last == "masked"
    if isMasked { columns.removeLast() }
    if kind == .closed {
      return TraceEntry(
        time: time, wallMilliseconds: wall, direction: direction, kind: kind, bytes: [], isMasked: false,
        apdu: [], closure: try closure(columns))
    }
    let bytes = try bytes(columns)
    return TraceEntry(
      time: time, wallMilliseconds: wall, direction: direction, kind: kind, bytes: bytes,
      isMasked: isMasked, apdu: kind == .apdu ? try apdu(bytes, framing) : [], closure: nil)
  }

  private static func bytes(_ columns: ArraySlice<Substring>) throws(TraceLineError) -> [UInt8] {
    var bytes: [UInt8] = []
    for column in columns {
      guard column.utf8.count == 2, let byte = UInt8(column, radix: 16), column.first != "+" else {
        throw TraceLineError(why: "'\(column.prefix(8))' is no byte")
      }
      bytes.append(byte)
    }
    guard !bytes.isEmpty else { throw TraceLineError(why: "there are no bytes") }
    return bytes
  }

  private static func apdu(_ bytes: [UInt8], _ framing: ZVT.Framing) throws(TraceLineError) -> [UInt8] {
    switch framing {
    case .tcp:
      guard ZVT.APDU.length(of: bytes[...]) == bytes.count else {
        throw TraceLineError(why: "the message has another length than it says")
      }
      return bytes
    case .serial:
      var (decoder, index) = (ZVT.FrameDecoder(maximumLength: 65_540), 0)
      guard case .frame(let apdu)? = decoder.feed(bytes, from: &index), index == bytes.count else {
        throw TraceLineError(why: "the frame is not whole, or its checksum is wrong")
      }
      return apdu
    }
  }

  private static func closure(_ columns: ArraySlice<Substring>) throws(TraceLineError) -> LineClosure {
    let words = Array(columns)
    switch (words.first, words.count) {
    case ("here", 1): return .closedHere
    case ("disconnected", 1): return .disconnected
    case ("error", 2):
      if let code = Int32(words[1]) { return .failed(code) }
    case _: break
    }
    throw TraceLineError(why: "a line closes 'here', 'disconnected' or by 'error NUMBER'")
  }

  /// `12.345678`.
  private static func time(_ text: Substring) -> Duration? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 6, (1...10).contains(parts[0].utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let seconds = Int64(parts[0]), let microseconds = Int64(parts[1])
    else { return nil }
    return .seconds(seconds) + .microseconds(microseconds)
  }
}

extension WallClock {
  /// Reads `2026-11-21T03:35:06.123Z`.
  static func milliseconds(_ text: Substring) -> Int64? {
    let form = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)
    let bytes = Array(text.utf8)
    guard bytes.count == form.count else { return nil }
    var digits: [Int64] = []
    for (byte, wanted) in zip(bytes, form) {
      if wanted == UInt8(ascii: "d") {
        guard (0x30...0x39).contains(byte) else { return nil }
        digits.append(Int64(byte - 0x30))
      } else if byte != wanted {
        return nil
      }
    }
    let number = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + $1 } }
    let (month, day) = (number(4..<6), number(6..<8))
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let seconds = number(8..<10) * 3600 + number(10..<12) * 60 + number(12..<14)
    return (days(number(0..<4), month, day) * 86_400 + seconds) * 1000 + number(14..<17)
  }
}
