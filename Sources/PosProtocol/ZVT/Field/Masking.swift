extension ZVT {
  /// Hides card digits in bytes without changing how many there are.
  public enum Masking {
    /// What stands for a hidden digit in text.
    static let star: UInt8 = 0x2A

    /// A field's content as it may be kept, by its format; nil for a field no table knows.
    static func content(_ bytes: [UInt8], _ format: FieldFormat?) -> [UInt8] {
      switch format {
      case .card, .track: card(bytes)
      case .secret: [UInt8](repeating: 0xEE, count: bytes.count)
      case .text, nil: text(bytes)
      default: bytes
      }
    }

    /// Card and track data in nibbles: of the card number (up to the first D) the first six and the last four digits
    /// stay, of everything behind it nothing but the padding F at the end.
    ///
    /// - Wire: PA00P015 §13, BMP 22, 23, 24, 2D.
    static func card(_ bytes: [UInt8]) -> [UInt8] {
      var nibbles = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
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
      for byte in card(bytes) {
        for nibble in [byte >> 4, byte & 0x0F] {
          if nibble == 0x0D || nibble == 0x0F { return MaskedCardNumber(masking: digits) }
          digits.append(nibble)
        }
      }
      return MaskedCardNumber(masking: digits)
    }

    static func pack(_ nibbles: [UInt8]) -> [UInt8] {
      var bytes: [UInt8] = []
      var index = 0
      while index < nibbles.count {
        let low = index + 1 < nibbles.count ? nibbles[index + 1] : 0x0F
        bytes.append(nibbles[index] << 4 | low)
        index += 2
      }
      return bytes
    }

    /// Text in which runs of 13 to 19 digits that pass the Luhn check are masked: the digits as one run, or in
    /// groups of four to six with single spaces or hyphens between them.
    public static func text(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      var index = 0
      while index < bytes.count {
        guard isDigit(bytes[index]) else {
          index += 1
          continue
        }
        let (positions, end) = run(in: bytes, from: index)
        if (13...19).contains(positions.count), passesLuhn(positions.map { bytes[$0] & 0x0F }) {
          for hidden in positions[6..<positions.count - 4] { bytes[hidden] = star }
        }
        index = end
      }
      return bytes
    }

    /// Bytes of unknown structure behind a control field: of every run of 13 or more decimal nibbles the first six and
    /// the last four stay.
    static func coarsely(_ bytes: [UInt8]) -> [UInt8] {
      var nibbles = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
      var start = 6
      while start < nibbles.count {
        var end = start
        while end < nibbles.count, nibbles[end] <= 9 { end += 1 }
        if end - start >= 13 {
          for index in start + 6..<end - 4 { nibbles[index] = MaskedCardNumber.masked }
        }
        start = end + 1
      }
      return pack(nibbles)
    }

    /// The digits that belong together from `start` on, and where to look on.
    private static func run(in bytes: [UInt8], from start: Int) -> (positions: [Int], end: Int) {
      var group = digits(in: bytes, from: start)
      guard (4...6).contains(group.count) else { return (group, start + group.count) }
      var (all, end) = (group, start + group.count)
      while end + 1 < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x2D {
        group = digits(in: bytes, from: end + 1)
        guard (1...6).contains(group.count), all.count + group.count <= 19 else { break }
        all += group
        end += 1 + group.count
        if group.count < 4 { break }
      }
      return all.count >= 13 ? (all, end) : (all, start + digits(in: bytes, from: start).count)
    }

    private static func digits(in bytes: [UInt8], from start: Int) -> [Int] {
      var positions: [Int] = []
      var index = start
      while index < bytes.count, isDigit(bytes[index]) {
        positions.append(index)
        index += 1
      }
      return positions
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The check every card number passes. A run of equal digits is no card number.
    static func passesLuhn(_ digits: [UInt8]) -> Bool {
      var (sum, doubles, differs) = (0, false, false)
      var index = digits.count - 1
      while index >= 0 {
        let value = Int(digits[index]) * (doubles ? 2 : 1)
        sum += value > 9 ? value - 9 : value
        if digits[index] != digits[0] { differs = true }
        doubles.toggle()
        index -= 1
      }
      return differs && sum % 10 == 0
    }
  }
}
