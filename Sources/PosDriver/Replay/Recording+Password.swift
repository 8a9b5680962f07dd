import PosProtocol

extension Recording {
  /// With the register's password in place of the masked one, so that a terminal takes it.
  ///
  /// - Parameter password: six digits, 0...999_999.
  public func filling(password: UInt32) -> Recording {
    var digits: [UInt8] = []
    BCD.write(UInt64(min(password, 999_999)), digits: 6, to: &digits)
    var filled = self
    for (index, entry) in entries.enumerated() where entry.direction == .sent && entry.isMasked {
      guard let apdu = Self.filling(entry.apdu, digits) else { continue }
      filled.entries[index] = TraceEntry(
        time: entry.time, wallMilliseconds: entry.wallMilliseconds, direction: entry.direction,
        kind: entry.kind, bytes: framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu, isMasked: true,
        apdu: apdu, closure: nil)
    }
    return filled
  }

  /// Nil: this message does not begin with a masked password.
  private static func filling(_ apdu: [UInt8], _ digits: [UInt8]) -> [UInt8]? {
    guard apdu.count > 3, let field = try? ZVT.Dissection(apdu).fields.first else { return nil }
    let start = apdu[2] == 0xFF ? 5 : 3
    guard field.name?.description == "password", field.bytes.count == digits.count,
      apdu.count >= start + digits.count, apdu[start..<(start + digits.count)].allSatisfy({ $0 == 0xEE })
    else { return nil }
    return apdu[..<start] + digits + apdu[(start + digits.count)...]
  }
}
