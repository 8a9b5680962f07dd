import PosProtocol
import PosTransport

/// Reads one line as ``TraceEntry/line`` writes it, without making text of it.
struct TraceLineParser {
  /// Why a line is none.
  struct Problem: Error {
    let reason: TraceWarning.Reason
  }

  private var decoder = ZVT.FrameDecoder(maximumLength: 65_540)

  mutating func entry(
    _ text: [UInt8], _ range: Range<Int>, _ framing: ZVT.Framing
  ) throws(Problem) -> TraceEntry {
    var columns = Columns(text, range)
    guard let time = columns.seconds(), let wall = columns.wallTime(), let direction = columns.direction()
    else { throw Problem(reason: .columns) }
    guard let kind = columns.kind() else { throw Problem(reason: .kind) }
    guard kind != .closed else {
      guard let closure = columns.closure() else { throw Problem(reason: .closure) }
      return TraceEntry(
        time: time, wallMilliseconds: wall, direction: direction, kind: kind, bytes: [], isMasked: false,
        apdu: [], closure: closure)
    }
    guard let (bytes, isMasked) = columns.bytes() else { throw Problem(reason: .bytes) }
    return TraceEntry(
      time: time, wallMilliseconds: wall, direction: direction, kind: kind, bytes: bytes,
      isMasked: isMasked, apdu: kind == .apdu ? try apdu(bytes, framing) : [], closure: nil)
  }

  private mutating func apdu(_ bytes: [UInt8], _ framing: ZVT.Framing) throws(Problem) -> [UInt8] {
    switch framing {
    case .tcp:
      guard ZVT.APDU.length(of: bytes[...]) == bytes.count else { throw Problem(reason: .frame) }
      return bytes
    case .serial:
      decoder.reset()
      var index = 0
      guard case .frame(let apdu)? = decoder.feed(bytes, from: &index), index == bytes.count else {
        throw Problem(reason: .frame)
      }
      return apdu
    }
  }
}

/// A cursor over the columns of a line. Each reader takes one column and the space behind it.
private struct Columns {
  private let text: [UInt8]
  private let end: Int
  private var index: Int

  init(_ text: [UInt8], _ range: Range<Int>) {
    (self.text, index) = (text, range.lowerBound)
    // Somebody's editor may have left line ends of another system.
    let last = range.upperBound - 1
    end = last >= range.lowerBound && text[last] == 0x0D ? last : range.upperBound
  }

  /// `12.345678`.
  mutating func seconds() -> Duration? {
    guard let (whole, digits) = number(), (1...10).contains(digits), skip("."),
      let (micro, places) = number(), places == 6, skip(" ")
    else { return nil }
    return Duration(secondsComponent: whole, attosecondsComponent: micro * 1_000_000_000_000)
  }

  /// `2026-11-21T03:35:06.123Z`.
  mutating func wallTime() -> Int64? {
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2), skip("T"),
      let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2), skip("."),
      let milli = number(3), skip("Z"), skip(" "), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let time = (WallClock.days(year, month, day) * 24 + hour) * 3600 + minute * 60 + second
    return time * 1000 + milli
  }

  mutating func direction() -> TraceEntry.Direction? {
    guard index < end else { return nil }
    defer { index += 1 }
    let direction = TraceEntry.Direction(rawValue: Character(Unicode.Scalar(text[index])))
    guard index + 1 < end, text[index + 1] == 0x20 else { return nil }
    index += 1
    return direction
  }

  mutating func kind() -> TraceEntry.Kind? {
    let start = index
    while index < end, text[index] != 0x20 { index += 1 }
    defer { index += 1 }
    return Self.kinds.first { $0.word.elementsEqual(text[start..<index]) }?.kind
  }

  private static let kinds: [(word: [UInt8], kind: TraceEntry.Kind)] = [
    TraceEntry.Kind.apdu, .ack, .nak, .noise, .damaged, .closed,
  ].map { (Array($0.rawValue.utf8), $0) }

  /// `06 0F 00`, and whether `masked` stands behind; nil without a byte.
  mutating func bytes() -> (bytes: [UInt8], isMasked: Bool)? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((end - min(index, end)) / 3 + 1)
    while index + 1 < end {
      let (high, low) = (Self.digits[Int(text[index])], Self.digits[Int(text[index + 1])])
      guard high | low <= 0x0F else {
        guard !bytes.isEmpty, text[index..<end].elementsEqual("masked".utf8) else { return nil }
        return (bytes, true)
      }
      bytes.append(high << 4 | low)
      index += 2
      guard index < end else { return (bytes, false) }
      guard skip(" ") else { return nil }
    }
    return nil
  }

  mutating func closure() -> LineClosure? {
    guard index < end else { return nil }
    switch String(decoding: text[index..<end], as: UTF8.self).split(separator: " ") {
    case ["here"]: return .closedHere
    case ["disconnected"]: return .disconnected
    case let words where words.count == 2 && words[0] == "error":
      return Int32(words[1]).map { .failed($0) }
    default: return nil
    }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard index < end, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Digits until something else, at most twelve.
  private mutating func number() -> (value: Int64, digits: Int)? {
    var (value, digits): (Int64, Int) = (0, 0)
    while index < end, digits < 12, case let digit = text[index] &- 0x30, digit <= 9 {
      value = value * 10 + Int64(digit)
      digits += 1
      index += 1
    }
    return digits > 0 ? (value, digits) : nil
  }

  private mutating func number(_ digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard index < end, case let digit = text[index] &- 0x30, digit <= 9 else { return nil }
      value = value * 10 + Int64(digit)
      index += 1
    }
    return value
  }

  /// What each character is worth as a hexadecimal digit; FF for one that is none.
  private static let digits: [UInt8] = (0...255).map { (character: UInt8) in
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x37
    case 0x61...0x66: character - 0x57
    default: 0xFF
    }
  }
}
