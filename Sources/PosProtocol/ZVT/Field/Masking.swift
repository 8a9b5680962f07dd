extension ZVT {
  /// Hides card digits in bytes without changing how many there are.
  public enum Masking {
    /// A field's content as it may be kept, by its format; nil for a field no table knows.
    static func content(_ bytes: [UInt8], _ format: FieldFormat?) -> [UInt8] {
      switch format {
      case .card, .track: card(bytes)
      case .secret: [UInt8](repeating: 0xEE, count: bytes.count)
      case .text: text(bytes)
      case nil: unknown(text(bytes))
      default: bytes
      }
    }

    /// Card and track data in nibbles: of the card number (up to the first D) the first six and the last four
    /// digits stay, of everything behind it nothing but the padding F at the end.
    ///
    /// - Wire: PA00P015 §13, BMP 22, 23, 24, 2D.
    static func card(_ bytes: [UInt8]) -> [UInt8] {
      var nibbles = Self.nibbles(bytes)
      var end = nibbles.count
      while end > 0, nibbles[end - 1] == 0x0F { end -= 1 }
      var numberEnd = 0
      while numberEnd < end, nibbles[numberEnd] != 0x0D { numberEnd += 1 }
      let number =
        numberEnd <= 19
        ? MaskedCardNumber(masking: nibbles[..<numberEnd]).digits
        : [UInt8](repeating: MaskedCardNumber.masked, count: numberEnd)
      for index in 0..<end where index != numberEnd {
        nibbles[index] = index < numberEnd ? number[index] : MaskedCardNumber.masked
      }
      return pack(nibbles)
    }

    /// The digits of a card number in nibbles, masked; what follows a D is no part of it.
    static func number(_ bytes: [UInt8]) -> MaskedCardNumber {
      var digits: [UInt8] = []
      for nibble in nibbles(card(bytes)) {
        if nibble == 0x0D || nibble == 0x0F { break }
        digits.append(nibble)
      }
      return MaskedCardNumber(masking: digits)
    }

    /// The two halves of each byte, the upper one first.
    private static func nibbles(_ bytes: [UInt8]) -> [UInt8] {
      var nibbles: [UInt8] = []
      nibbles.reserveCapacity(2 * bytes.count)
      for byte in bytes {
        nibbles.append(byte >> 4)
        nibbles.append(byte & 0x0F)
      }
      return nibbles
    }

    /// The other way round; an odd one is padded with F.
    static func pack(_ nibbles: [UInt8]) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity((nibbles.count + 1) / 2)
      var index = 0
      while index < nibbles.count {
        let low = index + 1 < nibbles.count ? nibbles[index + 1] : 0x0F
        bytes.append(nibbles[index] << 4 | low)
        index += 2
      }
      return bytes
    }

    /// Bytes whose structure no table tells: what looks like a card field in them (22, 23, 2D, 24 and a
    /// length of their form) is masked as one, and so is a run of 13 to 19 decimal nibbles that passes the
    /// check.
    static func unknown(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      var index = 0
      while index < bytes.count {
        let (start, end) = cardField(in: bytes, at: index)
        if start < end {
          bytes.replaceSubrange(start..<end, with: card(Array(bytes[start..<end])))
          index = end
        } else {
          index += 1
        }
      }
      return pack(
        hidingRuns(in: nibbles(bytes), from: 0) {
          $0.count <= 19 && passesLuhn($0)
        })
    }

    private static func cardField(in bytes: [UInt8], at index: Int) -> (start: Int, end: Int) {
      let tag = bytes[index]
      guard tag == 0x22 || tag == 0x23 || tag == 0x24 || tag == 0x2D else { return (0, 0) }
      var reader = ByteReader(bytes)
      do throws(CodecError) {
        _ = try reader.part(index + 1)
        let content = try (tag == 0x24 ? FieldSize.lllvar : .llvar).content(from: &reader)
        return (content.offset, reader.offset)
      } catch {
        return (0, 0)
      }
    }

    /// Bytes of unknown structure behind a control field: of every run of 13 or more decimal nibbles the
    /// first six and the last four stay.
    static func coarsely(_ bytes: [UInt8]) -> [UInt8] {
      pack(hidingRuns(in: nibbles(bytes), from: 6) { _ in true })
    }

    private static func hidingRuns(
      in nibbles: [UInt8], from first: Int, if isCard: ([UInt8]) -> Bool
    ) -> [UInt8] {
      var (nibbles, start) = (nibbles, first)
      while start < nibbles.count {
        var end = start
        while end < nibbles.count, nibbles[end] <= 9 { end += 1 }
        if end - start >= 13, isCard(Array(nibbles[start..<end])) {
          for index in start + 6..<end - 4 { nibbles[index] = MaskedCardNumber.masked }
        }
        start = end + 1
      }
      return nibbles
    }
  }
}
