extension ZVT {
  /// The number of a BMP: the byte that stands before a tagged field.
  public struct Tag: Hashable, Sendable, ExpressibleByIntegerLiteral {
    public let number: UInt8

    public init(_ number: UInt8) { self.number = number }
    public init(integerLiteral number: UInt8) { self.number = number }
  }

  /// How the end of a field is found.
  enum FieldSize: Hashable, Sendable {
    case fixed(Int)
    /// Two bytes Fx Fy before it: 0...99 bytes.
    case llvar
    /// Three bytes Fx Fy Fz before it: 0...999 bytes.
    case lllvar
    /// A BER length before it: the TLV container.
    case ber
    /// It ends where the data ends.
    case rest

    /// Reads the length and cuts out the content.
    func content(from reader: inout ByteReader) throws(CodecError) -> ByteReader {
      switch self {
      case .fixed(let count): return try reader.part(count)
      case .llvar: return try reader.part(try Self.decimalLength(2, from: &reader))
      case .lllvar: return try reader.part(try Self.decimalLength(3, from: &reader))
      case .ber: return try reader.part(try TLV.length(from: &reader))
      case .rest: return try reader.part(reader.remaining)
      }
    }

    /// Writes the length that `count` bytes of content need before them.
    func writeLength(_ count: Int, to bytes: inout [UInt8]) {
      switch self {
      case .fixed, .rest: break
      case .llvar: bytes += [0xF0 | UInt8(count / 10), 0xF0 | UInt8(count % 10)]
      case .lllvar:
        bytes += [0xF0 | UInt8(count / 100), 0xF0 | UInt8(count / 10 % 10), 0xF0 | UInt8(count % 10)]
      case .ber: TLV.writeLength(count, to: &bytes)
      }
    }

    private static func decimalLength(
      _ digits: Int, from reader: inout ByteReader
    ) throws(CodecError) -> Int {
      var length = 0
      for _ in 0..<digits {
        let offset = reader.offset
        let byte = try reader.byte()
        guard byte >> 4 == 0x0F, byte & 0x0F <= 9 else { throw CodecError(.badLength(byte), at: offset) }
        length = length * 10 + Int(byte & 0x0F)
      }
      return length
    }
  }

  /// What the bytes of a field mean: decides how it is shown and whether it is masked.
  enum FieldFormat: Sendable {
    case bcd, binary, bits, text
    case amount, currency, password, result, intermediateStatus, terminalStatus, cardType
    /// A card number: nibbles, E masked, F padding.
    case card
    /// Track data: a card number, D, and more.
    case track
    /// A card's check value: never shown.
    case secret
    /// A day's totals by scheme.
    case totals
    case container
    /// TLV objects inside, but no container: a constructed tag.
    case objects
  }
}
