extension ZVT {
  /// Any well-formed APDU as a tree of fields, whether its message has a type or not.
  ///
  /// Nothing in it shows a clear card digit, check value or password; the password's bytes stand in
  /// ``reencoded``.
  public struct Dissection: Sendable {
    /// A field, or an object of a container.
    public struct Node: Sendable {
      /// BMP number or TLV tag; nil for a field without a tag and for what could not be cut.
      public let tag: UInt32?
      public let name: StaticString?
      /// For people.
      public let value: String
      /// The content, without tag and length, with card digits masked.
      public let bytes: [UInt8]
      /// What is inside a container or a constructed object.
      public let children: [Node]
    }

    public let control: ControlField
    public let fields: [Node]
    /// Encoding what was read gives the input exactly.
    public let canonical: Bool
    /// That encoding, with card digits masked as E (in texts as stars).
    public let reencoded: [UInt8]
    /// The input with card digits masked, byte for byte in place.
    public let masked: [UInt8]

    /// Reads a whole APDU.
    ///
    /// - Throws: `.truncated`, `.trailing`, `.badLength` or `.tooLarge`; offsets count from the start of
    ///   `bytes`.
    public init(_ bytes: [UInt8]) throws(CodecError) {
      let apdu = try APDU(decoding: bytes)
      var walk = DissectionWalk(bytes)
      try walk.read(apdu, headerCount: bytes.count - apdu.data.count)
      control = apdu.control
      fields = walk.nodes
      canonical = APDU(control: apdu.control, data: walk.clear).encoded() == bytes
      reencoded = APDU(control: apdu.control, data: walk.hidden).encoded()
      masked = walk.masked
    }
  }

  /// `bytes`, meant to be an APDU, with card digits masked in place: exactly if it is well-formed, else every
  /// long run of decimal digits is hidden. For traces.
  public static func masked(_ bytes: [UInt8]) -> [UInt8] {
    do throws(CodecError) {
      return try Dissection(bytes).masked
    } catch {
      return Masking.coarsely(bytes)
    }
  }
}

/// Walks one APDU and writes it three ways at once.
private struct DissectionWalk {
  typealias Node = ZVT.Dissection.Node

  private(set) var nodes: [Node] = []
  /// The data, encoded again.
  private(set) var clear: [UInt8] = []
  /// The same with card digits masked.
  private(set) var hidden: [UInt8] = []
  /// The input, masked in place.
  private(set) var masked: [UInt8]

  init(_ bytes: [UInt8]) { masked = bytes }

  mutating func read(_ apdu: ZVT.APDU, headerCount: Int) throws(CodecError) {
    let body = try ZVT.Body(apdu, headerCount: headerCount)
    let leading = ZVT.Command.leading(of: apdu.control)
    for (field, content) in zip(leading, body.leading) {
      guard let content else { continue }
      add(nil, field.name, field.size, field.format, content)
    }
    for field in body.tagged {
      guard let bmp = ZVT.BMP.of(field.tag) else { continue }
      clear.append(field.tag.number)
      hidden.append(field.tag.number)
      if bmp.format == .container {
        try addContainer(bmp, field.content, keepsAnything: ZVT.Command.of(apdu.control) == nil)
      } else {
        add(UInt32(field.tag.number), bmp.name, bmp.size, bmp.format, field.content)
      }
    }
    if !body.tail.isEmpty {
      let offset = masked.count - body.tail.count
      add(nil, "unread", .rest, nil, ByteReader(body.tail, at: offset))
    }
  }

  private mutating func add(
    _ tag: UInt32?, _ name: StaticString, _ size: ZVT.FieldSize, _ format: ZVT.FieldFormat?,
    _ content: ByteReader
  ) {
    var reader = content
    let bytes = reader.rest()
    let safe = ZVT.Masking.content(bytes, format)
    hide(content.offset, safe)
    size.writeLength(bytes.count, to: &clear)
    clear += bytes
    size.writeLength(bytes.count, to: &hidden)
    hidden += safe
    let value = ZVT.Shown.value(safe, format ?? .binary)
    nodes.append(Node(tag: tag, name: name, value: value, bytes: safe, children: []))
  }

  private mutating func addContainer(
    _ bmp: ZVT.BMP, _ content: ByteReader, keepsAnything: Bool
  ) throws(CodecError) {
    var (reader, again) = (content, content)
    var (spans, tlv): ([ZVT.TLV.Span], ZVT.TLV)
    do throws(CodecError) {
      (tlv, spans) = try ZVT.TLV.spans(from: &reader)
    } catch {
      guard keepsAnything else { throw error }
      return add(UInt32(bmp.tag.number), bmp.name, bmp.size, nil, content)
    }
    for span in spans { hide(span.offset, ZVT.Masking.content(span.bytes, span.format)) }
    let safe = try ZVT.TLV(from: &again)
    var (open, closed): ([UInt8], [UInt8]) = ([], [])
    tlv.write(to: &open)
    safe.write(to: &closed)
    bmp.size.writeLength(open.count, to: &clear)
    clear += open
    bmp.size.writeLength(closed.count, to: &hidden)
    hidden += closed
    nodes.append(
      Node(
        tag: UInt32(bmp.tag.number), name: bmp.name, value: "", bytes: closed,
        children: safe.objects.map { Self.node($0) }))
  }

  private mutating func hide(_ offset: Int, _ safe: [UInt8]) {
    var index = offset
    for byte in safe {
      masked[index] = byte
      index += 1
    }
  }

  private static func node(_ object: ZVT.TLV.Object) -> Node {
    let row = ZVT.TLVTag.of(object.tag)
    switch object.content {
    case .value(let bytes):
      return Node(
        tag: object.tag, name: row?.name, value: ZVT.Shown.value(bytes, row?.format ?? .binary),
        bytes: bytes, children: [])
    case .objects(let objects):
      var bytes: [UInt8] = []
      ZVT.TLV(objects).write(to: &bytes)
      return Node(
        tag: object.tag, name: row?.name, value: "", bytes: bytes, children: objects.map { node($0) })
    }
  }
}
