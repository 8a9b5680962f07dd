/// ASCII, written piece by piece into bytes that are used again.
extension [UInt8] {
  mutating func add(_ text: StaticString) { text.withUTF8Buffer { append(contentsOf: $0) } }

  /// One hexadecimal digit, of 0...15.
  mutating func addDigit(_ nibble: UInt8) { append(nibble <= 9 ? 0x30 + nibble : 0x37 &+ nibble) }

  mutating func addHex(_ byte: UInt8) {
    addDigit(byte >> 4)
    addDigit(byte & 0x0F)
  }

  /// Two digits a byte, with spaces between.
  mutating func addSpaced(_ bytes: [UInt8]) {
    var isFirst = true
    for byte in bytes {
      if !isFirst { append(0x20) }
      isFirst = false
      addHex(byte)
    }
  }

  /// Without zeros before it.
  mutating func addShortHex(_ number: UInt32) {
    var shift: UInt32 = 28
    while shift > 0, number >> shift == 0 { shift -= 4 }
    while true {
      addDigit(UInt8(truncatingIfNeeded: number >> shift) & 0x0F)
      if shift == 0 { return }
      shift -= 4
    }
  }

  mutating func addNumber(_ number: UInt64) {
    if number > 9 { addNumber(number / 10) }
    append(0x30 + UInt8(number % 10))
  }

  /// With a comma before each three digits.
  mutating func addGrouped(_ number: UInt64) {
    guard number > 999 else { return addNumber(number) }
    addGrouped(number / 1000)
    append(0x2C)
    append(0x30 + UInt8(number / 100 % 10))
    append(0x30 + UInt8(number / 10 % 10))
    append(0x30 + UInt8(number % 10))
  }
}
