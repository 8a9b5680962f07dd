extension ZVT.Shown {
  /// Appends a field's content as ``value(_:_:)`` shows it once ``ZVT/Masking`` has been over it.
  static func write(_ content: ByteReader, _ format: ZVT.FieldFormat?, to text: inout [UInt8]) {
    switch format {
    case .bcd, .binary, .bits, .currency: hex(content, &text)
    case .amount: amount(content, &text)
    case .totals: totals(content, &text)
    case .result: code(content, ZVT.resultName, &text)
    case .intermediateStatus: code(content, ZVT.intermediateStatusName, &text)
    case .terminalStatus: code(content, ZVT.terminalStatusName, &text)
    case .cardType: code(content, ZVT.cardTypeName, &text)
    case .password, .secret: text.add("******")
    case .card:
      card(content, &text) { nibble, text in
        guard nibble != 0x0F else { return }
        text.append(nibble <= 9 ? 0x30 + nibble : nibble == 0x0D ? 0x3D : 0x2A)
      }
    case .track: card(content, &text) { nibble, text in text.addDigit(nibble) }
    case .text: plain(content, &text)
    case .container, .objects: break
    case nil:
      var reader = content
      for byte in ZVT.Masking.content(reader.rest(), nil) { text.addHex(byte) }
    }
  }

  private static func hex(_ content: ByteReader, _ text: inout [UInt8]) {
    for index in 0..<content.remaining {
      guard let byte = content.peek(index) else { return }
      text.addHex(byte)
    }
  }

  private static func amount(_ content: ByteReader, _ text: inout [UInt8]) {
    var reader = content
    do throws(CodecError) {
      text.addNumber(try Amount(from: &reader).minorUnits)
    } catch {
      hex(content, &text)
    }
  }

  /// Rare, so that a string may be made of it.
  private static func totals(_ content: ByteReader, _ text: inout [UInt8]) {
    var reader = content
    text += value(reader.rest(), .totals).utf8
  }

  private static func code(
    _ content: ByteReader, _ name: (UInt8) -> StaticString?, _ text: inout [UInt8]
  ) {
    hex(content, &text)
    guard content.remaining == 1, let code = content.peek(), let name = name(code) else { return }
    text.add(" ")
    text.add(name)
  }

  private static func plain(_ content: ByteReader, _ text: inout [UInt8]) {
    var reader = content
    // The zero byte that ends a text is not shown.
    let isEnded = content.remaining > 0 && content.peek(content.remaining - 1) == 0
    let shown = content.remaining - (isEnded ? 1 : 0)
    if ZVT.Masking.mayHoldCard(content) {
      for byte in ZVT.Masking.text(reader.rest()).prefix(shown) { character(byte, &text) }
    } else {
      for index in 0..<shown {
        guard let byte = content.peek(index) else { return }
        character(byte, &text)
      }
    }
  }

  private static func character(_ byte: UInt8, _ text: inout [UInt8]) {
    guard !(0x20...0x7E).contains(byte) || byte == 0x5C else { return text.append(byte) }
    text.add("\\x")
    text.addHex(byte)
  }

  /// Hands each nibble to `body`, masked as ``ZVT/Masking/card(_:)`` masks.
  private static func card(
    _ content: ByteReader, _ text: inout [UInt8], _ body: (UInt8, inout [UInt8]) -> Void
  ) {
    func nibble(_ index: Int) -> UInt8 {
      guard let byte = content.peek(index / 2) else { return 0x0F }
      return index % 2 == 0 ? byte >> 4 : byte & 0x0F
    }
    let count = content.remaining * 2
    var end = count
    while end > 0, nibble(end - 1) == 0x0F { end -= 1 }
    var length = 0
    while length < end, nibble(length) != 0x0D { length += 1 }
    let head = length > 10 ? 6 : 0
    for index in 0..<count {
      let own = nibble(index)
      let isShown = index < length && length <= 19 && own <= 9 && (index < head || index >= length - 4)
      body(isShown || index == length || index >= end ? own : MaskedCardNumber.masked, &text)
    }
  }
}
