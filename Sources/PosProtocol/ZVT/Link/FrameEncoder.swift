extension ZVT {
  /// Wraps an APDU for the serial line.
  public enum FrameEncoder {
    /// A whole frame.
    ///
    /// - Wire: DLE STX, the APDU with each DLE doubled, DLE ETX, checksum low byte first. The checksum covers
    ///   the APDU as it was before doubling, and ETX; its own bytes are never doubled.
    /// - Spec: PA00P016 §3.
    public static func encode(_ apdu: [UInt8]) -> [UInt8] {
      var frame: [UInt8] = []
      frame.reserveCapacity(apdu.count + apdu.count / 16 + 8)
      frame.append(LinkByte.dle)
      frame.append(LinkByte.stx)
      var start = 0
      while let escape = apdu[start...].firstIndex(of: LinkByte.dle) {
        frame.append(contentsOf: apdu[start...escape])
        frame.append(LinkByte.dle)
        start = escape + 1
      }
      frame.append(contentsOf: apdu[start...])
      frame.append(LinkByte.dle)
      frame.append(LinkByte.etx)
      let checksum = checksum(of: apdu)
      frame.append(UInt8(truncatingIfNeeded: checksum))
      frame.append(UInt8(truncatingIfNeeded: checksum >> 8))
      return frame
    }

    static func checksum(of apdu: [UInt8]) -> UInt16 {
      var checksum = CRC16()
      checksum.update(apdu)
      checksum.update(LinkByte.etx)
      return checksum.value
    }
  }
}
