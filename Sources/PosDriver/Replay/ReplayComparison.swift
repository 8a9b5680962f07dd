import PosProtocol

/// Whether a message is what the record says, and where it is not.
///
/// What is masked in the record matches whatever is masked in what was heard. Unless every byte is wanted,
/// what is another each time matches anything: trace, receipt and turnover numbers, date and time, the
/// acquirer's reference, and the texts of receipts.
struct ReplayComparison {
  var isExact = false

  /// Fields that are another each time: all of a fixed length.
  private static let fleeting: Set<UInt32> = [0x0B, 0x0C, 0x0D, 0x37, 0x3B, 0x87, 0x88, 0xAA]
  /// Messages that carry nothing but a text to print: 06 D1 and 06 D3.
  private static let texts: Set<UInt16> = [0x06D1, 0x06D3]

  /// Offset of the first byte of `heard` that is not what the record says; nil if there is none.
  func difference(_ recorded: [UInt8], isMasked: Bool, _ heard: [UInt8]) -> Int? {
    // Masking leaves every byte in its place.
    let heard = isMasked ? TraceCutter.masked(heard) : heard
    let masks = masks(recorded)
    for (offset, byte) in heard.enumerated() {
      guard offset < masks.count else { return isText(recorded) ? nil : offset }
      guard byte & masks[offset] == recorded[offset] & masks[offset] else { return offset }
    }
    return heard.count < recorded.count && !isText(recorded) ? heard.count : nil
  }

  /// The bits of each byte that count.
  private func masks(_ apdu: [UInt8]) -> [UInt8] {
    var masks = [UInt8](repeating: 0xFF, count: apdu.count)
    guard !isExact else { return masks }
    if isText(apdu) {
      for index in 2..<masks.count { masks[index] = 0 }
    } else {
      Self.freeFleeting(apdu, &masks)
    }
    return masks
  }

  private func isText(_ apdu: [UInt8]) -> Bool {
    guard !isExact, apdu.count >= 3 else { return false }
    return Self.texts.contains(ZVT.ControlField(apdu[0], apdu[1]).value)
  }

  /// Finds each field by its content, behind the one before.
  private static func freeFleeting(_ apdu: [UInt8], _ masks: inout [UInt8]) {
    guard let message = try? ZVT.Dissection(apdu) else { return }
    var cursor = apdu[2] == 0xFF ? 5 : 3
    for field in message.fields {
      guard let start = start(of: field, in: message.masked, from: cursor) else { return }
      cursor = start + field.bytes.count
      guard let tag = field.tag, fleeting.contains(tag) else { continue }
      for index in start..<cursor { masks[index] = 0 }
    }
  }

  /// Where a field's content begins: behind its tag, if it has one, and at most three bytes of length.
  private static func start(of field: ZVT.Dissection.Node, in bytes: [UInt8], from cursor: Int) -> Int? {
    var first = cursor
    if let tag = field.tag {
      guard cursor < bytes.count, UInt32(bytes[cursor]) == tag else { return nil }
      first += 1
    }
    return (first...(first + 3)).first { start in
      start + field.bytes.count <= bytes.count
        && bytes[start..<(start + field.bytes.count)].elementsEqual(field.bytes)
    }
  }
}
