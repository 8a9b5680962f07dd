import PosProtocol

/// One thing found among captured bytes.
enum Piece: Hashable, Sendable {
  /// A whole message, where it began, and the bytes it was taken from.
  case message(apdu: [UInt8], at: Int, wire: [UInt8])
  case ack
  case nak
  case malformed(Malformed)
}

/// Bytes that cannot be read, and where.
struct Malformed: Error, Hashable, Sendable {
  let offset: Int
  /// A stable word.
  let reason: String
  let message: String

  init(_ reason: String, at offset: Int, _ message: String) {
    (self.offset, self.reason, self.message) = (offset, reason, message)
  }
}

extension Layer {
  /// Cuts bytes into what this layer carries. After something malformed it goes on where the line could.
  func pieces(_ bytes: [UInt8]) -> [Piece] {
    switch self {
    case .apdu: [.message(apdu: bytes, at: 0, wire: bytes)]
    case .tcp: Self.stream(bytes)
    case .serial: Self.frames(bytes)
    }
  }

  private static func stream(_ bytes: [UInt8]) -> [Piece] {
    var (pieces, index): ([Piece], Int) = ([], 0)
    while index < bytes.count {
      // The last one may be cut short; reading it says where.
      let length = min(ZVT.APDU.length(of: bytes[index...]) ?? bytes.count, bytes.count - index)
      let apdu = Array(bytes[index..<index + length])
      pieces.append(.message(apdu: apdu, at: index, wire: apdu))
      index += length
    }
    return pieces
  }

  private static func frames(_ bytes: [UInt8]) -> [Piece] {
    var decoder = ZVT.FrameDecoder(maximumLength: 65_540)
    var (pieces, start, strays): ([Piece], Int, Int?) = ([], 0, nil)
    for (index, byte) in bytes.enumerated() {
      let wasInFrame = decoder.isInFrame
      let event = decoder.feed(byte)
      if decoder.isInFrame, !wasInFrame { start = index - 1 }
      // DLE STX inside a frame begins a new one: the old one was cut short.
      if wasInFrame, decoder.isInFrame, restarts(bytes, at: index, since: start) {
        pieces.append(.malformed(Malformed("truncated", at: index - 1, "the frame ends before its DLE ETX")))
        start = index - 1
      }
      if event == nil, !wasInFrame, !decoder.isInFrame, strays == nil, byte != 0x10 { strays = index }
      guard let event else { continue }
      if let stray = strays { pieces.append(.malformed(.noise(at: stray))) }
      strays = nil
      pieces.append(piece(event, bytes, start, index))
    }
    if decoder.isInFrame {
      pieces.append(.malformed(Malformed("truncated", at: bytes.count, "the frame ends before its checksum")))
    } else if strays != nil || bytes.last == 0x10 && pieces.isEmpty {
      pieces.append(.malformed(.noise(at: strays ?? bytes.count - 1)))
    }
    return pieces
  }

  /// Whether the DLE STX that ends at `index` opened a new frame, counted from the frame's own start: an even
  /// number of DLEs before STX is data.
  private static func restarts(_ bytes: [UInt8], at index: Int, since start: Int) -> Bool {
    guard bytes[index] == 0x02, index > start + 1 else { return false }
    let dles = bytes[(start + 2)..<index].reversed().prefix { $0 == 0x10 }.count
    return !dles.isMultiple(of: 2)
  }

  private static func piece(
    _ event: ZVT.FrameDecoder.Event, _ bytes: [UInt8], _ start: Int, _ end: Int
  ) -> Piece {
    switch event {
    case .ack: .ack
    case .nak: .nak
    case .frame(let apdu): .message(apdu: apdu, at: start, wire: Array(bytes[start...end]))
    case .damaged(let damage): .malformed(Malformed(damage, in: bytes[start...end]))
    }
  }
}

extension Malformed {
  static func noise(at offset: Int) -> Malformed {
    Malformed("noise", at: offset, "bytes outside any frame")
  }

  init(_ damage: FrameDamage, in frame: ArraySlice<UInt8>) {
    switch damage {
    case .checksum(let received, let computed):
      let (sent, right) = (Self.hex(received), Self.hex(computed))
      self.init(
        "checksum", at: frame.endIndex - 2, "the checksum is \(sent), the bytes before it make \(right)")
    case .strayEscape(let byte):
      self.init(
        "strayEscape", at: Self.strayEscape(in: frame), "DLE is followed by \(Hex.text([byte]))")
    case .tooLong: self.init("tooLong", at: frame.startIndex, "the frame is longer than any message")
    case .pause: self.init("truncated", at: frame.endIndex, "the frame ends before its checksum")
    case .length: self.init("length", at: frame.startIndex + 2, "the frame is shorter than any message")
    }
  }

  /// Where the first DLE stands that is followed by none of DLE, ETX and STX.
  private static func strayEscape(in frame: ArraySlice<UInt8>) -> Int {
    var index = frame.startIndex + 2
    while index + 1 < frame.endIndex {
      guard frame[index] == 0x10 else {
        index += 1
        continue
      }
      guard frame[index + 1] == 0x10 else { return index }
      index += 2
    }
    return frame.startIndex
  }

  private static func hex(_ checksum: UInt16) -> String {
    Hex.text([UInt8(truncatingIfNeeded: checksum), UInt8(truncatingIfNeeded: checksum >> 8)])
  }

  /// An error inside a message, at its place in the bytes the message was taken from.
  init(_ error: CodecError, in apdu: [UInt8], at start: Int, layer: Layer) {
    var offset = start + error.offset
    if layer == .serial {
      offset += 2 + apdu.prefix(error.offset).count { $0 == 0x10 }
    }
    switch error.reason {
    case .truncated(let missing):
      self.init(
        "truncated", at: offset,
        "the input ends here; \(missing) more byte\(missing == 1 ? " is" : "s are") missing at least")
    case .trailing(let count):
      self.init("trailing", at: offset, "\(count) byte\(count == 1 ? "" : "s") too many for the length")
    case .notBCD(let byte): self.init("notBCD", at: offset, "\(Hex.text([byte])) where decimal digits stand")
    case .badLength(let byte):
      self.init("badLength", at: offset, "\(Hex.text([byte])) cannot stand in a length")
    case .outOfRange: self.init("outOfRange", at: offset, "a value outside its field's range")
    case .unknownTag(let tag): self.init("unknownTag", at: offset, "no table knows tag \(Self.tag(tag))")
    case .duplicateTag(let tag): self.init("duplicateTag", at: offset, "tag \(Self.tag(tag)) stood before")
    case .missingField(let tag): self.init("missingField", at: offset, "field \(Self.tag(tag)) is not there")
    case .wrongControl(let control):
      self.init("wrongControl", at: offset, "another message: \(Self.tag(UInt32(control)))")
    case .tooLarge: self.init("tooLarge", at: offset, "nested deeper, or longer, than can be read")
    case .notHex: self.init("notHex", at: offset, "no hexadecimal digit, or an odd number of them")
    }
  }

  static func tag(_ tag: UInt32) -> String {
    let digits = String(tag, radix: 16, uppercase: true)
    return digits.count.isMultiple(of: 2) ? digits : "0" + digits
  }
}
