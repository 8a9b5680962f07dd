extension ZVT {
  /// What messages say, in a line for people: `06 01 authorization  amount 12.50 EUR  currency EUR`.
  ///
  /// It reads by the tables of ``Dissection`` and makes no tree: each field is written to the text as it is
  /// found. Nothing in the text shows a clear card digit, check value or password.
  public struct Explainer: Sendable {
    private struct Span {
      let bmp: BMP
      let content: ByteReader
    }

    /// The tagged fields of one message; kept for its memory.
    private var spans: [Span] = []
    /// How many objects the container that is read may still have.
    private var budget = 0
    private var currency: Currency?

    public init() {}

    /// Appends what `apdu` says to `text`, in ASCII.
    public mutating func explain(_ apdu: [UInt8], to text: inout [UInt8]) {
      let start = text.count
      do throws(CodecError) {
        try read(apdu, &text)
      } catch {
        text.removeSubrange(start...)
        text.add("unreadable ")
        text.addSpaced(ZVT.masked(apdu))
      }
    }

    private mutating func read(_ apdu: [UInt8], _ text: inout [UInt8]) throws(CodecError) {
      var reader = ByteReader(apdu)
      let classByte = try reader.byte()
      let control = ControlField(classByte, try reader.byte())
      var count = Int(try reader.byte())
      if count == 0xFF {
        let low = try reader.byte()
        count = Int(low) | Int(try reader.byte()) << 8
      }
      var data = try reader.part(count)
      try reader.expectEnd()
      let command = Command.of(control)
      Self.head(control, command, &text)
      let first = data.peek()
      for field in command?.leading ?? Command.leading(of: control) {
        guard let content = try Body.leading(field, first: first, &data) else { continue }
        value(nil, field.name, field.format, content, &text)
      }
      let isOpen = command == nil
      try cut(&data, isOpen)
      for span in spans { try self.span(span, isOpen, &text) }
      if !data.isAtEnd { value(nil, "unread", nil, data, &text) }
    }

    /// Notes the tagged fields; `data` is then what is left of them.
    private mutating func cut(_ data: inout ByteReader, _ isOpen: Bool) throws(CodecError) {
      spans.removeAll(keepingCapacity: true)
      currency = nil
      let start = data
      do throws(CodecError) {
        while let number = data.peek(), let bmp = BMP.of(Tag(number)) {
          _ = try data.byte()
          spans.append(Span(bmp: bmp, content: try bmp.size.content(from: &data)))
        }
      } catch {
        guard isOpen else { throw error }
        spans.removeAll(keepingCapacity: true)
        data = start
      }
      if let named = spans.first(where: { $0.bmp.tag == 0x49 }) { currency = Self.currency(named.content) }
    }

    private mutating func span(
      _ span: Span, _ isOpen: Bool, _ text: inout [UInt8]
    ) throws(CodecError) {
      let bmp = span.bmp
      guard bmp.format == .container else {
        return value(UInt32(bmp.tag.number), bmp.name, bmp.format, span.content, &text)
      }
      let start = text.count
      do throws(CodecError) {
        budget = TLV.maximumObjects
        var content = span.content
        try objects(&content, depth: 1, &text)
      } catch {
        guard isOpen else { throw error }
        text.removeSubrange(start...)
        value(UInt32(bmp.tag.number), bmp.name, nil, span.content, &text)
      }
    }

    private mutating func objects(
      _ reader: inout ByteReader, depth: Int, _ text: inout [UInt8]
    ) throws(CodecError) {
      guard depth <= TLV.maximumDepth else { throw CodecError(.tooLarge, at: reader.offset) }
      while !reader.isAtEnd {
        guard budget > 0 else { throw CodecError(.tooLarge, at: reader.offset) }
        budget -= 1
        let tag = try TLV.tag(from: &reader)
        let content = try reader.part(try TLV.length(from: &reader))
        try object(tag, content, depth: depth, &text)
      }
    }

    private mutating func object(
      _ tag: UInt32, _ content: ByteReader, depth: Int, _ text: inout [UInt8]
    ) throws(CodecError) {
      let row = TLVTag.of(tag)
      guard TLV.isConstructed(tag) else { return value(tag, row?.name, row?.format, content, &text) }
      let start = text.count
      do throws(CodecError) {
        var inside = content
        try objects(&inside, depth: depth + 1, &text)
      } catch {
        // As in a tree: see TLV.
        guard row == nil, error.reason != .tooLarge else { throw error }
        text.removeSubrange(start...)
        value(tag, nil, nil, content, &text)
      }
    }

    private static func head(_ control: ControlField, _ command: Command?, _ text: inout [UInt8]) {
      text.addHex(control.classByte)
      text.add(" ")
      text.addHex(control.instruction)
      switch (control.classByte, control.instruction) {
      case (0x80, 0x00), (0x84, 0x00): text.add(" yes")
      case (0x84, let code):
        text.add(" no: ")
        text.add(resultName(code) ?? "refused")
      case _:
        text.add(" ")
        text.add(command?.name ?? "unknown message")
      }
    }
  }
}

extension ZVT.Explainer {
  /// One field; none for an empty one that has nothing to show.
  private func value(
    _ tag: UInt32?, _ name: StaticString?, _ format: ZVT.FieldFormat?, _ content: ByteReader,
    _ text: inout [UInt8]
  ) {
    let isHidden = format == .password || format == .secret
    guard !content.isAtEnd || isHidden else { return }
    text.add("  ")
    if let name {
      text.add(name)
    } else if let tag {
      text.addShortHex(tag)
    } else {
      text.add("data")
    }
    text.add(" ")
    if tag == 0x04, Self.money(content, currency, &text) { return }
    if tag == 0x49, let currency = Self.currency(content) { return Self.name(currency, &text) }
    ZVT.Shown.write(content, format, to: &text)
  }

  /// Writes twelve decimal digits as money; false: they are not.
  private static func money(
    _ content: ByteReader, _ named: Currency?, _ text: inout [UInt8]
  ) -> Bool {
    guard content.remaining == 6, let number = digits(content) else { return false }
    let currency = named ?? .eur
    let unit: UInt64 = currency.minorUnitDigits == 0 ? 1 : 100
    text.addGrouped(number / unit)
    if unit > 1 {
      text.add(".")
      text.append(0x30 + UInt8(number % 100 / 10))
      text.append(0x30 + UInt8(number % 10))
    }
    text.add(" ")
    name(currency, &text)
    return true
  }

  private static func currency(_ content: ByteReader) -> Currency? {
    guard content.remaining == 2, let number = digits(content) else { return nil }
    return Currency(numericCode: UInt16(number))
  }

  /// At most twelve digits.
  private static func digits(_ content: ByteReader) -> UInt64? {
    var number: UInt64 = 0
    for index in 0..<min(content.remaining, 6) {
      guard let byte = content.peek(index), byte >> 4 <= 9, byte & 0x0F <= 9 else { return nil }
      number = number * 100 + UInt64(byte >> 4) * 10 + UInt64(byte & 0x0F)
    }
    return number
  }

  private static func name(_ currency: Currency, _ text: inout [UInt8]) {
    switch currency {
    case .irr: text.add("IRR")
    case .eur: text.add("EUR")
    default: text.addNumber(UInt64(currency.numericCode))
    }
  }
}
