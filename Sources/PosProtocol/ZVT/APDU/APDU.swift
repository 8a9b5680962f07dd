extension ZVT {
  /// One message as it stands between the link and the fields: a control field and data.
  ///
  /// - Wire: two bytes of control field; length 00...FE in one byte, or FF and two bytes, low byte first; the
  ///   data. An extended length below 255 is read, never written.
  /// - Spec: PA00P016 §5.2.
  public struct APDU: Hashable, Sendable {
    public static let maximumDataCount = 65_535

    public var control: ControlField
    /// At most 65,535 bytes.
    public var data: [UInt8]

    public init(control: ControlField, data: [UInt8]) { (self.control, self.data) = (control, data) }

    /// Reads exactly one APDU.
    ///
    /// - Throws: `.truncated` where the bytes end early, `.trailing` where the length says they should have
    ///   ended.
    public init(decoding bytes: [UInt8]) throws(CodecError) {
      var reader = ByteReader(bytes)
      let classByte = try reader.byte()
      control = ControlField(classByte, try reader.byte())
      var count = Int(try reader.byte())
      if count == 0xFF {
        let low = try reader.byte()
        count = Int(low) | Int(try reader.byte()) << 8
      }
      data = try reader.bytes(count)
      try reader.expectEnd()
    }

    /// The bytes on the wire, the length in its shortest form.
    public func encoded() -> [UInt8] {
      precondition(data.count <= Self.maximumDataCount, "the sender splits what does not fit one message")
      var bytes: [UInt8] = []
      bytes.reserveCapacity(headerCount + data.count)
      bytes.append(control.classByte)
      bytes.append(control.instruction)
      if data.count < 0xFF {
        bytes.append(UInt8(data.count))
      } else {
        bytes += [0xFF, UInt8(data.count & 0xFF), UInt8(data.count >> 8)]
      }
      bytes.append(contentsOf: data)
      return bytes
    }

    /// Bytes before the data, in the form ``encoded()`` writes.
    public var headerCount: Int { data.count < 0xFF ? 3 : 5 }

    /// How long the APDU that starts with `prefix` is in all, once its length field is there; nil before.
    public static func length(of prefix: ArraySlice<UInt8>) -> Int? {
      guard prefix.count >= 3 else { return nil }
      let count = prefix[prefix.startIndex + 2]
      guard count == 0xFF else { return 3 + Int(count) }
      guard prefix.count >= 5 else { return nil }
      return 5 + (Int(prefix[prefix.startIndex + 3]) | Int(prefix[prefix.startIndex + 4]) << 8)
    }
  }
}

extension ZVT.APDU: CustomStringConvertible {
  /// Its bytes in hexadecimal, card digits masked.
  public var description: String { Hex.text(ZVT.masked(encoded())) }
}
