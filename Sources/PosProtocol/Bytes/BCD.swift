/// Packed decimal digits, two to a byte, most significant first.
public enum BCD {
  /// Reads an unsigned number.
  ///
  /// - Wire: `digits / 2` bytes; `digits` is even and at most 18, so the value fits 64 bits.
  /// - Throws: `.truncated` or `.notBCD`, at the offset of the bad byte. The reader is then inside the field;
  ///   drop it.
  public static func read(digits: Int, from reader: inout ByteReader) throws(CodecError) -> UInt64 {
    precondition(digits >= 0 && digits <= 18 && digits % 2 == 0, "digits come in pairs and fit 64 bits")
    var (value, left): (UInt64, Int) = (0, digits / 2)
    guard reader.remaining >= left else {
      throw CodecError(
        .truncated(missing: left - reader.remaining), at: reader.offset + reader.remaining)
    }
    while left > 0 {
      let offset = reader.offset
      let byte = try reader.byte()
      guard byte >> 4 <= 9, byte & 0x0F <= 9 else { throw CodecError(.notBCD(byte), at: offset) }
      value = value * 100 + UInt64(byte >> 4) * 10 + UInt64(byte & 0x0F)
      left -= 1
    }
    return value
  }

  /// Writes the low `digits` digits of `value` into `digits / 2` bytes.
  public static func write(_ value: UInt64, digits: Int, to bytes: inout [UInt8]) {
    precondition(digits >= 0 && digits % 2 == 0, "digits come in pairs")
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: digits / 2))
    var (rest, index) = (value, bytes.count - 1)
    while index >= start {
      let pair = UInt8(rest % 100)
      bytes[index] = (pair / 10) << 4 | pair % 10
      rest /= 100
      index -= 1
    }
  }
}
