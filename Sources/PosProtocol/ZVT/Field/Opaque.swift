extension ZVT {
  /// How many bytes a field of uninterpreted data takes.
  public protocol ByteRule: Sendable {
    static var counts: ClosedRange<Int> { get }
  }

  /// What an LLVAR field takes.
  public enum LLVAR: ByteRule { public static let counts = 0...99 }
  /// What an LLLVAR field takes.
  public enum LLLVAR: ByteRule { public static let counts = 0...999 }
  /// What BMP BA takes.
  public enum FiveBytes: ByteRule { public static let counts = 5...5 }

  /// Bytes the codec carries but does not read.
  public struct Opaque<Rule: ByteRule>: FieldValue, Hashable {
    public let bytes: [UInt8]

    /// Returns nil if their number is not allowed.
    public init?(_ bytes: [UInt8]) {
      guard Rule.counts.contains(bytes.count) else { return nil }
      self.bytes = bytes
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      let offset = reader.offset
      bytes = reader.rest()
      guard Rule.counts.contains(bytes.count) else { throw CodecError(.outOfRange, at: offset) }
    }

    public func write(to bytes: inout [UInt8]) { bytes += self.bytes }

    public var summary: String { Hex.text(bytes) }
  }

  /// Track data of which only the ends of the card number are kept.
  ///
  /// - Wire: BMP 23, 24, 2D: nibbles, D between number and rest, F padding; every hidden digit is E.
  public struct MaskedTrack: FieldValue, Hashable {
    public let bytes: [UInt8]

    public init(from reader: inout ByteReader) throws(CodecError) { bytes = Masking.card(reader.rest()) }

    public func write(to bytes: inout [UInt8]) { bytes += self.bytes }

    public var summary: String { Hex.text(bytes) }
  }

  /// A card's check value, of which nothing is kept but that it was there.
  ///
  /// - Wire: BMP 3A, 2 bytes; written as EE EE.
  public struct HiddenCheckValue: FieldValue, Hashable {
    public init() {}

    public init(from reader: inout ByteReader) throws(CodecError) { _ = reader.rest() }

    public func write(to bytes: inout [UInt8]) { bytes += [0xEE, 0xEE] }

    public var summary: String { "***" }
  }
}
