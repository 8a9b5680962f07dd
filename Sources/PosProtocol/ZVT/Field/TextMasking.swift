extension ZVT.Masking {
  /// What stands for a hidden digit in text.
  private static let star: UInt8 = 0x2A

  /// Text in which runs of 13 to 19 digits that pass the Luhn check are masked: the digits as one run, or in
  /// groups of four to six with single spaces or hyphens between them.
  ///
  /// Masked again it stays as it is, although the digits left of one run may make another with what follows.
  public static func text(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while mayHoldCard(bytes) {
      let masked = maskedOnce(bytes)
      guard masked != bytes else { break }
      bytes = masked
    }
    return bytes
  }

  /// Whether ``text(_:)`` may change anything; yes too often where digits stand in groups.
  static func mayHoldCard(_ content: ByteReader) -> Bool {
    guard content.remaining >= 13 else { return false }
    var index = 0
    while let byte = content.peek(index) {
      let start = index
      while let next = content.peek(index), isDigit(next) { index += 1 }
      switch index - start {
      case 4...6 where content.peek(index) == 0x20 || content.peek(index) == 0x2D: return true
      case 13...19 where passesLuhn(content, start..<index): return true
      default: if !isDigit(byte) { index += 1 }
      }
    }
    return false
  }

  private static func passesLuhn(_ content: ByteReader, _ range: Range<Int>) -> Bool {
    var (sum, doubles, differs) = (0, false, false)
    for index in range.reversed() {
      guard let byte = content.peek(index) else { return true }
      let value = Int(byte & 0x0F) * (doubles ? 2 : 1)
      sum += value > 9 ? value - 9 : value
      if byte != content.peek(range.lowerBound) { differs = true }
      doubles.toggle()
    }
    return differs && sum % 10 == 0
  }

  private static func maskedOnce(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var index = 0
    while index < bytes.count {
      guard isDigit(bytes[index]) else {
        index += 1
        continue
      }
      let groups = groups(in: bytes, from: index)
      var end = groups[0].last ?? index
      var positions: [Int] = []
      for group in groups {
        positions += group
        guard (13...19).contains(positions.count), passesLuhn(positions.map { bytes[$0] & 0x0F }) else {
          continue
        }
        for hidden in positions[6..<positions.count - 4] { bytes[hidden] = star }
        end = positions.last ?? end
        break
      }
      index = end + 1
    }
    return bytes
  }

  /// The positions of the digits that may belong together from `start` on, group by group; at least one.
  private static func groups(in bytes: [UInt8], from start: Int) -> [[Int]] {
    var groups = [digits(in: bytes, from: start)]
    var (count, end) = (groups[0].count, start + groups[0].count)
    guard (4...6).contains(count) else { return groups }
    while end + 1 < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x2D {
      let group = digits(in: bytes, from: end + 1)
      guard (1...6).contains(group.count), count + group.count <= 19 else { break }
      groups.append(group)
      count += group.count
      end += 1 + group.count
      if group.count < 4 { break }
    }
    return groups
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

  private static func mayHoldCard(_ bytes: [UInt8]) -> Bool {
    var count = 0
    for byte in bytes where isDigit(byte) { count += 1 }
    return count >= 13
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The check every card number passes. A run of equal digits is no card number.
  static func passesLuhn(_ digits: [UInt8]) -> Bool {
    var (sum, doubles, differs) = (0, false, false)
    for digit in digits.reversed() {
      let value = Int(digit) * (doubles ? 2 : 1)
      sum += value > 9 ? value - 9 : value
      if digit != digits.first { differs = true }
      doubles.toggle()
    }
    return differs && sum % 10 == 0
  }
}
