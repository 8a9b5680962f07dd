extension ZVT {
  /// One line of a receipt the terminal prints through the register.
  ///
  /// - Direction: terminal to register.
  /// - Answered by: ``Response``; 84 CC if it cannot print.
  /// - Spec: PA00P015 §3.5 (06 D1).
  public struct PrintLine: Message {
    public static let control = ControlField(0x06, 0xD1)

    /// How the line looks; see ``PrintAttribute``.
    public var attribute = PrintAttribute()
    /// For attribute FF one byte: how many lines to feed.
    public var text = Text<Line>()
    public var tlv: TLV?
    public var rest = Rest()

    public init() {}

    public init(_ line: PrintedLine) {
      attribute = PrintAttribute(line)
      text = Text(clipping: line.text)
      if line.receipt != .unspecified { tlv = TLV([TLV.Object(0x1F07, [line.receipt.rawValue])]) }
    }

    public mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure) {
      try visit.untagged("attribute", &attribute)
      try visit.untagged("text", &text)
      try visit.field(0x06, "tlv", &tlv)
    }

    /// What is to be printed: one line, or as many empty ones as attribute FF feeds.
    public var lines: [PrintedLine] {
      var line = PrintedLine(text: WireText(bytes: text.bytes))
      attribute.apply(to: &line)
      line.receipt = PrintedLine.Receipt(rawValue: tlv?.value(0x1F07)?.first ?? 0) ?? .unspecified
      guard attribute.isFeed else { return [line] }
      line.text.bytes = []
      return [PrintedLine](repeating: line, count: Int(text.bytes.first ?? 1))
    }
  }

  /// How a line is printed.
  ///
  /// - Wire: 80 with any other bit: last line of its receipt; 40 centred; 20 double width; 10 double height;
  ///   low nibble: indent. FF: feed lines.
  public struct PrintAttribute: FieldValue, Hashable {
    public let byte: UInt8

    public init(_ byte: UInt8 = 0) { self.byte = byte }

    public init(_ line: PrintedLine) {
      var byte = min(line.indent, 0x0F)
      if line.isCentred { byte |= 0x40 }
      if line.isDoubleWidth { byte |= 0x20 }
      if line.isDoubleHeight { byte |= 0x10 }
      // 80 alone is reserved and FF feeds lines; an indent more or less is the lesser evil.
      if line.isLast { byte |= byte == 0 ? 0x81 : 0x80 }
      self.byte = byte == 0xFF ? 0xFE : byte
    }

    public init(from reader: inout ByteReader) throws(CodecError) { byte = try reader.byte() }

    public func write(to bytes: inout [UInt8]) { bytes.append(byte) }

    public var summary: String { Hex.text([byte]) }

    public var isFeed: Bool { byte == 0xFF }

    /// Sets the line's looks; its text and receipt stay.
    public func apply(to line: inout PrintedLine) {
      guard !isFeed else { return }
      line.isLast = byte & 0x80 != 0 && byte != 0x80
      line.isCentred = byte & 0x40 != 0
      line.isDoubleWidth = byte & 0x20 != 0
      line.isDoubleHeight = byte & 0x10 != 0
      line.indent = byte & 0x0F
    }
  }
}
