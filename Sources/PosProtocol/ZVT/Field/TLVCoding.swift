extension ZVT.TLV {
  /// Reads objects until `reader` ends.
  ///
  /// A known constructed tag must hold objects. An unknown one whose content cannot be read as objects keeps
  /// it as a value.
  /// - Throws: `.truncated`, `.badLength`, `.unknownTag` for one of more than four bytes, or `.tooLarge`
  ///   beyond ``maximumDepth`` or ``maximumObjects``. The reader is then inside the container; drop it.
  public init(from reader: inout ByteReader) throws(CodecError) {
    var walk = Walk(masking: true)
    objects = try walk.objects(from: &reader, depth: 1)
  }

  /// The content of a primitive object, and where it stood.
  struct Span {
    let offset: Int
    let bytes: [UInt8]
    let format: ZVT.FieldFormat?
  }

  /// Reads objects as they are, clear card digits included; the caller hides the spans.
  static func spans(
    from reader: inout ByteReader
  ) throws(CodecError) -> (container: ZVT.TLV, spans: [Span]) {
    var walk = Walk(masking: false)
    let objects = try walk.objects(from: &reader, depth: 1)
    return (ZVT.TLV(objects), walk.spans)
  }

  /// Whether `reader` stands before BMP 06 with a container that ends exactly where the reader does.
  static func fillsRest(of reader: ByteReader) -> Bool {
    var reader = reader
    guard reader.peek() == 0x06 else { return false }
    do throws(CodecError) {
      _ = try reader.byte()
      var content = try reader.part(try length(from: &reader))
      guard reader.isAtEnd else { return false }
      _ = try ZVT.TLV(from: &content)
      return true
    } catch {
      return false
    }
  }

  static func length(from reader: inout ByteReader) throws(CodecError) -> Int {
    let offset = reader.offset
    let first = try reader.byte()
    switch first {
    case 0x00...0x7F: return Int(first)
    case 0x81: return Int(try reader.byte())
    case 0x82:
      let high = try reader.byte()
      return Int(high) << 8 | Int(try reader.byte())
    default: throw CodecError(.badLength(first), at: offset)
    }
  }

  /// The bytes of a tag as one number.
  static func tag(from reader: inout ByteReader) throws(CodecError) -> UInt32 {
    let offset = reader.offset
    var tag = UInt32(try reader.byte())
    guard tag & 0x1F == 0x1F else { return tag }
    while true {
      guard tag <= 0xFF_FFFF else { throw CodecError(.unknownTag(tag), at: offset) }
      let byte = try reader.byte()
      tag = tag << 8 | UInt32(byte)
      if byte & 0x80 == 0 || (0x1F80...0x1F83).contains(tag) { return tag }
    }
  }

  static func writeLength(_ count: Int, to bytes: inout [UInt8]) {
    switch count {
    case ...0x7F: bytes.append(UInt8(count))
    case ...0xFF: bytes += [0x81, UInt8(count)]
    default:
      precondition(count <= 0xFFFF, "an object longer than any message")
      bytes += [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
    }
  }

  /// Writes the objects, without the container's own tag and length.
  public func write(to bytes: inout [UInt8]) {
    for object in objects { Self.write(object, to: &bytes) }
  }

  /// Whether the first byte of a tag says that it holds objects.
  static func isConstructed(_ tag: UInt32) -> Bool {
    var first = tag
    while first > 0xFF { first >>= 8 }
    return first & 0x20 != 0
  }

  private static func write(_ object: Object, to bytes: inout [UInt8]) {
    var shift: UInt32 = 24
    while shift > 0, object.tag >> shift == 0 { shift -= 8 }
    while true {
      bytes.append(UInt8(truncatingIfNeeded: object.tag >> shift))
      if shift == 0 { break }
      shift -= 8
    }
    switch object.content {
    case .value(let value):
      writeLength(value.count, to: &bytes)
      bytes += value
    case .objects(let objects):
      var inner: [UInt8] = []
      for object in objects { write(object, to: &inner) }
      writeLength(inner.count, to: &bytes)
      bytes += inner
    }
  }
}

/// One reading of a container: what it may still take, and whether it masks.
private struct Walk {
  let masking: Bool
  var budget = ZVT.TLV.maximumObjects
  /// Only without masking.
  var spans: [ZVT.TLV.Span] = []

  mutating func objects(
    from reader: inout ByteReader, depth: Int
  ) throws(CodecError) -> [ZVT.TLV.Object] {
    guard depth <= ZVT.TLV.maximumDepth else { throw CodecError(.tooLarge, at: reader.offset) }
    var objects: [ZVT.TLV.Object] = []
    while !reader.isAtEnd {
      guard budget > 0 else { throw CodecError(.tooLarge, at: reader.offset) }
      budget -= 1
      let tag = try ZVT.TLV.tag(from: &reader)
      let content = try reader.part(try ZVT.TLV.length(from: &reader))
      objects.append(try object(tag, content, depth: depth))
    }
    return objects
  }

  private mutating func object(
    _ tag: UInt32, _ content: ByteReader, depth: Int
  ) throws(CodecError) -> ZVT.TLV.Object {
    var reader = content
    guard ZVT.TLV.isConstructed(tag) else { return primitive(tag, &reader) }
    let known = spans.count
    do throws(CodecError) {
      return ZVT.TLV.Object(tag, of: try objects(from: &reader, depth: depth + 1))
    } catch {
      // A maker's tag may use the constructed bit as it likes; a listed one may not, and no one may nest for
      // ever.
      guard ZVT.TLVTag.of(tag) == nil, error.reason != .tooLarge else { throw error }
      reader = content
      spans.removeLast(spans.count - known)
      return primitive(tag, &reader)
    }
  }

  private mutating func primitive(_ tag: UInt32, _ reader: inout ByteReader) -> ZVT.TLV.Object {
    let offset = reader.offset
    let bytes = reader.rest()
    let format = ZVT.TLVTag.of(tag)?.format
    if masking { return ZVT.TLV.Object(tag, ZVT.Masking.content(bytes, format)) }
    spans.append(ZVT.TLV.Span(offset: offset, bytes: bytes, format: format))
    return ZVT.TLV.Object(tag, bytes)
  }
}
