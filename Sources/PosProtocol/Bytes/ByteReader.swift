/// The only thing that indexes input: a cursor over bytes that never leaves them.
///
/// Every read either succeeds or throws a ``CodecError`` whose offset counts from the start of the input that
/// was handed in, however deeply the reader was cut out of it.
public struct ByteReader: Sendable {
  private let bytes: [UInt8]
  private let end: Int
  private let base: Int
  private var position: Int

  /// A reader of all of `bytes`, whose first byte stands at `base` of the input the errors speak of.
  public init(_ bytes: [UInt8], at base: Int = 0) {
    (self.bytes, self.end, self.base, self.position) = (bytes, bytes.count, base, 0)
  }

  private init(_ bytes: [UInt8], base: Int, from position: Int, to end: Int) {
    (self.bytes, self.end, self.base, self.position) = (bytes, end, base, position)
  }

  /// Where the next byte stands in the input.
  public var offset: Int { base + position }
  /// How many bytes are left.
  public var remaining: Int { end - position }
  public var isAtEnd: Bool { position == end }

  /// The byte `distance` after the next one; nil behind the end. Moves nothing.
  public func peek(_ distance: Int = 0) -> UInt8? {
    distance >= 0 && distance < remaining ? bytes[position + distance] : nil
  }

  /// The next byte.
  public mutating func byte() throws(CodecError) -> UInt8 {
    guard position < end else { throw CodecError(.truncated(missing: 1), at: base + end) }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next `count` bytes.
  public mutating func bytes(_ count: Int) throws(CodecError) -> [UInt8] {
    try require(count)
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// A reader of the next `count` bytes, which this one then skips.
  public mutating func part(_ count: Int) throws(CodecError) -> ByteReader {
    try require(count)
    defer { position += count }
    return ByteReader(bytes, base: base, from: position, to: position + count)
  }

  /// All that is left.
  public mutating func rest() -> [UInt8] {
    defer { position = end }
    return Array(bytes[position..<end])
  }

  /// Throws `.trailing` if something is left.
  public func expectEnd() throws(CodecError) {
    guard isAtEnd else { throw CodecError(.trailing(count: remaining), at: offset) }
  }

  private func require(_ count: Int) throws(CodecError) {
    guard count >= 0 else { throw CodecError(.outOfRange, at: offset) }
    guard count <= remaining else {
      throw CodecError(.truncated(missing: count - remaining), at: base + end)
    }
  }
}
