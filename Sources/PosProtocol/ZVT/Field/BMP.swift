extension ZVT {
  /// A row of the table of tagged fields.
  ///
  /// - Spec: PA00P015 §13.
  struct BMP: Sendable {
    let tag: Tag
    let name: StaticString
    let size: FieldSize
    let format: FieldFormat

    init(_ tag: Tag, _ name: StaticString, _ size: FieldSize, _ format: FieldFormat) {
      (self.tag, self.name, self.size, self.format) = (tag, name, size, format)
    }

    /// The row of a tag; nil if the table does not know it, so that its length cannot be told.
    static func of(_ tag: Tag) -> BMP? {
      let place = Int(places[Int(tag.number)])
      return place < all.count ? all[place] : nil
    }

    /// For each tag its place in ``all``, or FF.
    private static let places: [UInt8] = {
      var places = [UInt8](repeating: 0xFF, count: 256)
      for (place, row) in all.enumerated() { places[Int(row.tag.number)] = UInt8(place) }
      return places
    }()

    /// Every tag, ascending.
    static let all: [BMP] = [
      BMP(0x01, "timeout", .fixed(1), .binary),
      BMP(0x02, "maximumWaits", .fixed(1), .binary),
      BMP(0x03, "serviceByte", .fixed(1), .bits),
      BMP(0x04, "amount", .fixed(6), .amount),
      BMP(0x05, "pumpNumber", .fixed(1), .binary),
      BMP(0x06, "tlv", .ber, .container),
      BMP(0x0B, "traceNumber", .fixed(3), .bcd),
      BMP(0x0C, "time", .fixed(3), .bcd),
      BMP(0x0D, "date", .fixed(2), .bcd),
      BMP(0x0E, "expiry", .fixed(2), .bcd),
      BMP(0x17, "cardSequence", .fixed(2), .bcd),
      BMP(0x19, "type", .fixed(1), .bits),
      BMP(0x22, "pan", .llvar, .card),
      BMP(0x23, "track2", .llvar, .track),
      BMP(0x24, "track3", .lllvar, .track),
      BMP(0x27, "result", .fixed(1), .result),
      BMP(0x29, "terminalID", .fixed(4), .bcd),
      BMP(0x2A, "merchantNumber", .fixed(15), .text),
      BMP(0x2D, "track1", .llvar, .track),
      BMP(0x2E, "synchronousChip", .lllvar, .binary),
      BMP(0x37, "originalTrace", .fixed(3), .bcd),
      BMP(0x3A, "cardCheckValue", .fixed(2), .secret),
      BMP(0x3B, "authorizationAttribute", .fixed(8), .text),
      BMP(0x3C, "additionalText", .lllvar, .text),
      BMP(0x3D, "password", .fixed(3), .password),
      BMP(0x49, "currency", .fixed(2), .currency),
      BMP(0x4C, "blockedGoods", .llvar, .bcd),
      BMP(0x60, "totals", .lllvar, .totals),
      BMP(0x70, "imageRequest", .fixed(4), .binary),
      BMP(0x71, "imageSize", .fixed(4), .binary),
      BMP(0x72, "imageType", .fixed(1), .binary),
      BMP(0x73, "imageEncoding", .fixed(1), .binary),
      BMP(0x74, "imageChunks", .fixed(1), .binary),
      BMP(0x75, "imageChunk", .fixed(1), .binary),
      BMP(0x87, "receiptNumber", .fixed(2), .bcd),
      BMP(0x88, "turnoverNumber", .fixed(3), .bcd),
      BMP(0x8A, "cardType", .fixed(1), .cardType),
      BMP(0x8B, "cardName", .llvar, .text),
      BMP(0x8C, "operatorCardType", .fixed(1), .binary),
      BMP(0x92, "offlineParameter", .lllvar, .binary),
      BMP(0x9A, "geldkarte", .lllvar, .binary),
      BMP(0xA0, "resultAS", .fixed(1), .binary),
      BMP(0xA7, "chipFileID", .llvar, .binary),
      BMP(0xAA, "fullDate", .fixed(3), .bcd),
      BMP(0xAF, "chipFileInfo", .lllvar, .binary),
      BMP(0xBA, "aidParameter", .fixed(5), .binary),
      BMP(0xD0, "keyAlgorithm", .fixed(1), .binary),
      BMP(0xD1, "cardOffset", .llvar, .secret),
      BMP(0xD2, "direction", .fixed(1), .binary),
      BMP(0xD3, "keyID", .fixed(1), .binary),
      BMP(0xE0, "minimumInput", .fixed(1), .binary),
      BMP(0xE1, "secondText1", .llvar, .text),
      BMP(0xE2, "secondText2", .llvar, .text),
      BMP(0xE3, "secondText3", .llvar, .text),
      BMP(0xE4, "secondText4", .llvar, .text),
      BMP(0xE5, "secondText5", .llvar, .text),
      BMP(0xE6, "secondText6", .llvar, .text),
      BMP(0xE7, "secondText7", .llvar, .text),
      BMP(0xE8, "secondText8", .llvar, .text),
      BMP(0xE9, "maximumInput", .fixed(1), .binary),
      BMP(0xEA, "echo", .fixed(1), .binary),
      BMP(0xEB, "mac", .fixed(8), .binary),
      BMP(0xF0, "displaySeconds", .fixed(1), .binary),
      BMP(0xF1, "text1", .llvar, .text),
      BMP(0xF2, "text2", .llvar, .text),
      BMP(0xF3, "text3", .llvar, .text),
      BMP(0xF4, "text4", .llvar, .text),
      BMP(0xF5, "text5", .llvar, .text),
      BMP(0xF6, "text6", .llvar, .text),
      BMP(0xF7, "text7", .llvar, .text),
      BMP(0xF8, "text8", .llvar, .text),
      BMP(0xF9, "beeps", .fixed(1), .binary),
      BMP(0xFA, "activation", .fixed(1), .binary),
      BMP(0xFB, "confirmation", .fixed(1), .binary),
      BMP(0xFC, "dialog", .fixed(1), .binary),
      BMP(0xFD, "displayDevice", .fixed(1), .binary),
    ]
  }
}
