extension ZVT {
  /// The data of an APDU cut into fields, with or without a type for the message: structure, no meaning yet.
  ///
  /// Untagged fields first, by the table of commands; then tagged ones, by the table of BMPs; from the first
  /// tag no table knows, whose length cannot be told, the rest is the tail.
  struct Body {
    struct Tagged {
      let tag: Tag
      let offset: Int
      var content: ByteReader
    }

    /// One entry for each row of the command's leading fields; nil where the field is not there.
    private(set) var leading: [ByteReader?] = []
    private(set) var tagged: [Tagged] = []
    private(set) var tail: [UInt8] = []

    /// - Throws: `.truncated` or `.badLength` of a field. Commands no table knows, and data of a response,
    ///   may be anything: what cannot be cut there is all tail.
    init(_ apdu: APDU, headerCount: Int) throws(CodecError) {
      let start = ByteReader(apdu.data, at: headerCount)
      var reader = start
      for field in Command.leading(of: apdu.control) {
        leading.append(try Self.leading(field, first: apdu.data.first, &reader))
      }
      let afterLeading = reader
      do throws(CodecError) {
        try cut(&reader)
      } catch {
        guard Command.of(apdu.control) == nil else { throw error }
        (reader, tagged) = (afterLeading, [])
      }
      tail = reader.rest()
    }

    private mutating func cut(_ reader: inout ByteReader) throws(CodecError) {
      while let number = reader.peek(), let bmp = BMP.of(Tag(number)) {
        let offset = reader.offset
        _ = try reader.byte()
        let content = try bmp.size.content(from: &reader)
        tagged.append(Tagged(tag: bmp.tag, offset: offset, content: content))
      }
    }

    /// One untagged field; nil if it is not there.
    ///
    /// - Parameter first: the first byte of the message's data.
    static func leading(
      _ field: LeadingField, first: UInt8?, _ reader: inout ByteReader
    ) throws(CodecError) -> ByteReader? {
      switch field.presence {
      case .always, .takesRest:
        return try field.size.content(from: &reader)
      case .ifAnythingIsLeft:
        guard !reader.isAtEnd else { return nil }
      case .ifItFits:
        guard case .fixed(let count) = field.size, reader.remaining >= count else { return nil }
      case .softwareVersion:
        for index in 0..<3 {
          guard let byte = reader.peek(index), byte >> 4 == 0x0F, byte & 0x0F <= 9 else { return nil }
        }
      case .terminalStatus:
        guard let status = reader.peek(), !isCompletionTag(status) else { return nil }
      case .unlessContainer:
        guard !reader.isAtEnd, !TLV.fillsRest(of: reader) else { return nil }
      case .afterWrongCurrency:
        guard first == 0x6F, isCurrency(reader) else { return nil }
      case .untilContainer:
        return try reader.part(textCount(reader))
      }
      return try field.size.content(from: &reader)
    }

    /// The first tags that 06 0F can have after anything but 05 01; none of them is a terminal status.
    private static func isCompletionTag(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x06, 0x0C, 0x19, 0x27, 0x29, 0x49, 0xAA: true
      default: false
      }
    }

    private static func isCurrency(_ reader: ByteReader) -> Bool {
      guard let high = reader.peek(), high <= 9, reader.remaining >= 2 else { return false }
      if reader.remaining > 2, TLV.fillsRest(of: reader) { return false }
      var behind = reader
      guard (try? behind.bytes(2)) != nil else { return false }
      return behind.isAtEnd || TLV.fillsRest(of: behind)
    }

    /// Looks for the container only near the end, so that a hostile line costs no more than a long one.
    private static func textCount(_ reader: ByteReader) -> Int {
      var rest = reader
      if rest.remaining > longestLineContainer { _ = try? rest.part(rest.remaining - longestLineContainer) }
      while !rest.isAtEnd {
        if TLV.fillsRest(of: rest) { return reader.remaining - rest.remaining }
        _ = try? rest.byte()
      }
      return reader.remaining
    }

    private static let longestLineContainer = 256
  }
}
