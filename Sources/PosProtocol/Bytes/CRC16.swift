/// CRC-16/KERMIT, the checksum of ZVT's serial frames.
///
/// - Range: polynomial 1021 processed reflected, start value 0000, no final XOR; "123456789" gives 2189.
/// - Spec: PA00P016 §3 (which calls it "CRC-XModem"; no frame seen agrees with that one).
public struct CRC16: Hashable, Sendable {
  public private(set) var value: UInt16 = 0

  public init() {}

  /// The checksum of `bytes`.
  public static func of(_ bytes: [UInt8]) -> UInt16 {
    var checksum = CRC16()
    checksum.update(bytes)
    return checksum.value
  }

  /// One byte: for streams.
  public mutating func update(_ byte: UInt8) {
    value = value >> 8 ^ Self.tables[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
  }

  /// Many bytes, eight at a time ("slicing"): the same value as byte by byte.
  public mutating func update(_ bytes: [UInt8]) {
    let tables = Self.tables
    var (crc, index) = (value, 0)
    while bytes.count - index >= 8 {
      let first = Int(bytes[index] ^ UInt8(truncatingIfNeeded: crc))
      let second = Int(bytes[index + 1] ^ UInt8(truncatingIfNeeded: crc >> 8))
      crc = tables[1792 + first] ^ tables[1536 + second]
      crc ^= tables[1280 + Int(bytes[index + 2])] ^ tables[1024 + Int(bytes[index + 3])]
      crc ^= tables[768 + Int(bytes[index + 4])] ^ tables[512 + Int(bytes[index + 5])]
      crc ^= tables[256 + Int(bytes[index + 6])] ^ tables[Int(bytes[index + 7])]
      index += 8
    }
    value = crc
    while index < bytes.count {
      update(bytes[index])
      index += 1
    }
  }

  /// Eight tables of 256, one behind the other; table `n` is the effect of a byte with `n` bytes behind it.
  private static let tables: [UInt16] = {
    var tables: [UInt16] = []
    tables.reserveCapacity(8 * 256)
    for byte in 0..<256 as Range<UInt16> {
      var crc = byte
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x8408 : crc >> 1 }
      tables.append(crc)
    }
    for index in 256..<8 * 256 {
      let before = tables[index - 256]
      tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()
}
