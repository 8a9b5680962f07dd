extension ZVT {
  /// Several lines of a receipt the terminal prints through the register.
  ///
  /// - Direction: terminal to register, if its registration listed 06 D3.
  /// - Answered by: ``Response``; 84 CC if it cannot print.
  /// - Spec: PA00P015 §3.6 (06 D3).
  public struct PrintTextBlock: Message {
    public static let control = ControlField(0x06, 0xD3)

    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    /// The receipt type of the first line counts for all. The last item says that the receipt ends, if the
    /// last line does. The caller splits what does not fit one message: 2 bytes and the text each line, 3
    /// more where looks change.
    public init(_ lines: [PrintedLine]) {
      var items: [TLV.Object] = []
      var current = PrintAttribute()
      for line in lines {
        var plain = line
        plain.isLast = false
        let attribute = PrintAttribute(plain)
        if attribute != current { items.append(TLV.Object(0x09, [attribute.byte])) }
        current = attribute
        items.append(TLV.Object(0x07, Masking.text(line.text.bytes)))
      }
      if lines.last?.isLast ?? false { items.append(TLV.Object(0x09, [0x81])) }
      var objects: [TLV.Object] = []
      if let receipt = lines.first?.receipt, receipt != .unspecified {
        objects.append(TLV.Object(0x1F07, [receipt.rawValue]))
      }
      if lines.first?.text.characterSet == .utf8 { objects.append(TLV.Object(0x14, [0xFE])) }
      objects.append(TLV.Object(0x25, of: items))
      tlv = TLV(objects)
    }

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.field(0x06, "tlv", &tlv)
    }

    /// What is to be printed. An attribute counts for the lines behind it; one with the end bit and no line
    /// behind ends the receipt.
    public var lines: [PrintedLine] {
      guard let tlv else { return [] }
      let receipt = PrintedLine.Receipt(rawValue: tlv.value(0x1F07)?.first ?? 0) ?? .unspecified
      var (lines, attribute): ([PrintedLine], PrintAttribute) = ([], PrintAttribute())
      for object in tlv.first(0x25)?.objects ?? [] {
        switch object.tag {
        case 0x07:
          var line = PrintedLine(
            text: WireText(bytes: object.value ?? [], characterSet: tlv.characterSet))
          attribute.apply(to: &line)
          line.isLast = false
          line.receipt = receipt
          lines.append(line)
        case 0x09:
          attribute = PrintAttribute(object.value?.first ?? 0)
          if attribute.byte & 0x80 != 0, attribute.byte != 0x80, !lines.isEmpty {
            lines[lines.count - 1].isLast = true
          }
        default: break
        }
      }
      return lines
    }
  }
}

extension ZVT.TLV {
  /// The character set the container names for its texts (tag 14); code page 437 if none or one we do not
  /// know.
  var characterSet: WireText.CharacterSet { value(0x14)?.first == 0xFE ? .utf8 : .cp437 }
}
