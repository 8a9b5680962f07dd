public import PosProtocol

/// The fuzzer's bytes, read as decisions. Past the end every decision is 0.
public struct FuzzInput {
  private let bytes: [UInt8]
  private var position = 0

  public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  public var isEmpty: Bool { position >= bytes.count }

  public var all: [UInt8] { bytes }

  public mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    position += 1
    return bytes[position - 1]
  }

  public mutating func byte(below limit: UInt8) -> UInt8 { byte() % limit }

  /// As many bytes as are asked for and left.
  public mutating func bytes(_ count: Int) -> [UInt8] {
    let end = min(bytes.count, position + count)
    defer { position = end }
    return [UInt8](bytes[position..<end])
  }

  public mutating func rest() -> [UInt8] { bytes(bytes.count) }

  /// From nothing to longer than any timer, the protocol's own timers among them.
  public mutating func duration() -> Duration {
    switch byte(below: 10) {
    case 0: .zero
    case 1: .milliseconds(1)
    case 2: .milliseconds(199)
    case 3: .milliseconds(200)
    case 4: .seconds(2)
    case 5: .milliseconds(4_999)
    case 6: .seconds(5)
    case 7: .seconds(15)
    case 8: .seconds(180)
    default: .seconds(1_000)
    }
  }

  /// Bytes from the line: raw ones, whole frames or bare APDUs.
  public mutating func line(_ framing: ZVT.Framing) -> [UInt8] {
    switch byte(below: 8) {
    case 0: return [0x06]
    case 1: return [0x15]
    case 2: return bytes(Int(byte(below: 40)))
    case 3: return wrapped([0x80, 0x00, 0x00], framing)
    case 4: return wrapped([0x84, byte(), 0x00], framing)
    case 5: return wrapped([0x06, 0x0F, 0x00], framing)
    case 6: return wrapped([0x06, 0x1E, 0x01, byte()], framing)
    default:
      // An APDU with the length it should have.
      let control = bytes(2)
      let data = bytes(Int(byte(below: 64)))
      return wrapped(control + [UInt8(data.count)] + data, framing)
    }
  }

  private func wrapped(_ apdu: [UInt8], _ framing: ZVT.Framing) -> [UInt8] {
    framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu
  }
}

/// What must hold; else the fuzzer has found something.
public func require(
  _ condition: Bool, _ fact: StaticString, file: StaticString = #file, line: UInt = #line
) {
  guard condition else { fatalError("\(fact)", file: file, line: line) }
}
